"""No two pages bear the same title, in either language."""

import re

import pytest
from django.test import Client

from .pages import PAGES
from .routes import address, things

# Pages that say the same thing, whatever led there.
TWINS = [
    {"account_email_verification_sent", "account_reset_password_done"},
    {"account_confirm_email", "account_reset_password_from_key"},
]


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_titles_tell_pages_apart(world, language):
    titles = {}
    for page in PAGES:
        client = Client(headers={"Accept-Language": language})
        if page.who != "anonymous":
            client.force_login(getattr(world, page.who))
        text = client.get(address(page.route, things(world)[page.thing]) + page.query).content.decode()
        title = re.search(r"<title>(.*?)</title>", text, re.DOTALL).group(1).strip()
        titles.setdefault(title, set()).add((page.route, page.thing, page.query))
    same = [routes for pages in titles.values() if len(routes := {route for route, *_ in pages}) > 1]
    assert [routes for routes in same if routes not in TWINS] == []
