"""The three datums in which Chinese maps give points, and the way back to WGS-84.

GCJ-02 shifts every point in mainland China by a few hundred metres, BD-09 shifts that once more. The formulas were
never published; these are the constants that everybody uses, good to about a metre against the services themselves.
"""

from math import atan2, cos, pi, radians, sin, sqrt

WGS84, GCJ02, BD09, UNKNOWN = "wgs84", "gcj02", "bd09", "unknown"
AXIS, FLATNESS = 6378245.0, 0.00669342162296594323  # Krasovsky 1940
EARTH_KM = 6371.0


# Where maps don't shift, drawn by ourselves as (lat, lon) corners, good to some two hundred metres: half of what a
# shift moves a point. The corners follow what anybody can look up: the Shenzhen River from its mouth in Deep Bay past
# the crossings of Lok Ma Chau, Lo Wu, Man Kam To and Heung Yuen Wai to Chung Ying Street; the middle of Deep Bay and of
# Mirs Bay; the Inner Harbour and the channel between Hengqin and Taipa; the middle of the straits between Kinmen and
# Xiamen, Matsu and Huangqi; the line down the middle of the Taiwan Strait, from 27°N 122°E to 23°N 118°E.
HONG_KONG = (
    (22.140, 113.835), (22.380, 113.845), (22.432, 113.872), (22.458, 113.925), (22.482, 113.962), (22.500, 114.000),
    (22.507, 114.030), (22.515, 114.052), (22.516, 114.075), (22.528, 114.090), (22.5300, 114.1135), (22.535, 114.121),
    (22.5390, 114.1290), (22.546, 114.141), (22.556, 114.151), (22.560, 114.166), (22.549, 114.190),
    (22.5478, 114.2245), (22.557, 114.236), (22.557, 114.270), (22.568, 114.330), (22.563, 114.455), (22.140, 114.455),
)  # fmt: skip
MACAU = (
    (22.076, 113.548), (22.136, 113.5475), (22.155, 113.5440), (22.170, 113.5340), (22.184, 113.5285),
    (22.193, 113.5325), (22.203, 113.5345), (22.2125, 113.5360), (22.2145, 113.5430), (22.2165, 113.5485),
    (22.2165, 113.5560), (22.2150, 113.6050), (22.076, 113.6050),
)  # fmt: skip
TAIWAN = ((27.0, 122.0), (23.0, 118.0), (21.0, 118.0), (21.0, 123.0), (27.0, 123.0))
KINMEN = (
    (24.365, 118.150), (24.395, 118.160), (24.410, 118.203), (24.505, 118.205), (24.518, 118.300), (24.535, 118.370),
    (24.540, 118.415), (24.510, 118.500), (24.380, 118.520), (24.350, 118.300),
)  # fmt: skip
MATSU = (
    (25.930, 119.880), (26.170, 119.880), (26.220, 119.945), (26.290, 119.955), (26.400, 120.200), (26.420, 120.530),
    (26.300, 120.560), (25.930, 120.050),
)  # fmt: skip
NOT_SHIFTED = [(shape, tuple(zip(map(min, zip(*shape, strict=True)), map(max, zip(*shape, strict=True)), strict=True)))
               for shape in (HONG_KONG, MACAU, TAIWAN, KINMEN, MATSU)]  # fmt: skip


def shifted_here(lat, lon):
    """True where Chinese maps shift: a box round the mainland; not Hong Kong, Macau, Taiwan, Kinmen and Matsu."""
    if not boxed(lat, lon):
        return False
    for shape, ((south, north), (west, east)) in NOT_SHIFTED:
        if south <= lat <= north and west <= lon <= east and lies_in(shape, lat, lon):
            return False
    return True


def boxed(lat, lon):
    """True in the box outside of which nothing is shifted."""
    return 72.004 <= lon <= 137.8347 and 0.8293 <= lat <= 55.8271


def lies_in(shape, lat, lon):
    """True for a point within a shape of (lat, lon) corners: going north one crosses its edge oddly often."""
    inside = False
    for (a, b), (c, d) in zip(shape, (*shape[1:], shape[0]), strict=True):
        if (b > lon) != (d > lon) and lat < a + (c - a) * (lon - b) / (d - b):
            inside = not inside
    return inside


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
    """A GCJ-02 point in WGS-84, by looking for what would be shifted there; good to a centimetre after three looks.

    Within some 600 m of the borders of Hong Kong and Macau a point may have been shifted there or stand there as it is;
    it is taken for the mainland's, on whose side the towns are.
    """
    if not boxed(lat, lon):
        return lat, lon
    there = lat, lon
    for _ in range(3):
        north, east = shift(*there)
        there = lat - north, lon - east
    return there if shifted_here(*there) else (lat, lon)


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
