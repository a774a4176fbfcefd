"""Markdown is stored beside its HTML; a release that renders otherwise makes the stored HTML anew."""

from django.apps import apps

from .text import render_prose

BATCH = 200


def fields():
    """(model, field of the Markdown, field of the HTML): `about` beside `about_html`, `text` beside `html`."""
    for model in apps.get_models():
        names = {field.name for field in model._meta.concrete_fields}
        for html in sorted(names):
            source = "text" if html == "html" else html.removesuffix("_html")
            if source != html and source in names:
                yield model, source, html


def rerender(mend):
    """{model.field: how many} whose stored HTML isn't what their Markdown gives; with `mend`, it is afterwards.

    Nothing else of a row changes, nor is it told to anybody: what people wrote is the same.
    """
    found = {}
    for model, source, html in fields():
        rows, differ = model._base_manager, 0
        for key, text, stored in rows.order_by("pk").values_list("pk", source, html).iterator(chunk_size=BATCH):
            if (fresh := render_prose(text)) != stored:
                differ += 1
                if mend:
                    rows.filter(pk=key, **{source: text}).update(**{html: fresh})
        found[f"{model._meta.label_lower}.{source}"] = differ
    return found
