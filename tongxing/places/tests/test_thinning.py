"""Lines of thousands of points made short: how far they then are off, and what making them short may cost."""

from math import cos, pi, radians, sin
from time import process_time

import pytest

from tongxing.core.apart import Unreadable
from tongxing.places import polylines, thinning, ways

pytestmark = pytest.mark.once


def mountain_road(count, km=600):
    """A way of many bends, round a large curve."""
    for number in range(count):
        part = number / count
        bends = 0.02 * sin(part * 2 * pi * 40) + 0.002 * sin(part * 2 * pi * 110)
        lat = 30 + 1.5 * sin(part * pi) + bends
        yield lat, 101 + part * km / 111 / cos(radians(30)) + bends


def far_off(line, points):
    """How many km at most the points lie beside a line."""
    arcs = ways.arcs_of(line)
    return max(min(ways.apart(arc, ways.unit(*point))[0] for arc in arcs) for point in points) * ways.EARTH_KM


def test_a_track_of_thousands_keeps_within_a_hundred_metres():
    road = list(mountain_road(5000))
    line, off = thinning.thinned(road)
    assert (line[0], line[-1]) == (road[0], road[-1])
    assert 100 < len(line) <= 500
    assert far_off(line, road) <= off <= 0.1


def test_where_five_hundred_points_are_too_few_it_is_said_how_far_they_are_off():
    road = list(mountain_road(3000))
    line, off = thinning.thinned(road, most=50)
    assert len(line) == 50
    assert 0.1 < far_off(line, road) <= off


def test_so_many_points_as_an_address_has_room_for():
    road = list(mountain_road(5000))
    weighed = thinning.ranked(road)
    line, off = weighed.within(700)
    assert 600 < len(polylines.packed(line)) <= 700
    assert far_off(line, road) <= off < 2
    assert weighed.within(1)[0] == [road[0], road[-1]]


def test_a_round_trip_and_a_stay_are_lines_too():
    there = [(30, 101), (30.5, 101.5), (30, 102)]
    line, off = thinning.thinned(there + there[::-1])
    assert set(there) <= set(line)
    assert off <= 0.1
    assert thinning.thinned([(30, 101)] * 1000)[0][0] == (30, 101)
    assert thinning.thinned([(30, 101)]) == ([(30, 101)], 0)


def test_a_line_round_the_earth_is_too_long():
    with pytest.raises(Unreadable) as refused:
        thinning.thinned([(0, 0), (0, 90), (0, 180), (0, -90), (0, 0)])
    assert refused.value.facts == {"long": 40030, "most": 10_000}


def test_a_line_made_to_take_long_takes_seconds():
    spiral = [(30 + at / 300_000 * cos(at / 20), 101 + at / 300_000 * sin(at / 20)) for at in range(30_000)]
    began = process_time()
    line, off = thinning.thinned(spiral)
    assert process_time() - began < 15  # some two seconds where it is measured
    assert len(line) <= 500
    assert off > 0
