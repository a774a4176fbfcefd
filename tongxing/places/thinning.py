"""A line of many points made one of few that runs almost the same; without words of Django, to be used apart."""

from heapq import heappop, heappush
from math import hypot
from typing import NamedTuple

from tongxing.core.apart import Unreadable

from .polylines import packed
from .ways import EARTH_KM, angle_of, apart, arc_between, minus, unit

MOST_POINTS = 500
LONGEST_KM = 10_000
NEAR_KM = 0.1
LEAST_STEP_KM, MOST_READ = 0.02, 20_000
MOST_LOOKS = 1_000_000  # points that are looked at while a line is thinned: about two seconds


def N_(words):  # noqa: N802 -- the name by which bin/words finds a sentence
    """A sentence that is translated where it is shown."""
    return words


class Ranked(NamedTuple):
    """The points of a line by weight: the ends, then what lies furthest off; `offs`, the km still off with each."""

    points: list
    order: list
    offs: list
    km: float

    def first(self, count):
        """(points, km off) of the line of its `count` weightiest points."""
        chosen = sorted(self.order[:count])
        return [self.points[at] for at in chosen], self.offs[len(chosen) - 1]

    def within(self, characters):
        """(points, km off) of the line of as many points as its address may have characters; two at least."""
        count = len(self.order)
        while count > 2 and len(packed(self.first(count)[0])) > characters:
            count = max(2, count * 15 // 16)
        return self.first(count)


def thinned(points, most=MOST_POINTS, near_km=NEAR_KM):
    """(points, km): at most so many of a line's points, and how far at most the line then is from what it was."""
    line = ranked(points, most, near_km)
    return line.first(len(line.order))


def ranked(points, most=MOST_POINTS, near_km=NEAR_KM, looks=MOST_LOOKS):
    """The line's points by weight: as many as bring it within so many km of what it was, `most` at most.

    By Douglas and Peucker (1973): what lies furthest off is taken in first. Before that, points that all but stand
    still are left out. Unreadable says that the line is too long.
    """
    ends = [unit(*point) for point in points]
    whole = sum(between(a, b) for a, b in zip(ends, ends[1:], strict=False))
    if whole > LONGEST_KM:
        says = N_("This way is %(long)s km long. Up to %(most)s km are looked along.")
        raise Unreadable(says, long=round(whole), most=LONGEST_KM)
    step = max(LEAST_STEP_KM, whole / MOST_READ)
    kept = moving(ends, step)
    order, offs = furthest([ends[at] for at in kept], most, near_km - step, looks)
    beside = step if len(kept) < len(points) else 0
    return Ranked([points[at] for at in kept], order, [off + beside for off in offs], whole)


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


def furthest(ends, most, near_km, most_looks=MOST_LOOKS):
    """(which points, km): the two ends, then those that lie furthest off; and what is still off once each is in."""
    order, waiting, looks = [0, len(ends) - 1][: len(ends)], [], 0
    look(ends, 0, len(ends) - 1, waiting)
    offs = [-waiting[0][0] if waiting else 0.0] * len(order)
    while waiting and -waiting[0][0] > near_km and len(order) < most and looks < most_looks:
        _off, first, last, at = heappop(waiting)
        order.append(at)
        looks += last - first
        look(ends, first, at, waiting)
        look(ends, at, last, waiting)
        offs.append(-waiting[0][0] if waiting else 0.0)
    return order, offs


def look(ends, first, last, waiting):
    """Find the point between two that lies furthest from the leg from the one to the other, and let it wait."""
    if last - first < 2:
        return
    leg = arc_between(ends[first], ends[last], 0)
    off, at = max((apart(leg, ends[at])[0], at) for at in range(first + 1, last))
    heappush(waiting, (-off * EARTH_KM, first, last, at))
