"""The three datums in which Chinese maps give points, and the way back to WGS-84.

GCJ-02 shifts every point in mainland China by a few hundred metres, BD-09 shifts that once more. The formulas were
never published; these are the constants that everybody uses, good to about a metre against the services themselves.
"""

from math import atan2, cos, pi, radians, sin, sqrt

WGS84, GCJ02, BD09, UNKNOWN = "wgs84", "gcj02", "bd09", "unknown"
AXIS, FLATNESS = 6378245.0, 0.00669342162296594323  # Krasovsky 1940
EARTH_KM = 6371.0


def shifted_here(lat, lon):
    """True where Chinese maps shift: a box round the mainland; Taiwan, Hong Kong and Macau are not shifted."""
    if not (72.004 <= lon <= 137.8347 and 0.8293 <= lat <= 55.8271):
        return False
    taiwan = 21.7 < lat < 25.4 and lon > 119.9
    hong_kong = 22.14 < lat < 22.50 and 113.83 < lon < 114.5
    macau = 22.10 < lat < 22.22 and 113.52 < lon < 113.61
    return not (taiwan or hong_kong or macau)


def waves(t, *terms):
    """A sum of sines: pairs of (height, how often in a half turn)."""
    return sum(height * sin(often * t * pi) for height, often in terms) * 2 / 3


def shift(lat, lon):
    """How far GCJ-02 moves a point, in degrees of latitude and longitude."""
    x, y = lon - 105, lat - 35
    both = waves(x, (20, 6), (20, 2))
    north = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * sqrt(abs(x))
    north += both + waves(y, (20, 1), (40, 1 / 3), (160, 1 / 12), (320, 1 / 30))
    east = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * sqrt(abs(x))
    east += both + waves(x, (20, 1), (40, 1 / 3), (150, 1 / 12), (300, 1 / 30))
    bend = 1 - FLATNESS * sin(radians(lat)) ** 2
    metre_north = AXIS * (1 - FLATNESS) / (bend * sqrt(bend)) * pi / 180
    metre_east = AXIS / sqrt(bend) * cos(radians(lat)) * pi / 180
    return north / metre_north, east / metre_east


def to_gcj02(lat, lon):
    """A WGS-84 point as GCJ-02 shows it."""
    if not shifted_here(lat, lon):
        return lat, lon
    north, east = shift(lat, lon)
    return lat + north, lon + east


def from_gcj02(lat, lon):
    """A GCJ-02 point in WGS-84, by looking for what would be shifted there; good to a centimetre after three looks."""
    there = lat, lon
    for _ in range(3):
        shown = to_gcj02(*there)
        there = there[0] + lat - shown[0], there[1] + lon - shown[1]
    return there


def from_bd09(lat, lon):
    """A BD-09 point in WGS-84."""
    x, y = lon - 0.0065, lat - 0.006
    far = sqrt(x * x + y * y) - 0.00002 * sin(y * pi * 3000 / 180)
    turn = atan2(y, x) - 0.000003 * cos(x * pi * 3000 / 180)
    return from_gcj02(far * sin(turn), far * cos(turn))


def to_bd09(lat, lon):
    """A WGS-84 point as BD-09 shows it."""
    lat, lon = to_gcj02(lat, lon)
    far = sqrt(lon * lon + lat * lat) + 0.00002 * sin(lat * pi * 3000 / 180)
    turn = atan2(lat, lon) + 0.000003 * cos(lon * pi * 3000 / 180)
    return far * sin(turn) + 0.006, far * cos(turn) + 0.0065


def to_wgs84(lat, lon, datum):
    """A point in WGS-84. An unknown datum is read as GCJ-02, as Chinese web maps give it."""
    if datum == WGS84:
        return lat, lon
    return from_bd09(lat, lon) if datum == BD09 else from_gcj02(lat, lon)


def apart_km(one, other):
    """The distance between two (lat, lon) points in kilometres, along the ground."""
    (a, b), (c, d) = (map(radians, point) for point in (one, other))
    half = sin((c - a) / 2) ** 2 + cos(a) * cos(c) * sin((d - b) / 2) ** 2
    return 2 * EARTH_KM * atan2(sqrt(half), sqrt(1 - half))
