"""A way on a dot map: its lines, following the great circle, and a numbered pin for every stop of the page."""

from tongxing.core import dots

from .maps import drawn, lay, pins_of
from .ways import arcs_of, points_between

BEND_KM = 60  # a leg is drawn in pieces no longer than this


def way_map(lines, stops):
    """What the template draws: the lines, (lat, lon, name) each, and the pins of the stops."""
    bent = [[point for arc in arcs_of(line) for point in points_between(arc, BEND_KM)] for line in lines]
    view, seats, names = lay(None, [point for line in bent for point in line])
    pins = pins_of(view, [stop.place for stop in stops])
    ends = [view.xy(*line[at]) for line in bent for at in (0, -1)]
    taken = [(pin["x"], pin["y"], pin["r"]) for pin in pins] + [(x, y, 16) for x, y in ends]
    names = named_first(names, [spot for line in lines for spot in line], view)
    map = drawn(view, seats=seats, pins=pins, names=dots.label(view, names, taken))
    return map | {"way": "".join(path_of(view, line) for line in bent), "ends": ends}


def path_of(view, line):
    """A line as path data; points that fall on the same spot are drawn once."""
    spots = list(dict.fromkeys(view.xy(*point) for point in line))
    return "M" + "L".join(f"{x} {y}" for x, y in spots) + ("h0" if len(spots) == 1 else "")


def named_first(names, spots, view):
    """The names of the way's own spots before those of other towns; a town that bears one of them is left out."""
    own = [(name, *view.xy(lat, lon)) for lat, lon, name in spots if name]
    said = {name for name, _x, _y in own}
    return own + [one for one in names if one[0] not in said]
