"""Every page in a real browser, each in another look (with --long in all of them), against the budgets of pages.py."""

import json
import os

import pytest

from . import instruments
from .pages import AGAIN, EXCUSED, FIRST, HEAVY, LOOKS, NO_PAGES, NODES, PAGES, REQUESTS, SHIFT, pages_of_the_table
from .routes import routes

pytestmark = pytest.mark.once
LONG = os.environ.get("TONGXING_LONG") == "1"
SEEN = [(page, look) for number, page in enumerate(PAGES) for look in (LOOKS if LONG else [LOOKS[number % len(LOOKS)]])]


@pytest.fixture
def show(house, browser):
    """`show(page, look)`: a new window with the page in it, closed after the test."""
    opened = []

    def ask(page, look):
        window, address = house.window(browser, page, look)
        opened.append(window.context)
        window.loaded = []
        window.on("response", lambda response: window.loaded.append(response))
        window.goto(address)
        return window

    yield ask
    for context in opened:
        context.close()


def test_every_page_is_on_the_list():
    listed = {page.route for page in PAGES}
    assert pages_of_the_table() - listed == set()
    assert listed - pages_of_the_table() == set()
    assert set(routes()) >= NO_PAGES


@pytest.mark.parametrize(("page", "look"), SEEN, ids=[f"{page}-{look}" for page, look in SEEN])
def test_a_page(show, page, look):
    window = show(page, look)
    assert window.loaded[0].status == 200

    assert instruments.axe(window) == []
    assert instruments.structure(window, look.language) == []
    assert instruments.targets(window) == []
    assert window.evaluate("document.querySelectorAll('*').length") <= NODES
    assert window.evaluate("window.moved") <= SHIFT
    assert window.evaluate("window.violations") == []
    check_weight(window, page)
    assert instruments.unseen(window) == []
    assert instruments.fits(window) == []
    assert instruments.fits(window, 32) == []


def check_weight(window, page):
    """A first visit, and the same page once more with what the browser has kept."""
    first = instruments.weigh(window.loaded)
    assert len(first) <= EXCUSED.get(page.route, (REQUESTS,))[0], json.dumps(first, indent=1)
    assert sum(first.values()) <= HEAVY.get(page.route, (FIRST,))[0], json.dumps(first, indent=1)
    window.loaded.clear()
    window.goto(window.url)
    again = instruments.weigh([one for one in window.loaded if not instruments.kept(one)])
    assert sum(again.values()) <= AGAIN, json.dumps(again, indent=1)
