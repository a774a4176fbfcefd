"""A way on a dot map: its line, following the great circle, and a numbered pin for every stop of the page."""

from tongxing.core import dots

from .maps import drawn, lay, pins_of
from .ways import arcs_of, points_between

BEND_KM = 60  # a leg is drawn in pieces no longer than this


def way_map(spots, stops):
    """What the template draws: the line and the pins of the stops."""
    line = [point for arc in arcs_of([spot[:2] for spot in spots]) for point in points_between(arc, BEND_KM)]
    view, seats, names = lay(None, line)
    pins = pins_of(view, [stop.place for stop in stops])
    ends = [view.xy(*line[0]), view.xy(*line[-1])]
    taken = [(pin["x"], pin["y"], pin["r"]) for pin in pins] + [(x, y, 16) for x, y in ends]
    names = named_first(names, spots, view)
    map = drawn(view, seats=seats, pins=pins, names=dots.label(view, names, taken))
    return map | {"way": path_of(view, line), "ends": ends}


def path_of(view, line):
    """The line as path data; points that fall on the same spot are drawn once."""
    spots = list(dict.fromkeys(view.xy(*point) for point in line))
    return "M" + "L".join(f"{x} {y}" for x, y in spots) + ("h0" if len(spots) == 1 else "")


def named_first(names, spots, view):
    """The names of the way's own spots before those of other towns; a town that bears one of them is left out."""
    own = [(name, *view.xy(lat, lon)) for lat, lon, name in spots if name]
    said = {name for name, _x, _y in own}
    return own + [one for one in names if one[0] not in said]
