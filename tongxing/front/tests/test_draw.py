"""A point and a line drawn on a map, in a real browser: what is drawn stands in the form as if it had been typed."""

import re

import pytest

from tongxing.places.polylines import unpacked

from .instruments import axe
from .test_live_map import peopled, show  # noqa: F401 -- fixtures

pytestmark = pytest.mark.once


@pytest.fixture
def signed_in(show, peopled):  # noqa: F811
    """`signed_in(path)`: a page as somebody who may write."""

    def ask(path, **wishes):
        window = show("/about/", marks=False, **wishes)
        window.context.add_cookies([peopled.cookie("sessionid", peopled.sessions["member"])])
        window.goto(peopled.url + path)
        return window

    return ask


def opened(window, label):
    """The map to draw on, open."""
    window.get_by_role("button", name=label).click()
    window.wait_for_selector(".board canvas.ground")
    return window.locator(".board")


def test_a_point_is_clicked_dragged_and_taken_back(signed_in, peopled):  # noqa: F811
    window = signed_in(f"/places/{peopled.world.place.uid}/edit/way/")
    board = opened(window, "Show it on a map")
    field = window.locator("#id_point")
    window.get_by_role("button", name="Take the last one back").click()

    board.click(position={"x": 200, "y": 150})
    first = field.input_value()
    assert re.fullmatch(r"-?\d+\.\d{5}, -?\d+\.\d{5}", first)
    assert window.locator("#id_datum").input_value() == "wgs84"
    window.locator(".pinned").drag_to(board, target_position={"x": 260, "y": 200})
    second = field.input_value()
    assert second != first
    window.get_by_role("button", name="The middle of the map").click()
    assert field.input_value() not in (first, second) and window.locator(".pinned").count() == 1
    window.get_by_role("button", name="Take the last one back").click()
    assert field.input_value() == "" and window.broken == [] and axe(window) == []


def test_a_line_becomes_an_address(show):  # noqa: F811
    window = show("/places/along/", marks=False)
    board = opened(window, "Draw the way on a map")
    for x in (120, 220, 300):
        board.click(position={"x": x, "y": 160})

    assert "3" in window.locator(".draw [role=status]").inner_text()
    points = unpacked(window.locator("#id_line").input_value())
    assert len(points) == 3 and points[0][1] < points[1][1] < points[2][1]
    window.get_by_role("button", name="Take the last one back").click()
    assert len(unpacked(window.locator("#id_line").input_value())) == 2
    window.get_by_role("button", name="Look along the way").click()
    window.wait_for_load_state()
    assert "line=" in window.url and window.broken == []


def test_without_scripts_the_field_is_enough(show):  # noqa: F811
    window = show("/places/along/", marks=False, java_script_enabled=False)

    assert window.get_by_role("button", name="Draw the way").count() == 0
    assert not window.locator(".board").is_visible()
