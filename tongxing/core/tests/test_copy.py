"""The button that copies, in a real browser: also where the browser refuses, as WeChat's does."""

from pathlib import Path

import pytest

from tongxing.front.tests.browser import chromium

from .test_components import DEEDS, render

pytestmark = [pytest.mark.once, pytest.mark.urls("tongxing.core.tests.stub_urls")]
SCRIPT = (Path(__file__).parents[1] / "static/core/page.js").read_text()
LINK = "https://tongxing.example/i/abc?x=1&y=2"
BY_HAND = "This browser doesn’t copy by itself. The text is selected: press and hold it and choose “Copy”."
CHOSEN = "((one) => one.value.slice(one.selectionStart, one.selectionEnd))(document.activeElement)"
CLIPBOARDS = {
    "refuses": "{ writeText: () => Promise.reject(new DOMException('no', 'NotAllowedError')) }",
    "is missing": "undefined",
    "copies": "{ writeText: async (text) => { window.copied = text; } }",
}


@pytest.fixture(params=CLIPBOARDS)
def page(request):
    """A page with one such button, in a browser whose clipboard is like that."""
    button = render(DEEDS + "{{ copy(x, 'Copy the link') }}", x=LINK)
    with chromium() as browser:
        page = browser.new_page()
        page.set_content(f'<!doctype html><html lang="en"><div id="notice"></div>{button}')
        page.evaluate(f"Object.defineProperty(navigator, 'clipboard', {{ value: {CLIPBOARDS[request.param]} }})")
        page.add_script_tag(content=SCRIPT)
        yield request.param, page


def test_the_text_is_copied_or_selected_with_a_sentence(page):
    kind, page = page
    button = page.get_by_role("button", name="Copy the link")

    button.press("Enter")

    if kind == "copies":
        page.get_by_text("Copied").first.wait_for()
        assert page.evaluate("window.copied") == LINK
        assert page.locator("textarea").count() == 0
        return
    page.get_by_text(BY_HAND).wait_for()
    assert page.evaluate(CHOSEN) == LINK
    button.click()
    assert (page.locator("textarea").count(), page.evaluate(CHOSEN)) == (1, LINK)
    assert page.locator("textarea").get_attribute("readonly") is not None
