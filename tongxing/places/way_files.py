"""Ways out of files that travellers have: what is wrong in them mended or left out, and said; the lines kept apart.

Files say WGS-84; some Chinese apps write shifted points all the same, a few hundred metres beside. `read_way` is called
apart (`core.apart`), so that nothing in here knows Django.
"""

from math import isfinite
from statistics import median

from tongxing.core.apart import Unreadable

from .polylines import BETWEEN, MOST_LINES, packed
from .thinning import LONGEST_KM, MOST_LOOKS, MOST_POINTS, N_, between, ranked
from .way_formats import LINE, POINTS, TRACK, read_lines
from .ways import unit

MOST_BYTES = 5_000_000
SECONDS = 5  # of a processor, for one file: 200,000 points with heights and times take four
ADDRESS = 1_900  # characters of lines in an address, so that messengers and browsers take it whole
LEAST = 24  # characters of the shortest line: two points
FAR_KM, STILL_KM, TOUCHING_KM = 200, 0.02, 0.1
DENSE = 10  # points from which on a line is recorded rather than drawn
CHINA = (18, 54, 73, 136)  # south, north, west, east

NO_WAY = N_("There is neither a track nor a route in this file.")
ONE_POINT = N_("There is only one point in this file; a way needs two.")
AT_ZERO = N_("Points at 0, 0 that were left out: %(count)s.")
FAR_OFF = N_("Points far off all others that were left out: %(count)s.")
NOWHERE = N_("Points that are nowhere on earth and were left out: %(count)s.")
SWAPPED = N_("Latitude and longitude stood the wrong way round in this file. They were exchanged.")
ROUND = N_("Longitudes beyond 180° were read as those of the other side of the date line.")
SINGLE = N_("This file holds single points alone. They were taken as a way, in their order.")
NOT_LISTED = N_("Shorter ways that aren't listed: %(count)s.")
TOO_LONG = N_("Ways of more than %(most)s km that were left out: %(count)s.")
NOT_TOGETHER = N_("These are too many, or too long, to be looked along together.")


def read_way(data):
    """{"ways", "together", "notes"} of a file's bytes. Unreadable says why there is none.

    A way is {"name", "piece", "pieces", "kind", "km", "off", "line"}: which of how many pieces of a track it is, how
    long, how many km at most its line in the address is off the one in the file. `together` is the line of them all, or
    "". Notes are [sentence, facts] each: what was left out or mended.
    """
    found = read_lines(data)
    tally = {AT_ZERO: 0, FAR_OFF: 0, NOWHERE: 0, SWAPPED: 0, ROUND: 0}
    every = [*found.lines, {"name": [""], "group": 0, "kind": POINTS, "points": found.spots}]
    swapped = are_swapped([point for line in every for point in line["points"]])
    for line in every:
        line["points"] = mended(line["points"], line["kind"], swapped, tally)
    lines = [line for line in joined(every[:-1]) if is_way(line["points"])]
    notes = [*found.notes, *([said, {"count": count}] for said, count in tally.items() if count)]
    if not lines:
        lines = [single_points(every, notes)]
    ways, together = offered(lines, notes)
    return {"ways": ways, "together": together, "notes": unique(notes)}


def unique(notes):
    """Each sentence once."""
    return [note for at, note in enumerate(notes) if note not in notes[:at]]


def single_points(every, notes):
    """The waypoints as a way, when there is no line. Unreadable when they are none either."""
    points = every[-1]
    if is_way(points["points"]):
        notes.append([SINGLE, {}])
        return points
    raise Unreadable(ONE_POINT if any(line["points"] for line in every) else NO_WAY)


def is_way(points):
    """True for points that don't all lie in one spot."""
    if len(points) < 2:
        return False
    first = unit(*points[0])
    return any(between(first, unit(*point)) > STILL_KM for point in points[1:])


# -- points


def are_swapped(points):
    """True when the points make sense only with latitude and longitude exchanged: on earth, or in China, that way."""
    points = [point for point in points if all(map(isfinite, point)) and not is_zero(point)]
    turned = [(lon, lat) for lat, lon in points]
    if not points or not all(map(on_earth, turned)):
        return False
    return not any(map(on_earth, points)) or (all(map(in_china, turned)) and not any(map(in_china, points)))


def on_earth(point):
    """True for latitude and longitude as they may be."""
    return abs(point[0]) <= 90 and abs(point[1]) <= 180


def in_china(point):
    """True within a box round China."""
    south, north, west, east = CHINA
    return south <= point[0] <= north and west <= point[1] <= east


def is_zero(point):
    """True for where devices say they are when they don't know: in the sea off Ghana."""
    return abs(point[0]) < 0.01 and abs(point[1]) < 0.01


def mended(points, kind, swapped, tally):
    """The points of a line that are somewhere, turned as they should be; `tally` counts what was done."""
    if swapped and points:
        points, tally[SWAPPED] = [(lon, lat) for lat, lon in points], 1
    kept = []
    for lat, lon in points:
        if 180 < lon <= 360:
            lon, tally[ROUND] = lon - 360, 1
        if not (isfinite(lat) and isfinite(lon) and on_earth((lat, lon))):
            tally[NOWHERE] += 1
        elif is_zero((lat, lon)):
            tally[AT_ZERO] += 1
        else:
            kept.append((lat, lon))
    if kind not in (TRACK, LINE):
        return kept  # who plans a way may leap; who walks one can't
    wild = far_off(kept)
    tally[FAR_OFF] += len(wild)
    return [point for at, point in enumerate(kept) if at not in wild]


def far_off(points):
    """Which points lie more than FAR_KM off the one before and the one after, which lie close together."""
    ends = [unit(*point) for point in points]
    legs = [between(a, b) for a, b in zip(ends, ends[1:], strict=False)]
    usual = median(legs) if len(legs) > DENSE else None
    wild = set()
    for at in range(1, len(legs)):
        jump = min(legs[at - 1], legs[at])
        if jump > FAR_KM and between(ends[at - 1], ends[at + 1]) < jump / 10:
            rest = usual if usual is not None else median(legs[: at - 1] + legs[at + 1 :] or [jump])
            if rest < jump / 10:
                wild.add(at)
    if usual is not None and usual < 1:
        wild |= {at for at, leg in ((0, legs[0]), (len(legs), legs[-1])) if leg > FAR_KM}
    return wild


# -- lines


def joined(lines):
    """Pieces of one track of which the next begins where the one before ends made one; all others stay apart."""
    whole = []
    for line in lines:
        last = whole[-1] if whole else None
        if last and last["group"] == line["group"] and touch(last["points"], line["points"]):
            last["points"] = last["points"] + line["points"]
        else:
            whole.append(line)
    return whole


def touch(before, after):
    """True when nobody could go anywhere between the two."""
    return before and after and between(unit(*before[-1]), unit(*after[0])) <= TOUCHING_KM


def offered(lines, notes):
    """([way], the line of them all): the longest ones, in the order of the file."""
    looks = MOST_LOOKS // len(lines)
    found, too_long = [], []
    for line in lines:
        try:
            found.append((line, ranked(line["points"], MOST_POINTS, looks=looks)))
        except Unreadable as error:
            too_long.append(error)
    if not found:
        raise too_long[0]
    if too_long:
        notes.append([TOO_LONG, {"most": LONGEST_KM, "count": len(too_long)}])
    longest = sorted(range(len(found)), key=lambda at: -found[at][1].km)[:MOST_LINES]
    if len(longest) < len(found):
        notes.append([NOT_LISTED, {"count": len(found) - len(longest)}])
    chosen = [found[at] for at in sorted(longest)]
    if len(chosen) > 1 and not (together := all_of([line for _said, line in chosen])):
        notes.append([NOT_TOGETHER, {}])
    return named(chosen), together if len(chosen) > 1 else ""


def named(chosen):
    """[way]; the pieces of one track are counted."""
    groups = [line["group"] for line, _ranked in chosen]
    ways = []
    for at, (line, weighed) in enumerate(chosen):
        points, off = weighed.within(ADDRESS)
        pieces = {"piece": groups[: at + 1].count(groups[at]), "pieces": groups.count(groups[at])}
        said = {"name": line["name"][0], "kind": line["kind"], "km": weighed.km, "off": off}
        ways.append(said | pieces | {"line": packed(points)})
    return ways


def all_of(lines):
    """The line of several in one address, each as exact as there is room; "" when there is none."""
    if sum(line.km for line in lines) > LONGEST_KM or LEAST * len(lines) > ADDRESS:
        return ""
    wishes = [len(packed(line.first(len(line.order))[0])) for line in lines]
    room = (ADDRESS - LEAST * len(lines)) / sum(wishes)
    return BETWEEN.join(
        packed(line.within(LEAST - 1 + int(wish * room))[0]) for line, wish in zip(lines, wishes, strict=True)
    )
