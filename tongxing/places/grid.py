"""The squares into which the map is cut, each a quarter of the one above it, named by one number along a Z-curve.

The world (Web Mercator, as every tiled map draws it) is square 1; the quarters of square s are 4s to 4s + 3. So the
squares of level n are the numbers from 4ⁿ on, those within a square follow one another, and `>> 2` is the one above.
"""

from math import atan, degrees, log, pi, radians, sinh, tan

FINEST = 26  # squares of 60 cm at the equator; a number stays below 2⁵³
SIDE = 1 << FINEST
NORTHERNMOST = 85.05112877980659
SPREADS = [
    (16, 0x0000FFFF0000FFFF),
    (8, 0x00FF00FF00FF00FF),
    (4, 0x0F0F0F0F0F0F0F0F),
    (2, 0x3333333333333333),
    (1, 0x5555555555555555),
]


def spread(number):
    """The bits of a number with a gap after each."""
    for by, mask in SPREADS:
        number = (number | number << by) & mask
    return number


def gather(number):
    """Every second bit of a number: what `spread` undoes."""
    number &= SPREADS[-1][1]
    for (by, _), (_, mask) in zip(SPREADS[::-1], [*SPREADS[-2::-1], (0, 0xFFFFFFFF)], strict=True):
        number = (number | number >> by) & mask
    return number


def square(level, x, y):
    """The number of the square in column x (from the west) and row y (from the north) of a level."""
    return 1 << 2 * level | spread(y) << 1 | spread(x)


def cell_of(lat, lon):
    """The finest square in which a point lies; None for none. Beyond the map's edges it is the last one."""
    if lat is None or lon is None:
        return None
    lat = max(-NORTHERNMOST, min(NORTHERNMOST, lat))
    x = int((lon + 180) / 360 * SIDE)
    y = int((1 - log(tan(pi / 4 + radians(lat) / 2)) / pi) / 2 * SIDE)
    return square(FINEST, max(0, min(SIDE - 1, x)), max(0, min(SIDE - 1, y)))


def above(cell, level):
    """The square of a level that holds a finest one."""
    return cell >> 2 * (FINEST - level)


def column_row(cell):
    """(column, row) of a finest square."""
    return gather(cell & SIDE * SIDE - 1), gather((cell & SIDE * SIDE - 1) >> 1)


def within(outer, outer_level, level):
    """(first, last) square of a level within a square of a level that is not finer."""
    down = 2 * (level - outer_level)
    return outer << down, (outer + 1 << down) - 1


def point_at(x, y):
    """(lat, lon) at so many finest columns from the west and rows from the north, which may be means."""
    return degrees(atan(sinh(pi * (1 - 2 * y / SIDE)))), x / SIDE * 360 - 180


def middle_of(cell, level):
    """(lat, lon) of the middle of a square."""
    size = 1 << FINEST - level
    x, y = column_row(cell << 2 * (FINEST - level))
    return point_at(x + size / 2, y + size / 2)


def covering(west, south, east, north):
    """[(first, last)] of finest squares that hold a box of degrees, and no more than about four times its room."""
    (left, top), (right, bottom) = column_row(cell_of(north, west)), column_row(cell_of(south, east))
    level = FINEST
    while max(right - left, bottom - top) >> FINEST - level > 2:
        level -= 1
    down = FINEST - level
    columns, rows = range(left >> down, (right >> down) + 1), range(top >> down, (bottom >> down) + 1)
    ranges = []
    for first, last in sorted(within(square(level, x, y), level, FINEST) for x in columns for y in rows):
        if ranges and ranges[-1][1] + 1 == first:
            first, _last = ranges.pop()
        ranges.append((first, last))
    return ranges
