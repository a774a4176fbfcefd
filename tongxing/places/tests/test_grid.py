"""Squares of the map: their numbers, what lies within what, and the way back to a point."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tongxing.places import grid

pytestmark = pytest.mark.once
LATS = st.floats(-85, 85)
LONS = st.floats(-180, 179.999)
COLUMNS = st.integers(0, grid.SIDE - 1)


@given(COLUMNS, COLUMNS)
def test_column_and_row_come_back(x, y):
    assert grid.column_row(grid.square(grid.FINEST, x, y)) == (x, y)


@given(LATS, LONS)
def test_a_point_comes_back_within_a_metre(lat, lon):
    there = grid.point_at(*(part + 0.5 for part in grid.column_row(grid.cell_of(lat, lon))))
    assert there == pytest.approx((lat, lon), abs=1e-5)


@given(LATS, LONS, st.integers(0, 25))
def test_the_square_above_holds_it_and_its_three_neighbours(lat, lon, level):
    cell = grid.cell_of(lat, lon)
    outer = grid.above(cell, level)
    first, last = grid.within(outer, level, grid.FINEST)
    assert first <= cell <= last
    assert last - first + 1 == 4 ** (grid.FINEST - level)
    assert grid.above(first, level) == grid.above(last, level) == outer
    assert {grid.above(first - 1, level), grid.above(last + 1, level)} == {outer - 1, outer + 1}


def test_tiles_are_numbered_as_every_map_does():
    lat, lon = 39.9042, 116.4074  # Beijing, by the tile names of OpenStreetMap: 10/843/388
    assert grid.above(grid.cell_of(lat, lon), 10) == grid.square(10, 843, 388)


@pytest.mark.parametrize(("lat", "lon"), [(90, 180), (-90, -180), (90, -180), (-90, 180), (0, 180)])
def test_the_ends_of_the_earth_are_on_the_map(lat, lon):
    assert grid.above(grid.cell_of(lat, lon), 0) == 1


def test_nowhere_is_no_square():
    assert grid.cell_of(None, None) is None


@given(LATS, LATS, LONS, LONS, st.data())
def test_a_box_is_covered_by_few_squares(one, other, left, right, data):
    south, north, west, east = (degree + 0.0 for degree in (*sorted([one, other]), *sorted([left, right])))  # no -0.0
    ranges = grid.covering(west, south, east, north)
    cell = grid.cell_of(data.draw(st.floats(south, north)), data.draw(st.floats(west, east)))
    assert any(first <= cell <= last for first, last in ranges)
    assert len(ranges) <= 16


def test_a_small_box_is_covered_tightly():
    ranges = grid.covering(101.0, 30.0, 101.01, 30.01)
    assert sum(last - first + 1 for first, last in ranges) < 40 * (0.01 / 360 * grid.SIDE) ** 2
