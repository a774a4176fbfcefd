"""GPX files: what devices write, what is broken, what is meant to do harm, and lines of thousands of points."""

from math import cos, pi, radians, sin
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tongxing.places import gpx, ways

pytestmark = pytest.mark.once
HEAD = '<?xml version="1.0" encoding="UTF-8"?><gpx version="1.1" xmlns="http://www.topografix.com/GPX/1/1">'
TRACK = (
    '<trk><name>川藏</name><trkseg><trkpt lat="30.66" lon="104.06"><ele>500</ele></trkpt></trkseg>'
    '<trkseg><trkpt lat="30.05" lon="101.96"/></trkseg></trk>'
)
ROUTE = '<rte><rtept lat="30" lon="101"/><rtept lat="30" lon="102"/></rte>'


def test_a_track_goes_before_a_route_and_its_pieces_are_joined():
    assert gpx.read_gpx((HEAD + ROUTE + TRACK + "</gpx>").encode()) == [(30.66, 104.06), (30.05, 101.96)]


def test_a_route_without_a_track():
    assert gpx.read_gpx((HEAD + ROUTE + "</gpx>").encode()) == [(30, 101), (30, 102)]


def test_other_writings_are_read():
    prefixed = '<g:gpx xmlns:g="x"><g:rtept lon="101" lat="30"/></g:gpx>'
    assert gpx.read_gpx(prefixed.encode()) == [(30, 101)]
    assert gpx.read_gpx(b"\xef\xbb\xbf" + (HEAD + TRACK + "</gpx>").encode()) == [(30.66, 104.06), (30.05, 101.96)]
    wide = (HEAD.replace("UTF-8", "UTF-16") + ROUTE + "</gpx>").encode("utf-16")
    assert gpx.read_gpx(wide) == [(30, 101), (30, 102)]


def test_points_that_are_nowhere_are_left_out():
    odd = '<rtept lat="nan" lon="1"/><rtept lat="91" lon="1"/><rtept lat="1"/><rtept lat="x" lon="1"/>'
    odd += '<rtept lat="1e400" lon="0"/><rtept lat="2" lon="3"/>'
    assert gpx.read_gpx((HEAD + odd + "</gpx>").encode()) == [(2, 3)]


BOMB = '<!DOCTYPE gpx [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]><gpx>&b;</gpx>'
OUTSIDE = '<!DOCTYPE gpx [<!ENTITY x SYSTEM "file:///etc/passwd">]><gpx><rtept lat="1" lon="1">&x;</rtept></gpx>'
ELSEWHERE = '<!DOCTYPE gpx SYSTEM "http://127.0.0.1:1/x.dtd"><gpx/>'


@pytest.mark.parametrize("bad", [BOMB, OUTSIDE, ELSEWHERE, "<!DOCTYPE gpx><gpx/>"])
@pytest.mark.parametrize("coding", ["utf-8", "utf-16"])
def test_a_document_type_is_refused(bad, coding):
    with pytest.raises(ValueError, match="document type"):
        gpx.read_gpx(bad.encode(coding))


@pytest.mark.parametrize(
    "bad", [b"", b"PK\x03\x04", b"<gpx>", b"<gpx><rtept lat='1' lon='1'>", b"{}", b"<?xml version='1.0' encoding='x'?>"]
)
def test_what_is_no_gpx_is_said_to_be_none(bad):
    with pytest.raises(ValueError, match="isn't a GPX file"):
        gpx.read_gpx(bad)


def test_a_file_without_a_way_is_said_to_have_none():
    with pytest.raises(ValueError, match="neither a track nor a route"):
        gpx.read_gpx(b"<gpx><wpt lat='1' lon='1'/></gpx>")


@given(st.binary(max_size=300))
def test_no_bytes_break_it(data):
    for whole in (data, HEAD.encode() + data + b"</gpx>"):
        try:
            gpx.read_gpx(whole)
        except ValueError as wrong:
            assert str(wrong)  # noqa: PT017 -- every refusal says something


def test_deep_nesting_is_no_harm():
    deep = b"<a>" * 200_000 + b"</a>" * 200_000
    with pytest.raises(ValueError, match="neither a track"):
        gpx.read_gpx(deep)


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
    line, off = gpx.thinned(road)
    assert (line[0], line[-1]) == (road[0], road[-1])
    assert 100 < len(line) <= 500
    assert far_off(line, road) <= off <= 0.1


def test_where_five_hundred_points_are_too_few_it_is_said_how_far_they_are_off():
    road = list(mountain_road(3000))
    line, off = gpx.thinned(road, most=50)
    assert len(line) == 50
    assert 0.1 < far_off(line, road) <= off


def test_a_round_trip_and_a_stay_are_lines_too():
    there = [(30, 101), (30.5, 101.5), (30, 102)]
    line, off = gpx.thinned(there + there[::-1])
    assert set(there) <= set(line)
    assert off <= 0.1
    assert gpx.thinned([(30, 101)] * 1000)[0][0] == (30, 101)
    assert gpx.thinned([(30, 101)]) == ([(30, 101)], 0)


def test_a_line_round_the_earth_is_too_long():
    with pytest.raises(ValueError, match="This way is 40030 km long"):
        gpx.thinned([(0, 0), (0, 90), (0, 180), (0, -90), (0, 0)])


def test_a_line_made_to_take_long_takes_seconds():
    spiral = [(30 + at / 300_000 * cos(at / 20), 101 + at / 300_000 * sin(at / 20)) for at in range(30_000)]
    began = process_time()
    line, off = gpx.thinned(spiral)
    assert process_time() - began < 15  # some two seconds where it is measured
    assert len(line) <= 500
    assert off > 0
