"""Maps as dots: every county seat is one, and no border is drawn, so none is drawn wrongly. No markup."""

from functools import lru_cache
from hashlib import sha256
from math import atan2, cos, hypot, pi, radians, sin, sqrt

from .areas import gazetteer
from .models import Area

# Albers' equal-area conic with the parallels that are usual for the whole country.
SOUTH, NORTH, MIDDLE_LAT, MIDDLE_LON = radians(25), radians(47), radians(36), radians(105)
CONE = (sin(SOUTH) + sin(NORTH)) / 2
SIZE = cos(SOUTH) ** 2 + 2 * CONE * sin(SOUTH)
AWAY = sqrt(SIZE - 2 * CONE * sin(MIDDLE_LAT)) / CONE
SOUTHERNMOST = 16  # islands further south would halve the size of everything else
ROOM = 1.2  # circles keep this much apart, as phones draw them larger
KM = 1 / 6371  # one kilometre in units of the projection


def project(lat, lon):
    """The point on a plane where the earth's radius is 1; y grows downwards."""
    turn = (radians(lon) - MIDDLE_LON + pi) % (2 * pi) - pi
    rho = sqrt(max(0, SIZE - 2 * CONE * sin(radians(lat)))) / CONE
    return rho * sin(CONE * turn), rho * cos(CONE * turn) - AWAY


class View:
    """A window of width × height that holds some points, at least `least_km` wide; `xy` says where a point stands."""

    def __init__(self, points, width, height=None, pad=30, least_km=60):
        spots = [project(*point) for point in points] or [project(36, 105)]
        xs, ys = zip(*spots, strict=True)
        wide = max(max(xs) - min(xs), least_km * KM)
        high = max(max(ys) - min(ys), least_km * KM / 4)
        self.scale = (width - 2 * pad) / wide
        if height:
            self.scale = min(self.scale, (height - 2 * pad) / high)
        self.width, self.height = width, height or round(high * self.scale + 2 * pad)
        self.left = self.width / 2 - (min(xs) + max(xs)) / 2 * self.scale
        self.top = self.height / 2 - (min(ys) + max(ys)) / 2 * self.scale

    def xy(self, lat, lon):
        """Where a point stands, to a tenth."""
        return self.place(*project(lat, lon))

    def place(self, x, y):
        """Where a projected point stands, to a tenth."""
        return round(x * self.scale + self.left, 1), round(y * self.scale + self.top, 1)

    def holds(self, x, y, beyond=0.0):
        """True within the window, or within a margin of so many windows around it."""
        across, down = beyond * self.width, beyond * self.height
        return -across <= x <= self.width + across and -down <= y <= self.height + down

    def seats(self, beyond=0.0):
        """(area, x, y) of the seats in the window, or within a margin of so many windows around it."""
        placed = ((area, *self.place(x, y)) for area, x, y in projected(gazetteer()))
        return [seat for seat in placed if self.holds(*seat[1:], beyond)]


def path_of(spots, digits=1):
    """Path data in which every spot is a stroke of no length."""
    drawn, at_x, at_y = [], 0, 0
    for x, y in sorted({(round(x, digits), round(y, digits)) for x, y in spots}):
        drawn.append(f"m{x - at_x:.{digits}f} {y - at_y:.{digits}f}h0")
        at_x, at_y = x, y
    return "".join(drawn).replace(".0", "")


@lru_cache(maxsize=1)
def projected(known):
    """(area, x, y) of the seats of counties, and of larger areas that have none."""
    ends = [area for code, area in known.areas.items() if area.level == Area.COUNTY or code not in known.children]
    there = (area for area in ends if area.lat is not None and area.lat > SOUTHERNMOST)
    return [(area, *project(area.lat, area.lon)) for area in there]


def nation():
    """(view, path data, fingerprint) of the whole country."""
    return drawn_nation(gazetteer())


@lru_cache(maxsize=1)
def drawn_nation(known):
    view = View([(area.lat, area.lon) for area, _x, _y in projected(known)], 1000, pad=16)
    path = path_of([(x, y) for _area, x, y in view.seats()], digits=0)
    return view, path, sha256(path.encode()).hexdigest()[:10]


def middle(view, weighted):
    """The mean place in a view of (lat, lon, weight) triples."""
    total = sum(weight for _lat, _lon, weight in weighted)
    spots = [(*view.xy(lat, lon), weight) for lat, lon, weight in weighted]
    return sum(x * w for x, _y, w in spots) / total, sum(y * w for _x, y, w in spots) / total


def spread(circles, rounds=80):
    """Push circles (mappings with x, y, r) apart until none covers another; the same circles always end up alike."""
    for _ in range(rounds):
        moved = False
        for at, one in enumerate(circles):
            for other in circles[at + 1 :]:
                moved = push(one, other, at) or moved
        if not moved:
            break
    return [circle | {"x": round(circle["x"], 1), "y": round(circle["y"], 1)} for circle in circles]


def push(one, other, at):
    """Move two circles apart by half of what they overlap; False when they don't."""
    dx, dy = other["x"] - one["x"], other["y"] - one["y"]
    short = (one["r"] + other["r"]) * ROOM - hypot(dx, dy)
    if short <= 0.01:
        return False
    way = atan2(dy, dx) if dx or dy else at * 2.4
    for circle, sign in ((one, -1), (other, 1)):
        circle["x"] += sign * cos(way) * short / 2
        circle["y"] += sign * sin(way) * short / 2
    return True


def label(view, names, taken, size=16):
    """Those of the names (text, x, y) that find room beside their dot; taken: (x, y, reach) of what is there."""
    placed, boxes = [], [(x - reach, y - reach, x + reach, y + reach) for x, y, reach in taken]
    for text, x, y in names:
        box = x - 8, y - size * 1.1, x + 16 + size * 1.05 * len(text), y + size * 1.1
        inside = box[0] > 0 and box[1] > 0 and box[2] < view.width and box[3] < view.height
        if inside and not any(overlap(box, other) for other in boxes):
            boxes.append(box)
            placed.append({"x": round(x + 9, 1), "y": round(y + size * 0.36, 1), "text": text, "size": size})
    return placed


def overlap(one, other):
    """True when two boxes (left, top, right, bottom) share room."""
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
