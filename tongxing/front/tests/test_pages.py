"""Every page in a real browser, each in another look (with --long in all of them): axe, headings, targets, weight."""

import gzip
import json
import os

import pytest
from axe_playwright_python.sync_playwright import Axe

from .pages import AGAIN, EXCUSED, FIRST, HEAVY, LOOKS, NO_PAGES, NODES, PAGES, REQUESTS, SHIFT, pages_of_the_table
from .routes import address, routes, things

pytestmark = pytest.mark.once
AXE = {
    "resultTypes": ["violations"],
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "rules": {"target-size": {"enabled": True}},
}
WATCH = """
window.moved = 0; window.violations = [];
new PerformanceObserver((list) => {
  for (const one of list.getEntries()) if (!one.hadRecentInput) window.moved += one.value;
}).observe({type: "layout-shift", buffered: true});
addEventListener("securitypolicyviolation", (event) => {
  window.violations.push(event.violatedDirective + " " + event.blockedURI);
});
"""
HEADINGS = "() => [...document.querySelectorAll('h1, h2, h3, h4, h5, h6')].map((one) => Number(one.tagName[1]))"
SMALL = """() => [...document.querySelectorAll(
    ".btn:not(.small):not(.off), .in, .nav a, .tools a, label.pick, summary")]
  .filter((one) => one.checkVisibility({visibilityProperty: true}))
  .filter((one) => { const box = one.getBoundingClientRect(); return box.height < 43.5 || box.width < 24; })
  .map((one) => Math.round(one.getBoundingClientRect().height) + " " + one.outerHTML.slice(0, 120))"""
WIDE = """() => document.documentElement.scrollWidth <= innerWidth ? []
  : [...document.querySelectorAll("body *")].filter((one) => one.getBoundingClientRect().right > innerWidth + 1)
    .map((one) => one.outerHTML.slice(0, 120)).slice(0, 5)"""
LONG = os.environ.get("TONGXING_LONG") == "1"
SEEN = [(page, look) for number, page in enumerate(PAGES) for look in (LOOKS if LONG else [LOOKS[number % len(LOOKS)]])]


def where_of(page, world):
    """The path of a page in this world."""
    return address(page.route, things(world)[page.thing]) + page.query


@pytest.fixture
def show(house, browser):
    """`show(page, look)`: a new window with the page in it, closed after the test."""
    opened = []

    def ask(page, look, scripts=True):
        context = browser.new_context(
            viewport={"width": look.width, "height": 800}, java_script_enabled=scripts, reduced_motion="reduce"
        )
        context.add_cookies([house.cookie("look", look.cookie), house.cookie("language", look.language)])
        if page.who != "anonymous":
            context.add_cookies([house.cookie("sessionid", house.sessions[page.who])])
        context.add_init_script(WATCH)
        opened.append(context)
        window = context.new_page()
        window.loaded = []
        window.on("response", lambda response: window.loaded.append(response))
        window.goto(house.url + where_of(page, house.world))
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

    assert told(Axe().run(window, options=AXE)) == []
    levels = window.evaluate(HEADINGS)
    assert levels.count(1) == 1 and levels[0] == 1
    assert all(after - before <= 1 for before, after in zip(levels, levels[1:], strict=False)), levels
    assert window.evaluate("document.documentElement.lang").lower().startswith(look.language[:2])
    assert window.evaluate(SMALL) == []
    assert window.evaluate("document.querySelectorAll('*').length") <= NODES
    assert window.evaluate("window.moved") <= SHIFT
    assert window.evaluate("window.violations") == []
    check_weight(window, page)
    window.set_viewport_size({"width": 320, "height": 700})
    assert window.evaluate(WIDE) == []


def told(results):
    """Each violation in a line: the rule, and what broke it."""
    return [f"{one['id']}: {one['nodes'][0]['html'][:200]} {one['nodes'][0]['failureSummary'][:200]}"
            for one in results.response["violations"]]  # fmt: skip


def check_weight(window, page):
    """A first visit, and the same page once more with what the browser has kept."""
    first = weigh(window.loaded)
    assert len(first) <= EXCUSED.get(page.route, (REQUESTS,))[0], json.dumps(first, indent=1)
    assert sum(first.values()) <= HEAVY.get(page.route, (FIRST,))[0], json.dumps(first, indent=1)
    window.loaded.clear()
    window.goto(window.url)
    again = weigh([one for one in window.loaded if not one.from_service_worker and not kept(one)])
    assert sum(again.values()) <= AGAIN, json.dumps(again, indent=1)


def weigh(responses):
    """{address: bytes, packed} of what was loaded for this page; pictures of a report aren't the page's weight."""
    found = {}
    for response in responses:
        if response.status == 200 and "/photos/" not in response.url and not response.url.startswith("data:"):
            found[response.url] = len(gzip.compress(response.body(), 6))
    return found


def kept(response):
    """True for what came out of the browser's own store."""
    return "immutable" in response.headers.get("cache-control", "")
