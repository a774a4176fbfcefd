"""What people write runs in its own direction: Hebrew or Arabic in every text of every row, then every page."""

import pytest
from django.apps import apps
from django.test import Client

from tongxing.core.tests.test_direction import HEBREW, astray

from .pages import PAGES
from .routes import address, things

ROOMS = ("people", "spaces", "places", "needs", "talk", "activities", "claims")
WRITTEN = {
    "name", "about", "title", "where", "departure", "cost", "carry", "words", "reason", "cancel_reason", "text", "alt",
    "note", "about_html", "carry_html", "more", "more_html", "html",
}  # fmt: skip


def write_hebrew():
    """In every free text of every row."""
    for model in (model for model in apps.get_models() if model._meta.app_label in ROOMS):
        columns = [one for one in model._meta.fields if one.name in WRITTEN and one.get_internal_type() in (
            "CharField", "TextField")]  # fmt: skip
        for one in columns:
            text = f"<p>{HEBREW}</p>" if one.name.endswith("html") else HEBREW
            model.objects.exclude(**{one.name: ""}).update(**{one.name: text})


@pytest.mark.once
def test_every_text_that_people_write_runs_in_its_own_direction(world):
    write_hebrew()
    found, seen = set(), 0
    for page in PAGES:
        client = Client(headers={"Accept-Language": "en"})
        if page.who != "anonymous":
            client.force_login(getattr(world, page.who))
        html = client.get(address(page.route, things(world)[page.thing]) + page.query).content.decode()
        seen += html.count(HEBREW)
        found |= {f"{page.route}: {one}" for one in astray(html)}

    assert "\n".join(sorted(found)) == ""
    assert seen > 100
