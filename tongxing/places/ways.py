"""Which places lie along a way: a line of points, how far from it a place is, and how far along. Writes nothing.

The earth is a sphere of 6,371.0088 km here, and between two points the way follows the great circle, the short way
round. Against the ellipsoid WGS-84 a distance is wrong by at most 0.56 %: 56 m at 10 km from the line, 5.6 km after
1,000 km along it; the line itself runs beside the ellipsoid's geodesic by at most 0.8 km on legs of 1,000 km.
"""

import re
from bisect import bisect_right
from math import asin, atan, atan2, ceil, cos, degrees, hypot, log2, pi, radians, sin, sinh, sqrt
from typing import NamedTuple

from django.db import connection

from .grid import FINEST, square, within

EARTH_KM = 6371.0088  # the mean radius of the International Union of Geodesy and Geophysics
SAME = 1e-9 / EARTH_KM  # a micrometre: nearer than that, two ways to a place are equally far
EDGE = 1e-7  # half a metre more than a square, as a point at its edge may be counted to the next
OPPOSITE = pi - 1e-6
SQUARES = 200  # into about how many steps a line is cut at most
FROM = 'FROM "places_place" , "spans"'
NEAR = """FROM "spans" CROSS JOIN LATERAL (
    SELECT {columns} FROM places_place AS live
    WHERE live.cell BETWEEN spans.low AND spans.high AND live.hidden_at IS NULL OFFSET 0) AS places_place"""
ROUGH = {"town", "county", "prefecture", "none"}


class Arc(NamedTuple):
    """One leg of a line, from a to b: unit vectors; how far it is, and how far it is to its beginning."""

    a: tuple
    b: tuple
    ahead: tuple  # where the way goes at a, at right angles to a
    onward: tuple  # where it goes at b, at right angles to b
    side: tuple  # to the left of the way, at right angles to both
    angle: float
    before: float


class Along(NamedTuple):
    """A place along a way: kilometres from its beginning and from the line, and whether its point is a rough one."""

    km: float
    off: float
    pk: int
    rough: bool


def along(places, lines, within_km):
    """[Along] of the places (a queryset) whose point lies within so many km of a way, in its order.

    A way is lines of points, (lat, lon, …) each, WGS-84, one at least; from one line to the next nobody goes, and the
    kilometres are counted on. Of several spots of the way that are equally near, the first.
    """
    arcs = arcs_of_all(lines)
    reach = within_km / EARTH_KM
    squares = squares_of(arcs, reach)
    firsts = [first for first, _last, _near in squares]
    found = []
    for pk, cell, lat, lon, precision in within_squares(places, merged(squares)):
        near = squares[bisect_right(firsts, cell) - 1][2]
        if (spot := nearest(near, unit(lat, lon), reach)) is not None:
            found.append(Along(spot[1] * EARTH_KM, spot[0] * EARTH_KM, pk, precision in ROUGH))
    found.sort()
    return found


def length_km(lines):
    """How long the lines of a way are together."""
    last = arcs_of_all(lines)[-1]
    return (last.before + last.angle) * EARTH_KM


# -- a line and a point


def unit(lat, lon):
    """A point of degrees as a vector of length 1."""
    lat, lon = radians(lat), radians(lon)
    flat = cos(lat)
    return flat * cos(lon), flat * sin(lon), sin(lat)


def dot(a, b):
    """The product of lengths and cosine."""
    return a[0] * b[0] + a[1] * b[1] + a[2] * b[2]


def cross(a, b):
    """A vector at right angles to both."""
    return a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]


def minus(a, b):
    """From b to a."""
    return a[0] - b[0], a[1] - b[1], a[2] - b[2]


def angle_of(chord):
    """The angle between two unit vectors that are so far apart."""
    return 2 * asin(min(1.0, chord / 2))


def arcs_of_all(lines):
    """The legs of several lines, counted on from one to the next."""
    arcs, before = [], 0.0
    for line in lines:
        arcs += arcs_of(line, before)
        before = arcs[-1].before + arcs[-1].angle
    return arcs


def arcs_of(points, before=0.0):
    """The legs of a line. A ValueError when two points that follow one another lie opposite on earth."""
    ends = [unit(*point[:2]) for point in points]
    arcs = []
    for a, b in zip(ends, ends[1:] or ends, strict=False):
        if a == b and (arcs or len(set(ends)) > 1):
            continue
        arcs.append(arc_between(a, b, before))
        before += arcs[-1].angle
    return arcs


def arc_between(a, b, before):
    """One leg; its vectors are nothing where it has no length."""
    gap = minus(b, a)
    angle = angle_of(hypot(*gap))
    if angle > OPPOSITE:
        raise ValueError("Between opposite points of the earth every way is as short.")
    side = cross(a, gap)  # as a × b, but exact where they lie close together
    size = hypot(*side)
    side = tuple(part / size for part in side) if size else (0.0, 0.0, 0.0)
    return Arc(a, b, cross(side, a), cross(side, b), side, angle, before)


def apart(arc, spot):
    """(angle from a leg, angle along it) of the leg's point that is nearest to a spot."""
    a, b = arc.a, arc.b
    from_a = minus(spot, a)
    ahead = dot(from_a, arc.ahead)
    if ahead > 0 and dot(minus(spot, b), arc.onward) < 0:
        return asin(min(1.0, abs(dot(from_a, arc.side)))), atan2(ahead, dot(spot, a))
    to_a, to_b = hypot(*from_a), hypot(*minus(spot, b))
    return (angle_of(to_a), 0.0) if to_a <= to_b else (angle_of(to_b), arc.angle)


def nearest(arcs, spot, reach):
    """(angle from the line, angle along it) of the first nearest point of these legs; None when it is out of reach."""
    best = None
    for arc in arcs:
        off, on = apart(arc, spot)
        if off <= reach and (best is None or off < best[0] - SAME):
            best = off, arc.before + on
    return best


def points_between(arc, step_km):
    """(lat, lon) of a leg's ends and of points between them, no further apart than so many km."""
    steps = max(1, ceil(arc.angle * EARTH_KM / step_km))
    for step in range(steps + 1):
        turn = arc.angle * step / steps
        x, y, z = (cos(turn) * part + sin(turn) * ahead for part, ahead in zip(arc.a, arc.ahead, strict=True))
        yield degrees(atan2(z, hypot(x, y))), degrees(atan2(y, x))


# -- a line and the squares of the map


def within_squares(places, ranges):
    """[(pk, cell, lat, lon, precision)] of the places that lie in these ranges of finest squares, by one query.

    The ranges are rows of a table that lasts for the query, as ranges joined by OR make SQLite read every place and
    PostgreSQL plan for longer than it then reads. Without a hint SQLite takes an index that leaves more to be read, and
    PostgreSQL begins with whatever else the places are narrowed by: near_first hinders that.
    """
    rows = places.order_by().values_list("pk", "cell", "lat", "lon", "precision")
    near = ["places_place.cell >= spans.low", "places_place.cell <= spans.high"]
    if connection.vendor == "sqlite":
        near = [f"likelihood({condition}, 0.001)" for condition in near]
    sql, params = rows.extra(tables=["spans"], where=near).query.sql_with_params()
    if connection.vendor == "postgresql":
        sql = near_first(sql)
    spans = ", ".join(f"({low:d}, {high:d})" for low, high in ranges)
    with connection.cursor() as cursor:
        cursor.execute(f"WITH spans (low, high) AS (VALUES {spans}) {sql}", params)
        return cursor.fetchall()


def near_first(sql):
    """The same query with live places that PostgreSQL looks for in the ranges before all else, out of the index alone.

    It can't see into NEAR, which holds the columns that are asked for; of live ones alone, so that one isn't read.
    """
    names = sorted(set(re.findall(r'"places_place"\."(\w+)"', sql)))
    columns = ["NULL::timestamptz AS hidden_at" if name == "hidden_at" else f'live."{name}"' for name in names]
    return sql.replace(FROM, NEAR.format(columns=", ".join(columns)), 1)


def squares_of(arcs, reach):
    """[(first, last, legs)]: ranges of finest squares that hold everything within reach, and the legs near each.

    Squares are cut into quarters until they are about as wide as the reach, or as wide as the line has steps.
    """
    finest = level_for(arcs, reach)
    found, waiting = [], [(0, 0, 0, arcs)]
    while waiting:
        level, x, y, near = waiting.pop()
        middle, radius = disc(level, x, y)
        offs = [apart(arc, middle)[0] for arc in near]
        near = [arc for arc, off in zip(near, offs, strict=True) if off <= reach + radius]
        if not near:
            continue
        if level == finest or min(offs) <= reach - radius:
            found.append((*within(square(level, x, y), level, FINEST), near))
        else:
            waiting += [(level + 1, 2 * x + right, 2 * y + down, near) for down in (1, 0) for right in (1, 0)]
    return found


def level_for(arcs, reach):
    """How fine the squares along a line are."""
    whole = arcs[-1].before + arcs[-1].angle
    flat = min(hypot(*arc.a[:2]) for arc in arcs)
    side = max(reach * 0.8, whole / SQUARES, 1e-6)
    return max(1, min(FINEST, round(log2(2 * pi * max(flat, 0.01) / side))))


def disc(level, x, y):
    """(unit vector, angle): a disc that holds a square; the northernmost and southernmost reach to the poles."""
    size = 1 << level
    north = 90.0 if y == 0 else latitude(y / size)
    south = -90.0 if y == size - 1 else latitude((y + 1) / size)
    lat, lon, half = (north + south) / 2, ((x + 0.5) / size * 360) - 180, 180 / size
    widest = 1.0 if south <= 0 <= north else cos(radians(min(abs(north), abs(south))))
    up, across = sin(radians(north - south) / 4), sin(radians(half) / 2)
    chord = 2 * sqrt(up * up + cos(radians(lat)) * widest * across * across)
    return unit(lat, lon), angle_of(chord) + EDGE


def latitude(part):
    """The degrees north of a line that lies so far down the map, from 0 to 1."""
    return degrees(atan(sinh(pi * (1 - 2 * part))))


def merged(squares):
    """[(first, last)] with neighbours made one."""
    ranges = []
    for first, last, _near in squares:
        if ranges and ranges[-1][1] + 1 == first:
            first, _last = ranges.pop()
        ranges.append((first, last))
    return ranges
