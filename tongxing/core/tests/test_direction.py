"""What people write runs in its own direction: Hebrew in every component that prints such texts."""

from html.parser import HTMLParser

import pytest
from django.utils import translation

from .test_components import DEEDS, FIGURES, FORMS, MARKS, ROWS, Every, render

pytestmark = [pytest.mark.once, pytest.mark.urls("tongxing.core.tests.stub_urls")]
HEBREW = "שלום עולם"
VOID = {"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"}
SILENT = {"title", "option", "script", "svg"}  # not laid out as text, or by the browser itself


class Reader(HTMLParser):
    """Collects the texts in Hebrew that no element lets run in their own direction."""

    def __init__(self):
        super().__init__()
        self.open, self.astray = [], []

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        hidden = given.get("aria-hidden") == "true" or "hide" in (given.get("class") or "").split()
        own = given.get("dir") == "auto" or tag == "bdi" or tag in SILENT or hidden
        if tag not in VOID:
            self.open.append((tag, own))
        elif (
            HEBREW in (given.get("value") or "")
            and not own
            and given.get("type") not in ("hidden", "radio", "checkbox")
        ):
            self.astray.append(f"{tag} {given.get('name')}")

    def handle_endtag(self, tag):
        while self.open and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data):
        if HEBREW in data and not any(own for _tag, own in self.open):
            path = " ".join(tag for tag, _own in self.open[-3:])
            self.astray.append(f"{path}: {' '.join(data.split())[:80]}")


def astray(html):
    reader = Reader()
    reader.feed(html)
    return reader.astray


@pytest.mark.parametrize(
    "source",
    [
        MARKS + "{{ person(x, '/') }}{{ person(x) }}{{ faces([x, (x, '/')], 'Who') }}{{ note(x) }}{{ refusal(x) }}",
        ROWS + "{{ row(x, '/', x) }}{{ row(x, line=[x, none, 'y']) }}{{ card(x, '/', x, [x]) }}",
        ROWS + "{{ path([{'title': x, 'href': '/', 'line': x}]) }}{{ facts([('a', x), ('b', x, 'cal')]) }}",
        FIGURES + "{{ crumbs([(x, '/')]) }}{{ banner(x, x) }}{{ photo('/a.webp', 'y', x) }}",
        FORMS + "{{ fields(form) }}",
    ],
)
def test_each_component_lets_a_text_run_in_its_own_direction(source):
    form = Every({"line": HEBREW, "prose": HEBREW}, auto_id="id_%s")
    with translation.override("en"):
        html = render(source, x=HEBREW, form=form)

    assert HEBREW in html and astray(html) == []


def test_the_label_of_a_button_is_ours():
    assert astray(render(DEEDS + "{{ copy(x, 'Copy') }}", x=HEBREW)) == []


def test_a_text_without_direction_would_be_found():
    assert astray(f"<main><p><b>{HEBREW}</b></p></main>") == [f"main p b: {HEBREW}"]
    assert astray(f'<p dir="auto"><b>{HEBREW}</b><br>{HEBREW}</p><p><bdi>{HEBREW}</bdi></p>') == []
