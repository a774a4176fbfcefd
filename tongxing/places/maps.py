"""The dot maps of this room: the nation with its counts, an area with counts or pins, and the strip above a place."""

import json
from functools import lru_cache
from hashlib import sha256

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from markupsafe import Markup

from tongxing.core import dots
from tongxing.core.areas import gazetteer, span_of, stem_of
from tongxing.core.datum import apart_km
from tongxing.core.jinja import query
from tongxing.core.models import Area
from tongxing.core.when import ago_tag

WIDE, HIGH = 1000, 900
LEAST_KM, SEATS_NEAR = 150, 6


def areas_in(area, counts):
    """[(smaller area, how many places, where they are)] of the next smaller areas that hold any, the fullest first."""
    known, above, found = gazetteer(), area and area.pk, {}
    for code, count in counts.items():
        line = known.line(code)
        inner = next((one for one in line if one.parent_id == above), None)
        if inner is not None:
            spots = found.setdefault(inner.code, (inner, []))[1]
            spots += [(line[0].lat, line[0].lon, count)]
    summed = ((inner, sum(count for *_, count in spots), spots) for inner, spots in found.values())
    return sorted(summed, key=lambda one: (-one[1], one[0].code))


def nation_map(inner, address_of):
    """The whole country: its seats from a file that is fetched once, and a circle for every province."""
    view, _path, mark = dots.nation()
    heaps = heaps_of(view, inner, address_of, least=17, growth=1.0)
    return drawn(view, href=f"{reverse('places:seats')}?v={mark}#seats", seat=2.4, heaps=heaps)


def area_map(area, inner, places, address_of):
    """An area: a circle for every smaller one that holds places, else a numbered pin for every place of the page."""
    if inner:
        view, seats, names = ground(gazetteer(), area.pk)
    else:
        spots = [(place.lat, place.lon) for place in places if place.lat is not None]
        view, seats, names = lay(area, seats_within(area)[:1] + spots)
    heaps = heaps_of(view, inner, address_of, least=27, growth=1.4)
    pins = [] if inner else pins_of(view, places)
    taken = [(circle["x"], circle["y"], circle["r"]) for circle in heaps + pins]
    return drawn(view, seats=seats, heaps=heaps, pins=pins, names=dots.label(view, names, taken))


def box_map(box, places):
    """A box of degrees: a numbered pin for every place of the page."""
    west, south, east, north = box
    view, seats, names = lay(None, [(lat, lon) for lat in (south, north) for lon in (west, east)])
    pins = pins_of(view, places)
    return drawn(
        view, seats=seats, pins=pins, names=dots.label(view, names, [(pin["x"], pin["y"], pin["r"]) for pin in pins])
    )


def live(area, box):
    """What the map in the browser begins with: the box of degrees that it shows."""
    if box and not area:
        return box
    seats = seats_within(area) if area else [(one.lat, one.lon) for one, _x, _y in dots.projected(gazetteer())]
    lats, lons = zip(*seats, strict=True) if seats else ((18, 53), (74, 135))
    return min(lons), min(lats), max(lons), max(lats)


def drawing(area=None, spot=None):
    """What a map to draw on begins with: the box of degrees, the seats' fingerprint, and an operator's tiles."""
    south, west, north, east = (spot[0] - 0.2, spot[1] - 0.2, spot[0] + 0.2, spot[1] + 0.2) if spot else (0, 0, 0, 0)
    tiles = {"template": settings.TILES, "datum": settings.TILES_DATUM, "credit": settings.TILES_CREDIT}
    return {"box": (west, south, east, north) if spot else live(area, None), "mark": names()[1], "tiles": tiles}


def names():
    """(JSON, fingerprint) of the seats: {level: [names, latitudes, longitudes]}, in thousandths of a degree."""
    return named_seats(gazetteer())


@lru_cache(maxsize=1)
def named_seats(known):
    ends, seats = {area.pk for area, _x, _y in dots.projected(known)}, {}
    for area in known.areas.values():
        if area.lat is not None:
            level = Area.COUNTY if area.pk in ends else area.level
            seats.setdefault(level, []).append((stem_of(area.name), round(area.lat * 1000), round(area.lon * 1000)))
    columns = {level: list(zip(*rows, strict=True)) for level, rows in seats.items()}
    said = json.dumps(columns, ensure_ascii=False, separators=(",", ":")).encode()
    return said, sha256(said).hexdigest()[:10]


@lru_cache(maxsize=40)
def ground(known, code):
    """What `lay` says of a whole area, kept."""
    return lay(known.areas[code], seats_within(known.areas[code]))


def lay(area, points):
    """(view, path of the seats, names with their spots, those in the area first) of a window around some points."""
    view = dots.View(points, WIDE, HIGH, pad=110, least_km=LEAST_KM)
    low, high = span_of(area) if area else ("", "")
    own_first = sorted(view.seats(), key=lambda seat: not low <= seat[0].pk <= high)
    return view, seats_around(view), [(stem_of(one.name), x, y) for one, x, y in own_first if one.name[-1] in "县市旗"]


def seats_around(view):
    """The seats in a window and well around it, so that a wider screen isn't empty at its sides."""
    return dots.path_of([(x, y) for _area, x, y in view.seats(beyond=0.6)])


def seats_within(area):
    """The points of an area's own seat and of everything in it."""
    known = gazetteer()
    low, high = span_of(area)
    inner = [area] + [one for code, one in known.areas.items() if low <= code <= high and code != area.pk]
    return [(one.lat, one.lon) for one in inner if one.lat is not None and one.lat > dots.SOUTHERNMOST]


def heaps_of(view, inner, address_of, least, growth):
    """A circle for every area, where its places are, with their number and the way into it."""
    heaps = []
    for area, count, spots in inner:
        known = [spot for spot in spots if spot[0] is not None] or [(area.lat, area.lon, 1)]
        if known[0][0] is None:
            continue
        x, y = dots.middle(view, known)
        r = round(min(least + growth * count**0.5, least * 2.2))
        says = ngettext("%(area)s, %(count)s place", "%(area)s, %(count)s places", count)
        says %= {"area": stem_of(area.name), "count": count}
        heaps.append({"x": x, "y": y, "r": r, "count": count, "href": address_of(area), "label": says})
    return dots.spread(heaps)


def pins_of(view, places):
    """A numbered pin for every place of a page that stands somewhere."""
    pins = []
    for number, place in enumerate(places, 1):
        if place.lat is not None:
            x, y = view.xy(place.lat, place.lon)
            pins.append({"x": x, "y": y, "r": 22, "count": number, "href": f"#p{number}", "rough": place.is_rough,
                         "label": _("%(number)s, %(place)s") % {"number": number, "place": place}})  # fmt: skip
    return dots.spread(pins)


def strip_map(place):
    """A quiet band of map for the head of a place, as wide as it takes to show some seats; None when nobody knows."""
    if place.lat is None:
        return None
    here = place.lat, place.lon
    away = sorted(apart_km(here, (area.lat, area.lon)) for area, _x, _y in dots.projected(gazetteer()))
    half = min(max(away[SEATS_NEAR] * 2.2, 40), 400) / 111
    view = dots.View([(place.lat, place.lon - half), (place.lat, place.lon + half)], 1100, 250, pad=0)
    x, y = view.xy(*here)
    pin = {"x": x, "y": y, "r": 15, "rough": place.is_rough, "name": place.name}
    seats = sorted(view.seats(), key=lambda seat: abs(seat[1] - x) + abs(seat[2] - y))
    taken = [(x, y, 30), *((x + step, y, 20) for step in range(30, 30 + 23 * len(place.name), 20))]
    names = dots.label(view, [(stem_of(area.name), *spot) for area, *spot in seats[:40]], taken, size=19)
    return drawn(view, seats=seats_around(view), seat=7, pins=[pin], names=names)


def drawn(view, *, href="", seats="", seat=6, heaps=(), pins=(), names=()):
    """What the template draws."""
    return {"width": view.width, "height": view.height, "href": href, "seats": seats, "seat": seat, "heaps": heaps,
            "pins": pins, "names": names}  # fmt: skip


def level_words(area):
    """What is chosen next below an area."""
    if area is None:
        return _("By province")
    return _("By prefecture") if area.level == Area.PROVINCE else _("By county")


def crumbs_of(line, request, start=""):
    """(name, address) of the areas above, the largest first; `start` leaves what was searched for behind."""
    if start:
        return [(stem_of(area.name), f"{start}?area={area.pk}") for area in line]
    return [(stem_of(area.name), query(request, area=area.pk, page=None)) for area in line]


def changed_words(place, last, now):
    """When the record was last changed, and by whom."""
    who = last and (last.by or (last.batch and _("an import")))
    when = ago_tag(place.changed_at, now)
    return Markup(_("%(when)s, by %(who)s")) % {"when": when, "who": who} if who else when
