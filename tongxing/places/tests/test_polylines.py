"""Lines as text: what is packed comes back, what was never packed is none, and what routers write is read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tongxing.places import polylines
from tongxing.places.polylines import decoded, packed, packed_lines, unpacked, unpacked_lines

pytestmark = pytest.mark.once


@given(st.lists(st.tuples(st.floats(-90, 90), st.floats(-180, 180)), min_size=1, max_size=40))
def test_a_line_comes_back_from_its_address(points):
    assert unpacked(packed(points)) == [pytest.approx(point, abs=0.51e-4) for point in points]


@given(st.text(alphabet=polylines.CHARACTERS + "%é", max_size=40))
def test_a_broken_address_is_no_line(text):
    try:
        points = unpacked(text)
    except ValueError:
        return
    assert all(abs(lat) <= 90 and abs(lon) <= 180 for lat, lon in points)


def test_five_hundred_points_fit_into_an_address():
    line = packed([(30 + at * 0.012, 101 + at % 7 * 0.02) for at in range(500)])
    assert len(line) < 3500


def test_several_lines_stay_apart():
    lines = [[(30.0, 101.0), (30.1, 101.2)], [(25.0, 102.7), (25.6, 100.2), (25.7, 100.1)]]
    assert unpacked_lines(packed_lines(lines)) == [[pytest.approx(point) for point in line] for line in lines]


@pytest.mark.parametrize("text", ["", ".", "w62Swtw_B.", "A", "w62Swtw_B." * 41 + "w62Swtw_B", "A" * 8_002])
def test_what_holds_an_empty_line_or_too_many_is_none(text):
    with pytest.raises(ValueError, match="."):
        unpacked_lines(text)


def test_the_polyline_that_its_documentation_shows():
    assert decoded("_p~iF~ps|U_ulLnnqC_mqNvxq`@") == [(38.5, -120.2), (40.7, -120.95), (43.252, -126.453)]


@given(st.text(max_size=40))
def test_no_text_breaks_it(text):
    try:
        points = decoded(text)
    except ValueError:
        return
    assert all(abs(lat) <= 90 and abs(lon) <= 180 for lat, lon in points)
