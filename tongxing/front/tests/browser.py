"""A real browser at a real server: how the tests of pages and journeys look, tab and type."""

import os
import shutil
from contextlib import contextmanager

ARGS = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu", "--font-render-hinting=none"]

# What can be reached with Tab, in order; of a set of radio buttons the chosen one, or the first.
TABBABLE = """() => {
  const all = [...document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex]")];
  const stands = (one) => {
    const set = [...document.querySelectorAll(`input[name="${one.name}"]`)];
    return one.checked || (set[0] === one && !set.some((other) => other.checked));
  };
  return all.filter((one) => one.tabIndex >= 0 && !one.disabled && one.type !== "hidden"
    && one.checkVisibility({visibilityProperty: true}) && (one.type !== "radio" || stands(one)));
}"""
WAYS = f"""(target) => {{
  const all = ({TABBABLE})();
  const inside = all.filter((one) => document.querySelector("main").contains(one));
  return {{here: all.indexOf(document.activeElement), there: all.indexOf(target), inside: inside.indexOf(target)}};
}}"""
SEEN = """() => {
  const one = document.activeElement, box = one.getBoundingClientRect();
  const styles = [one, one.closest("label"), one.parentElement].filter(Boolean).map((each) => getComputedStyle(each));
  const ring = styles.some((style) => (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0)
    || style.boxShadow !== "none");
  const parts = ["date", "datetime-local"].includes(one.type);  // the browser itself marks the part one is in
  return {ring: ring || parts, inside: box.bottom > 0 && box.top < innerHeight, name: one.outerHTML.slice(0, 200)};
}"""


@contextmanager
def chromium():
    """The system's Chromium."""
    from playwright.sync_api import sync_playwright

    found = os.environ.get("TONGXING_CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # the browser's loop runs in this thread; rows are read beside it
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=ARGS)
        yield browser
        browser.close()
    os.environ.pop("DJANGO_ALLOW_ASYNC_UNSAFE")


class Hand:
    """Somebody who follows links, fills in fields and presses buttons; counts pages that were loaded."""

    def __init__(self, page):
        self.page, self.loads, self.keys, self.asked = page, 0, 0, 0
        page.on("domcontentloaded", self.count)
        page.on("request", self.note)

    def count(self, page):
        """One more page."""
        self.loads += 1

    def note(self, request):
        """One more address asked for; those a page redirects from count too."""
        self.asked += request.is_navigation_request()

    def open(self, address):
        """Type an address; where a journey begins isn't counted."""
        self.page.goto(address)
        self.loads = self.keys = 0

    def find(self, name, role):
        """What bears this name; the first of several."""
        return self.page.get_by_role(role, name=name).locator("visible=true").first

    def field(self, label):
        """The control of this label."""
        return self.page.get_by_label(label, exact=False).locator("visible=true").first

    def follow(self, name, role="link"):
        """Follow a link, or press a button with another role."""
        self.find(name, role).click()
        self.page.wait_for_load_state()

    def press(self, name):
        """Press a button."""
        self.follow(name, "button")

    def write(self, label, text):
        """Write into a field."""
        self.field(label).fill(text)

    def choose(self, name):
        """Choose one of several."""
        self.find(name, "radio").check()

    def pick_moment(self, label, moment):
        """Day and time."""
        self.field(label).fill(moment.strftime("%Y-%m-%dT%H:%M"))

    def attach(self, label, path):
        """A file."""
        self.field(label).set_input_files(path)

    def send(self):
        """Send the one form of the page."""
        self.submit(self.page.locator("main form.form"))

    def send_form(self, part):
        """Send the form in a part of the page."""
        self.submit(self.page.locator(f"#{part} form"))

    def submit(self, form):
        """Press the button of a form."""
        form.locator("button.btn").locator("visible=true").first.click()
        self.page.wait_for_load_state()

    def reads(self, text):
        """True when this stands on the page."""
        return text in self.page.locator("body").inner_text()


class Keyboard(Hand):
    """The same with Tab, Enter and arrows alone, which are counted; every stop must be seen."""

    def key(self, name):
        """Press one key."""
        self.page.keyboard.press(name)
        self.keys += 1

    def reach(self, target):
        """Go there by the shortest way: on, back, or over the link to the content."""
        handle = target.element_handle()
        ways = self.page.evaluate(WAYS, handle)
        ahead = ways["there"] - ways["here"] if ways["there"] > ways["here"] else 999
        back = ways["here"] - ways["there"] if 0 <= ways["there"] < ways["here"] else 999
        skip = 3 + ways["inside"] if ways["here"] < 0 <= ways["inside"] else 999
        if skip < ahead:
            self.key("Tab")
            if self.page.evaluate("document.activeElement.matches('.skip')"):  # an address with # begins further down
                self.key("Enter")
        step, begun = "Shift+Tab" if back < ahead else "Tab", self.keys
        for _ in range(80):
            if handle.evaluate("(one) => one === document.activeElement"):
                print(f"{self.keys - begun} keys to {handle.evaluate('(one) => one.outerHTML')[:60]!r}")
                return
            self.key(step)
            self.look(handle)
        raise AssertionError(f"The keyboard doesn't reach {handle.evaluate('(one) => one.outerHTML')[:200]}")

    def look(self, handle):
        """Where the focus is must be seen."""
        seen = self.page.evaluate(SEEN)
        assert seen["ring"] and seen["inside"], f"No focus to be seen on {seen['name']}"

    def follow(self, name, role="link"):
        """Reach it and press Enter."""
        self.reach(self.find(name, role))
        self.enter()

    def enter(self):
        """Press Enter; when that leads to another page, wait for it."""
        loads, asked = self.loads, self.asked
        self.key("Enter")
        for _ in range(100):
            self.page.wait_for_timeout(20)
            if self.loads > loads or (self.asked == asked and _ > 10):
                break
        self.page.wait_for_load_state()

    def write(self, label, text):
        """Reach the field and type."""
        self.reach(self.field(label))
        self.page.keyboard.press("Control+a")
        self.page.keyboard.type(text)

    def choose(self, name):
        """Reach the set, then arrows."""
        target = self.find(name, "radio")
        group = self.page.locator(f"input[name='{target.get_attribute('name')}']")
        chosen = [number for number, one in enumerate(group.all()) if one.is_checked()]
        self.reach(group.nth(chosen[0] if chosen else 0))
        for _ in range(group.count() + 1):
            if target.is_checked():
                return
            if target.evaluate("(one) => one === document.activeElement"):
                self.key("Space")
            else:
                self.key("ArrowDown")

    def pick_moment(self, label, moment):
        """Type day and time, as an English browser asks for them."""
        self.reach(self.field(label))
        self.page.keyboard.type(moment.strftime("%m%d%Y%I%M%p"))  # a year of four digits moves on by itself

    def attach(self, label, path):
        """Reach the control; the window that opens belongs to the system."""
        self.reach(self.field(label))
        self.keys += 1
        self.field(label).set_input_files(path)

    def submit(self, form):
        """Enter, in a field of the form or on its button."""
        if not form.evaluate(
            "(one) => one.contains(document.activeElement) && document.activeElement.matches('input')"
        ):
            self.reach(form.locator("button.btn").locator("visible=true").first)
        self.enter()
