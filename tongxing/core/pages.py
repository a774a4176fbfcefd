"""How a view answers: a form asked and shown again, a deed done, a list cut into pages."""

from urllib.parse import unquote

from django import forms
from django.core.exceptions import ImproperlyConfigured
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.utils.functional import SimpleLazyObject


def ask(request, form_class, **kwargs):
    """The form of this request: bound when it was sent; never valid when the deed has already refused it."""
    if getattr(request, "too_large", None):
        return too_large(request, form_class, kwargs)
    sent = request.method == "POST"
    form = form_class(request.POST if sent else None, request.FILES if sent else None, **kwargs)
    request.asked = form
    if form.is_multipart():
        must_declare(request)
    if refused := getattr(request, "refused", None):
        form.full_clean()
        form.add_error(None, str(refused))
    return form


def must_declare(request):
    """A form with files belongs to a view that says how much it takes (core.uploads)."""
    view = getattr(request.resolver_match, "func", None)
    if view and not getattr(view, "most_uploaded", 0):
        raise ImproperlyConfigured(f"{view.__name__} takes files, so it declares @takes_uploads.")


def too_large(request, form_class, kwargs):
    """The form with what was typed, or as it was shown where that wasn't read, and the sentence at its files."""
    shown = form_class(**kwargs)
    files = [name for name, field in shown.fields.items() if isinstance(field, forms.FileField)]
    form = form_class(request.POST or {bound.html_name: bound.value() for bound in shown}, {}, **kwargs)
    form.full_clean()
    for name in files if request.POST else list(form.errors):
        form.errors.pop(name, None)
    form.add_error(files[0] if files else None, request.too_large)
    return form


def show(request, template, **context):
    """A page with a form: 200, or 422 when what was sent can't be taken as it is."""
    form = context.get("form")
    bad = form is not None and form.is_bound and form.errors
    return render(request, template, context, status=422 if bad else 200)


def answer(request, piece, context, *, then):
    """After a deed: the changed piece for htmx, the thing's page for everybody else."""
    if request.htmx:
        return render(request, piece, context)
    return redirect(then)


def paginate(request, rows, size=30):
    """The page that `?page=` asks for; the nearest one when there is no such page."""
    return Paginator(rows, size).get_page(request.GET.get("page"))


def paginate_lazily(request, found, size=30):
    """A page of uids whose `rows` are read, all at once, when the first of them is asked for: kept rows never are."""
    page = paginate(request, found.values_list("uid", flat=True), size)
    page.rows = SimpleLazyObject(lambda: {row.uid: row for row in found.filter(uid__in=list(page))})
    return page


def wrong_words(request, thing):
    """The redirect to a thing's own address, when the readable words of this one are not its own."""
    right = thing.get_absolute_url()
    if request.path == unquote(right):
        return None
    query = request.META.get("QUERY_STRING", "")
    return redirect(f"{right}?{query}" if query else right, permanent=False)
