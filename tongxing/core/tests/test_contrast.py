"""Every pair of text and ground in the stylesheet can be read: 4.5 for text, 3 for outlines, in both themes."""

import re
from pathlib import Path

import pytest

CSS = (Path(__file__).parent.parent / "static/core/tongxing.css").read_text(encoding="utf-8")
COLOURS = ("sky", "wisteria", "brick", "tea", "slate")
TEXT = [
    (text, ground) for text in ("ink", "ink-2") for ground in ("lime", "chalk", "wall", "pencil-wash", "route-wash")
]
TEXT += [("board", ground) for ground in ("lime", "chalk", "wall", "pencil-wash", "route-wash")]
TEXT += [("ink", "wall-2"), ("board-2", "wall"), ("on-board", "board"), ("on-board", "board-2"), ("lime", "ink"),
         ("pencil-ink", "pencil-wash"), ("pencil-ink", "lime"), ("mark", "lime"), ("mark", "chalk"),
         ("mark", "mark-wash"), ("ink", "mark-wash"), ("route", "lime"), ("route", "route-wash"), ("route", "wall"),
         ("lime", "route")]  # fmt: skip
TEXT += [pair for name in COLOURS for pair in ((name, "lime"), (name, f"{name}-wash"), ("ink", f"{name}-wash"))]
LINES = [("edge", "lime"), ("edge", "chalk"), ("edge", "wall"), ("pencil-ink", "pencil-wash"), ("route", "wall"),
         ("route", "chalk"), ("board", "wall"), ("mark", "chalk")]  # fmt: skip


def tokens(start, end):
    """The colours set between two places of the stylesheet."""
    block = CSS[CSS.index(start) : CSS.index(end, CSS.index(start))]
    return dict(re.findall(r"--([\w-]+):\s*(#[0-9a-f]{6})", block))


LIGHT = tokens("  :root {", "[data-text")
BY_CHOICE = tokens(':root[data-theme="dark"] {', "@layer base {")
BY_SYSTEM = tokens(':root:not([data-theme="light"]) {', ':root[data-theme="dark"]')
THEMES = {"light": LIGHT, "dark": {**LIGHT, **BY_CHOICE}}


def luminance(colour):
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    """WCAG 2.2: the ratio of the two luminances."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", THEMES)
def test_text_can_be_read_on_every_ground(theme):
    colours = THEMES[theme]
    low = {pair: contrast(colours[pair[0]], colours[pair[1]]) for pair in TEXT}
    assert {pair: ratio for pair, ratio in low.items() if ratio < 4.5} == {}


@pytest.mark.parametrize("theme", THEMES)
def test_outlines_can_be_seen(theme):
    colours = THEMES[theme]
    low = {pair: contrast(colours[pair[0]], colours[pair[1]]) for pair in LINES}
    assert {pair: ratio for pair, ratio in low.items() if ratio < 3} == {}


@pytest.mark.parametrize("theme", THEMES)
def test_the_yellow_button_carries_dark_words(theme):
    assert contrast("#14262c", THEMES[theme]["pencil"]) >= 4.5


def test_a_banner_carries_white_words():
    fills = re.findall(r"--space-fill: (#[0-9a-f]{6})", CSS)
    assert len(set(fills)) == 6
    assert [fill for fill in fills if contrast("#ffffff", fill) < 4.5] == []


def test_the_dark_of_the_system_is_the_dark_of_the_button():
    assert BY_SYSTEM == BY_CHOICE
