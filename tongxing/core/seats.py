"""The county seats that lie nearest to a point: some 0.2 ms each, without a database."""

from functools import lru_cache
from math import ceil, cos, floor, radians

from .areas import gazetteer
from .datum import apart_km

FARTHEST = 6  # degrees round a point that are looked at: a seat is nearer than that anywhere in the country
DEGREE_KM = 111.2


@lru_cache(maxsize=1)
def squares(known):
    """{(whole degree of latitude, of longitude): [areas whose seat lies in it]} of counties, and of what has none."""
    found = {}
    for code, area in known.areas.items():
        if not known.children.get(code) and area.lat is not None:
            found.setdefault((floor(area.lat), floor(area.lon)), []).append(area)
    return found


def seats_near(point, count=1):
    """[(kilometres, county)] whose seats lie nearest to a (lat, lon) in WGS-84 degrees, the nearest first.

    Fewer than `count`, or none, where no seat lies within 667 km.
    """
    lat, lon = point
    near, ring = [], 0
    while ring <= FARTHEST:
        near += [(apart_km(point, (area.lat, area.lon)), area.pk, area) for area in ring_of(lat, lon, ring)]
        near.sort()
        if len(near) >= count and near[count - 1][0] <= ring * DEGREE_KM:
            break
        ring += 1
    return [(away, area) for away, _code, area in near[:count] if away <= FARTHEST * DEGREE_KM]


def ring_of(lat, lon, ring):
    """The counties in the squares that lie `ring` degrees of latitude (and as far east and west) from a point."""
    there = squares(gazetteer())
    wider = ceil(1 / max(cos(radians(lat)), 0.2))
    for y in range(floor(lat) - ring, floor(lat) + ring + 1):
        for x in range(floor(lon) - ring * wider, floor(lon) + ring * wider + 1):
            inner = ring - 1
            if inner >= 0 and abs(y - floor(lat)) <= inner and abs(x - floor(lon)) <= inner * wider:
                continue
            yield from there.get((y, x), ())


def nearest_seat(point):
    """(kilometres, county) of the nearest seat, or None far from all of them."""
    return next(iter(seats_near(point)), None)
