"""What is measured at a page in the browser: one instrument for `bin/test` and for `bench/pages.py`."""

import gzip

from axe_playwright_python.sync_playwright import Axe

from .browser import SEEN, TABBABLE

AXE = {
    "resultTypes": ["violations"],
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "rules": {"target-size": {"enabled": True}},
}
# Runs before the page: movement, the largest thing painted, long tasks, and what the policy forbade.
WATCH = """
window.moved = 0; window.largest = 0; window.tasks = []; window.violations = [];
const watch = (type, note) => new PerformanceObserver((list) => list.getEntries().forEach(note))
  .observe({type, buffered: true});
watch("layout-shift", (one) => { if (!one.hadRecentInput) window.moved += one.value; });
watch("largest-contentful-paint", (one) => { window.largest = one.startTime; });
watch("longtask", (one) => { window.tasks.push([one.startTime, one.duration]); });
addEventListener("securitypolicyviolation", (event) => {
  window.violations.push(event.violatedDirective + " " + event.blockedURI);
});
"""
# Total blocking time: what every task after the first paint takes beyond 50 ms.
BLOCKED = """() => {
  const painted = performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? 0;
  return window.tasks.filter(([start]) => start >= painted).reduce((sum, [, took]) => sum + took - 50, 0);
}"""
HEADINGS = "() => [...document.querySelectorAll('h1, h2, h3, h4, h5, h6')].map((one) => Number(one.tagName[1]))"
LANDMARKS = """() => ["header", "main", "footer"]
  .map((name) => [name, document.querySelectorAll(`body > ${name}`).length])
  .filter(([, number]) => number !== 1).map(([name, number]) => `${number} × ${name}`)
  .concat([...document.querySelectorAll("nav:not([aria-label], [aria-labelledby])")]
    .map((one) => "no name: " + one.outerHTML.slice(0, 80)))"""
# Main targets: 44 px high.
MAIN = """() => [...document.querySelectorAll(
    ".btn:not(.small):not(.off), .in, .nav a, .tools a, .wish button, label.pick, summary")]
  .filter((one) => one.checkVisibility({visibilityProperty: true}))
  .filter((one) => { const box = one.getBoundingClientRect(); return box.height < 43.5 || box.width < 24; })
  .map((one) => Math.round(one.getBoundingClientRect().height) + " " + one.outerHTML.slice(0, 120))"""
# Every other target: 24 px, but for words inside a sentence and for what a label makes larger.
SMALL = f"""() => ({TABBABLE})().filter((one) => !one.closest(".skip") && one.checkVisibility())
  .filter((one) => {{
    const box = (one.closest("label") ?? one).getBoundingClientRect();
    const around = one.parentElement.textContent.trim().length - one.textContent.trim().length;
    const sentence = one.matches("a") && getComputedStyle(one).display === "inline" && around > 3;
    return box.width > 0 && !sentence && (box.height < 23.5 || box.width < 23.5);
  }})
  .map((one) => Math.round(one.getBoundingClientRect().height) + " " + one.outerHTML.slice(0, 120))"""
# Links that are called the same lead to the same thing, whatever words its address carries.
TWINS = """() => {
  const found = {};
  for (const one of document.querySelectorAll("a[href]")) {
    if (!one.checkVisibility({visibilityProperty: true}) || one.closest("figure")) continue;
    const there = new URL(one.getAttribute("href"), location);
    const address = (there.origin + there.pathname).replace(/([/]\\w{12}[/])[^/]+[/]$/, "$1") + there.search;
    const name = (one.ariaLabel || one.innerText || one.querySelector("img")?.alt || one.textContent).trim();
    (found[name.replace(/\\s+/g, " ")] ??= new Set()).add(address);
  }
  return Object.entries(found).filter(([name, all]) => !name || all.size > 1)
    .map(([name, all]) => `${name}: ${[...all].slice(0, 3).join(" ")}`);
}"""
WIDE = """() => document.documentElement.scrollWidth <= innerWidth ? []
  : [...document.querySelectorAll("body *")].filter((one) => one.getBoundingClientRect().right > innerWidth + 1)
    .map((one) => one.outerHTML.slice(0, 120)).slice(0, 5)"""
# Words that a box without a scrollbar cuts off.
CUT = """() => [...document.querySelectorAll("body *")].filter((one) => {
  const box = one.getBoundingClientRect(), words = document.createRange();
  const beyond = (child) => { words.selectNode(child); return words.getBoundingClientRect().right > box.right + 1; };
  return ["hidden", "clip"].includes(getComputedStyle(one).overflowX) && one.innerText?.trim()
    && !one.closest(".hide, svg, .map")
    && [...one.childNodes].some((child) => child.nodeName !== "svg" && beyond(child));
}).map((one) => one.outerHTML.slice(0, 120))"""
STOPS = f"() => ({TABBABLE})().length"


def axe(window):
    """What axe finds, each violation in a line: the rule, and what broke it."""
    return [f"{one['id']}: {one['nodes'][0]['html'][:200]} {one['nodes'][0]['failureSummary'][:200]}"
            for one in Axe().run(window, options=AXE).response["violations"]]  # fmt: skip


def structure(window, language):
    """Headings, landmarks, language and links that can't be told apart."""
    levels = window.evaluate(HEADINGS)
    skipped = any(after - before > 1 for before, after in zip(levels, levels[1:], strict=False))
    found = [] if levels.count(1) == 1 and levels[0] == 1 and not skipped else [f"headings {levels}"]
    said = window.evaluate("document.documentElement.lang").lower()
    found += [] if said.startswith(language[:2]) else [f"lang {said}"]
    return found + window.evaluate(LANDMARKS) + [f"twins {one}" for one in window.evaluate(TWINS)]


def targets(window):
    """What is too small to be hit: main targets under 44 px, others under 24."""
    return window.evaluate(MAIN) + window.evaluate(SMALL)


def unseen(window):
    """Stops of the Tab key where the focus isn't to be seen, or lies outside the window."""
    found = []
    for _ in range(window.evaluate(STOPS)):
        window.keyboard.press("Tab")
        seen = window.evaluate(SEEN)
        if not (seen["ring"] and seen["inside"]):
            found.append(seen["name"])
    return found


def fits(window, size=16, high=700):
    """What doesn't fit into 320 px with this size of text: sideways scroll, words cut off."""
    window.set_viewport_size({"width": 320, "height": high})
    if size != 16:  # the wish of the browser itself; it lasts until the window changes its size
        talk = window.context.new_cdp_session(window)
        talk.send("Page.setFontSizes", {"fontSizes": {"standard": size, "fixed": size}})
    return window.evaluate(WIDE) + window.evaluate(CUT)


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
