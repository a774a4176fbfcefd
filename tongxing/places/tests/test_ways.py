"""Along a way: held against distances that are worked out another way, on lines that are as awkward as lines get."""

from math import acos, asin, atan2, cos, degrees, pi, radians, sin, sqrt
from types import SimpleNamespace

import pytest
from hypothesis import HealthCheck, Phase, assume, given, settings
from hypothesis import strategies as st

from tongxing.places import ways
from tongxing.places.grid import cell_of
from tongxing.places.models import Place

R = 6371.0088
ANYWHERE = st.tuples(st.floats(-89.9, 89.9), st.floats(-180, 180))
CHINA = st.tuples(st.floats(18, 54), st.floats(74, 135))
FAR_NORTH = st.tuples(st.floats(80, 89.9), st.floats(-180, 180))  # at a pole the formulas of these tests have no course
DATE_LINE = st.tuples(st.floats(-60, 60), st.floats(170, 190).map(lambda lon: lon - 360 if lon > 180 else lon))
TOGETHER = st.tuples(st.floats(30, 30.2), st.floats(101, 101.2))
WORLD = st.sampled_from([ANYWHERE, CHINA, FAR_NORTH, DATE_LINE, TOGETHER])
KM = st.one_of(st.floats(0.05, 100), st.sampled_from([1, 10, 50, 100]))
MILLIMETRE = 1e-6


def haversine(a, b):
    """The angle between two points of degrees, by the formula that sailors use."""
    (lat, lon), (lat2, lon2) = ([radians(part) for part in point] for point in (a, b))
    half = sin((lat2 - lat) / 2) ** 2 + cos(lat) * cos(lat2) * sin((lon2 - lon) / 2) ** 2
    return 2 * asin(min(1, sqrt(half)))


def course(a, b):
    """The bearing from one point to another, in radians from north."""
    (lat, lon), (lat2, lon2) = ([radians(part) for part in point] for point in (a, b))
    return atan2(sin(lon2 - lon) * cos(lat2), cos(lat) * sin(lat2) - sin(lat) * cos(lat2) * cos(lon2 - lon))


def destination(a, bearing, angle):
    """The point that lies in a direction."""
    lat, lon = radians(a[0]), radians(a[1])
    there = asin(max(-1, min(1, sin(lat) * cos(angle) + cos(lat) * sin(angle) * cos(bearing))))
    east = atan2(sin(bearing) * sin(angle) * cos(lat), cos(angle) - sin(lat) * sin(there))
    return degrees(there), (degrees(lon + east) + 540) % 360 - 180


def brute(line, spot):
    """Kilometres from a spot to a line: on each leg the nearest point is looked for by golden section, no formula.

    From the middle of a leg the distance falls, then rises: within a quarter turn of a spot there is one least.
    """
    least = min(haversine(point, spot) for point in line)
    for a, b in zip(line, line[1:], strict=False):
        whole, bearing = haversine(a, b), course(a, b)

        def off(part, a=a, whole=whole, bearing=bearing):
            return haversine(destination(a, bearing, part * whole), spot)

        coarse = min(range(33), key=lambda step: off(step / 32))
        low, high = max(0, coarse - 1) / 32, min(32, coarse + 1) / 32
        for _ in range(60):
            one, two = high - (high - low) * 0.618034, low + (high - low) * 0.618034
            low, high = (low, two) if off(one) < off(two) else (one, high)
        least = min(least, off((low + high) / 2))
    return least * R


@st.composite
def lines(draw):
    """Lines with turns, points that are nearly the same, ways back, crossings, and lines of no length."""
    where = draw(WORLD)
    points = draw(st.lists(where, min_size=1, max_size=5))
    for _ in range(draw(st.integers(0, 3))):
        at = draw(st.integers(0, len(points) - 1))
        lat, lon = points[at]
        extra = draw(st.sampled_from([(lat, lon), (lat + 1e-9 if lat < 89 else lat - 1e-9, lon), points[0]]))
        points.insert(at + 1, extra)
    if draw(st.booleans()):
        points += points[-2::-1]
    assume(all(haversine(a, b) < pi - 0.01 for a, b in zip(points, points[1:], strict=False)))
    return points


def spots_by(draw, line, km):
    """Points at the line, at about the distance asked for, and anywhere."""
    for _ in range(draw(st.integers(1, 6))):
        a = draw(st.sampled_from(line))
        b = line[(line.index(a) + 1) % len(line)]
        on = destination(a, course(a, b), haversine(a, b) * draw(st.floats(0, 1)))
        off = km * draw(st.sampled_from([0, 0.5, 0.999, 0.99999, 1.00001, 1.001, 2])) / R
        yield destination(on, draw(st.floats(-pi, pi)), off)
    yield from draw(st.lists(ANYWHERE, max_size=2))


class Rows:
    """Stands for the table: gives those of its places that lie in the ranges asked for, as the database does."""

    def __init__(self, spots):
        self.rows = [(number, cell_of(*spot), *spot, "address") for number, spot in enumerate(spots)]

    def within(self, _places, ranges):
        return [row for row in self.rows if any(low <= row[1] <= high for low, high in ranges)]


@pytest.mark.once
@settings(max_examples=300, deadline=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
@given(lines(), KM, st.data())
def test_no_place_is_missed_and_none_is_too_many(line, km, data):
    spots = list(spots_by(data.draw, line, km))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ways, "within_squares", Rows(spots).within)
        found = {one.pk: one for one in ways.along(None, [line], km)}
    for number, spot in enumerate(spots):
        off = brute(line, spot)
        if abs(off - km) > 1e-5:  # the golden section finds the nearest point to about a centimetre
            assert (number in found) == (off < km), (off, spot)
        if number in found:
            assert found[number].off == pytest.approx(off, abs=1e-5)
            assert spot_on(line, found[number].km, spot) == pytest.approx(off, abs=1e-5)


def spot_on(line, km, spot):
    """How far a spot is from the point that lies so many km along a line."""
    for a, b in zip(line, line[1:], strict=False):
        whole = haversine(a, b) * R
        if km <= whole + MILLIMETRE:
            return haversine(destination(a, course(a, b), km / R), spot) * R
        km -= whole
    return haversine(line[-1], spot) * R


def found_by(lines, spots, km=10):
    """[(number, km along)] of the spots along the lines of a way."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ways, "within_squares", Rows(spots).within)
        return [(one.pk, round(one.km, 1)) for one in ways.along(None, lines, km)]


@pytest.mark.once
def test_the_order_is_that_of_the_way():
    line = [(30, 101), (30, 103), (31, 103)]
    assert found_by([line], [(30.9, 103), (30.01, 102.5), (30.02, 101.1)]) == [(2, 9.6), (1, 144.4), (0, 292.7)]


@pytest.mark.once
def test_on_the_way_back_a_place_is_named_where_it_is_first_passed():
    there = [(30, 101), (30, 103)]
    assert found_by([[*there, there[0]]], [(30.02, 101.5)]) == found_by([there], [(30.02, 101.5)])


@pytest.mark.once
def test_a_long_leg_follows_the_great_circle():
    line = [(50, 80), (50, 130)]  # its middle lies 2.8 degrees north of the parallel
    middle = destination(line[0], course(*line), haversine(*line) / 2)
    assert middle[0] > 52.5
    assert found_by([line], [middle, (50, 105)]) == [(0, round(haversine(*line) * R / 2, 1))]


@pytest.mark.once
def test_a_line_of_no_length_is_a_circle():
    assert found_by([[(30, 101)]], [(30.08, 101), (30.1, 101)]) == [(0, 0.0)]
    assert found_by([[(30, 101), (30, 101)]], [(30.08, 101), (30.1, 101)]) == [(0, 0.0)]


def test_between_two_lines_nobody_goes_and_the_kilometres_are_counted_on():
    spots = [(30, 101.5), (31, 103.5), (30.5, 102.5)]  # at the first line, at the second, amid what would join them
    lines = [[(30, 101), (30, 102)], [(31, 103), (31, 104)]]
    first, second = (ways.length_km([line]) for line in lines)
    assert found_by(lines, spots) == [(0, round(first / 2, 1)), (1, round(first + second / 2, 1))]
    assert ways.length_km(lines) == pytest.approx(first + second)
    assert [number for number, _km in found_by([lines[0] + lines[1]], spots)] == [0, 2, 1]


@pytest.mark.once
def test_between_opposite_points_there_is_no_one_way():
    with pytest.raises(ValueError, match="opposite"):
        ways.arcs_of([(10, 20), (-10, -160)])


@pytest.mark.once
@settings(max_examples=200, deadline=None)
@given(st.integers(0, 12), st.data())
def test_a_disc_holds_its_square(level, data):
    size = 1 << level
    x, y = data.draw(st.integers(0, size - 1)), data.draw(st.integers(0, size - 1))
    middle, radius = ways.disc(level, x, y)
    north, south = (
        (90 if y == 0 else ways.latitude(y / size)),
        (-90 if y == size - 1 else ways.latitude((y + 1) / size)),
    )
    lat = data.draw(st.one_of(st.floats(south, north), st.sampled_from([south, north])))
    lon = (x + data.draw(st.floats(0, 1))) / size * 360 - 180
    assert acos(max(-1, min(1, ways.dot(middle, ways.unit(lat, lon))))) <= radius + 1e-7


@pytest.mark.once
@pytest.mark.parametrize("km", [1, 10, 100])
def test_the_squares_of_a_thousand_kilometres_are_few(km):
    squares = ways.squares_of(ways.arcs_of([(39.9, 116.4), (31.2, 121.4)]), km / R)
    assert len(squares) < 900
    assert all(low <= high for low, high, _near in squares)
    assert squares == sorted(squares, key=lambda one: one[0])


@pytest.fixture
def scattered(db):
    """Places on a lattice of six kilometres round the way from Chengdu to Kangding; one in seven only roughly known."""
    rows = []
    for number in range(900):
        lat, lon = 29.6 + number % 30 * 0.055, 101.7 + number // 30 * 0.06
        given = {"lat": lat, "lon": lon, "cell": cell_of(lat, lon), "kind_id": "school" if number % 3 else "village"}
        precision = Place.COUNTY if number % 7 == 0 else Place.ADDRESS
        hidden = "2026-01-01T00:00Z" if number % 11 == 0 else None
        rows.append(Place(name=f"P{number}", precision=precision, hidden_at=hidden, **given))
    return Place.objects.bulk_create(rows)


WAY = [(30.66, 104.06), (29.99, 103.0), (29.91, 102.23), (30.05, 101.96)]


@pytest.mark.parametrize("km", [1, 10, 40])
def test_the_database_gives_the_same_places(scattered, django_assert_num_queries, km):
    with django_assert_num_queries(1):
        found = ways.along(Place.objects.filter(hidden_at=None), [WAY], km)
    right = {one.pk for one in scattered if one.hidden_at is None and brute(WAY, (one.lat, one.lon)) <= km}
    assert right
    assert {one.pk for one in found} == right
    assert [one.km for one in found] == sorted(one.km for one in found)
    rough = {one.pk for one in scattered if one.precision == Place.COUNTY}
    assert {one.pk for one in found if one.rough} == right & rough


def test_a_narrower_set_of_places_stays_narrow(scattered):
    schools = Place.objects.filter(hidden_at=None, kind="school", name__startswith="P1")
    found = ways.along(schools, [WAY], 10)
    every = ways.along(Place.objects.filter(hidden_at=None), [WAY], 10)
    names = {one.pk: (one.name, one.kind_id) for one in scattered}
    assert found == [one for one in every if names[one.pk][0].startswith("P1") and names[one.pk][1] == "school"]


def test_nothing_is_read_of_the_rows_but_the_index(scattered):
    """On SQLite, where an index that isn't asked would cost a look at a million rows."""
    from django.db import connection

    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL chooses by its statistics")
    asked = []
    with connection.execute_wrapper(lambda go, sql, params, many, context: asked.append((sql, params)) or go(
        sql, params, many, context)):  # fmt: skip
        ways.along(Place.objects.filter(hidden_at=None), [WAY], 10)
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {asked[0][0]}", asked[0][1])
        plan = " | ".join(row[3] for row in cursor.fetchall())
    assert "live_places_by_cell (cell>? AND cell<?)" in plan


def test_the_spot_of_each_kind_of_leg_is_right():
    leg = SimpleNamespace(**ways.arc_between(ways.unit(0, 0), ways.unit(0, 90), 0)._asdict())
    for spot, off, on in [((10, 45), 10, 45), ((0, -20), 20, 0), ((0, 110), 20, 90), ((0, 180), 90, 90)]:
        assert [degrees(part) for part in ways.apart(leg, ways.unit(*spot))] == pytest.approx([off, on])
