"""Shapes of GeoJSON as one point in WGS-84, and the old `crs` by which files said what their numbers mean."""

import math
import re

from tongxing.core.apart import Unreadable

from .words import N_

GEOMETRIES = {
    "Point", "MultiPoint", "LineString", "MultiLineString", "Polygon", "MultiPolygon", "GeometryCollection",
}  # fmt: skip
DEGREES = {"CRS84", "4326", "4490", "4979", "84"}  # WGS-84; CGCS 2000 lies within a metre of it
METRES = {"3857", "900913", "102100", "102113", "3785"}
FOREIGN = N_("The file says that its points are given in %(crs)s. Save it in WGS-84 (EPSG:4326), then send it again.")
DERIVED = N_("the file gives a %(shape)s; its place is a point on it")
ODD_SHAPE = N_("the shape can't be read; left out")
EARTH_M = 6378137.0
DEEP = 40  # collections within collections


def projection_of(data):
    """A function from (x, y) as the file gives them to (latitude, longitude); Unreadable names a `crs` unknown here."""
    crs = data.get("crs")
    if not crs:
        return lambda x, y: (y, x)
    told = crs.get("properties") if isinstance(crs, dict) else None
    name = str((told or {}).get("name") or (told or {}).get("href") or crs)[:80]
    code = re.split(r"[:/#]+", name.rstrip("/"))[-1].upper()
    if code in DEGREES:
        return lambda x, y: (y, x)
    if code in METRES:
        return lambda x, y: (
            math.degrees(2 * math.atan(math.exp(y / EARTH_M)) - math.pi / 2),
            math.degrees(x / EARTH_M),
        )
    raise Unreadable(FOREIGN, crs=name)


def coordinates_of(geometry, to_wgs84):
    """((lat, lon) or None, (words, facts) or None, how many kilometres the shape measures) of a geometry."""
    if geometry is None:
        return None, None, 0
    try:
        kind, points = points_of(geometry, 0)
        if not points:
            return None, None, 0
        stands = [to_wgs84(*point) for point in points]
        chosen = inside(stands) if "Polygon" in kind else stands[len(stands) // 2]
        if not all(map(math.isfinite, chosen)):
            raise ValueError
    except (TypeError, ValueError, KeyError, IndexError, OverflowError, AttributeError, ZeroDivisionError):
        return None, (ODD_SHAPE, {}), 0
    if len(points) == 1:
        return chosen, None, 0
    return chosen, (DERIVED, {"shape": kind}), across_km(stands)


def points_of(geometry, depth):
    """(type, [(x, y)]) of the part of a geometry that stands for it: its first line, its largest ring."""
    kind, given = geometry["type"], geometry.get("coordinates")
    if kind == "GeometryCollection":
        if depth > DEEP:
            raise ValueError("too deep")
        parts = [points_of(one, depth + 1) for one in geometry["geometries"]]
        return next((part for part in parts if part[1]), (kind, []))
    if kind not in GEOMETRIES:
        raise ValueError(kind)
    if not given:
        return kind, []
    if kind == "Point":
        return kind, [pair(given)]
    if kind in ("MultiLineString", "Polygon"):
        given = given[0]
    elif kind == "MultiPolygon":
        given = max((polygon[0] for polygon in given), key=len)
    return kind, [pair(point) for point in given]


def pair(point):
    """Two numbers."""
    return float(point[0]), float(point[1])


def inside(ring):
    """A point within a ring: on the line through its middle, halfway between its first two edges there."""
    low, high = min(lat for lat, _lon in ring), max(lat for lat, _lon in ring)
    level = (low + high) / 2 + (high - low) * 1e-7
    crossed = []
    for (lat, lon), (lat_after, lon_after) in zip(ring, [*ring[1:], ring[0]], strict=True):
        if (lat > level) != (lat_after > level):
            crossed.append(lon + (level - lat) / (lat_after - lat) * (lon_after - lon))
    crossed.sort()
    return (level, (crossed[0] + crossed[1]) / 2) if len(crossed) > 1 else ring[0]


def across_km(points):
    """About how many kilometres these points lie apart at most."""
    lats, lons = [lat for lat, _lon in points], [lon for _lat, lon in points]
    north, east = max(lats) - min(lats), (max(lons) - min(lons)) * math.cos(math.radians(lats[0]))
    return math.hypot(north, east) * 111.2
