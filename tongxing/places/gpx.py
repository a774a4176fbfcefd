"""Ways out of GPX files (topografix.com/GPX/1/1): read with care, and thinned to as many points as are searched along.

GPX says WGS-84; some Chinese apps write shifted points all the same, a few hundred metres beside.
"""

from heapq import heappop, heappush
from math import hypot, isfinite
from xml.parsers import expat

from django.utils.translation import gettext as _

from .ways import EARTH_KM, angle_of, apart, arc_between, minus, unit

MOST_BYTES, MOST_POINTS = 5_000_000, 500
LONGEST_KM = 10_000
NEAR_KM = 0.1
LEAST_STEP_KM, MOST_READ = 0.02, 20_000
MOST_LOOKS = 1_000_000  # points that are looked at while a line is thinned: about two seconds
POINTS = {"trkpt": "track", "rtept": "route"}


def read_gpx(data):
    """[(lat, lon)] of the tracks in a file, or of its routes where it has no track. A ValueError says what is wrong.

    A document type is refused, and with it every entity: nothing is fetched and nothing grows.
    """
    found, parser = {"track": [], "route": []}, expat.ParserCreate()

    def start(name, given):
        if (kind := POINTS.get(name.rpartition(":")[2].lower())) and (point := point_of(given)):
            found[kind].append(point)

    parser.StartElementHandler = start
    parser.StartDoctypeDeclHandler = refuse
    try:
        parser.Parse(data, True)
    except (expat.ExpatError, LookupError, UnicodeError, RecursionError):
        raise ValueError(_("This isn't a GPX file, or it is broken.")) from None
    points = found["track"] or found["route"]
    if not points:
        raise ValueError(_("There is neither a track nor a route in this file."))
    return points


def refuse(*_doctype):
    """No GPX file needs one."""
    raise ValueError(_("This file declares a document type of its own; a GPX file has none."))


def point_of(given):
    """(lat, lon) of what a point says of itself; None for what is nowhere on earth."""
    try:
        lat, lon = float(given["lat"]), float(given["lon"])
    except (KeyError, ValueError):
        return None
    return (lat, lon) if isfinite(lat) and isfinite(lon) and abs(lat) <= 90 and abs(lon) <= 180 else None


def thinned(points, most=MOST_POINTS, near_km=NEAR_KM):
    """(points, km): at most so many of a line's points, and how far at most the line then is from what it was.

    By Douglas and Peucker (1973): what lies furthest off is taken in first, until all is near. Before that, points
    that all but stand still are left out. A ValueError says that the line is too long.
    """
    ends = [unit(*point) for point in points]
    whole = sum(between(a, b) for a, b in zip(ends, ends[1:], strict=False))
    if whole > LONGEST_KM:
        says = _("This way is %(long)s km long. Up to %(most)s km are looked along.")
        raise ValueError(says % {"long": round(whole), "most": LONGEST_KM})
    step = max(LEAST_STEP_KM, whole / MOST_READ)
    kept = moving(ends, step)
    chosen, off = furthest([ends[at] for at in kept], most, near_km - step)
    return [points[kept[at]] for at in chosen], off + (step if len(kept) < len(points) else 0)


def between(a, b):
    """Kilometres between two unit vectors."""
    return angle_of(hypot(*minus(a, b))) * EARTH_KM


def moving(ends, step):
    """Which points are at least so many km from the one kept before; the last one in any case."""
    kept = [0]
    for at in range(1, len(ends)):
        if between(ends[kept[-1]], ends[at]) >= step:
            kept.append(at)
    if kept[-1] != len(ends) - 1:
        kept.append(len(ends) - 1)
    return kept


def furthest(ends, most, near_km):
    """(which points, km): the two ends and those that lie furthest off, and what is still off."""
    chosen, waiting, looks = [0, len(ends) - 1][: len(ends)], [], 0
    look(ends, 0, len(ends) - 1, waiting)
    while waiting and -waiting[0][0] > near_km and len(chosen) < most and looks < MOST_LOOKS:
        _off, first, last, at = heappop(waiting)
        chosen.append(at)
        looks += last - first
        look(ends, first, at, waiting)
        look(ends, at, last, waiting)
    return sorted(chosen), -waiting[0][0] if waiting else 0.0


def look(ends, first, last, waiting):
    """Find the point between two that lies furthest from the leg from the one to the other, and let it wait."""
    if last - first < 2:
        return
    leg = arc_between(ends[first], ends[last], 0)
    off, at = max((apart(leg, ends[at])[0], at) for at in range(first + 1, last))
    heappush(waiting, (-off * EARTH_KM, first, last, at))
