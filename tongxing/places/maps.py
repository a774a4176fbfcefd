"""The dot maps of this room: the nation with its counts, an area with counts or pins, and the strip above a place."""

from collections import Counter

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tongxing.core import dots
from tongxing.core.areas import gazetteer, span_of, stem_of
from tongxing.core.jinja import query
from tongxing.core.models import Area
from tongxing.core.when import ago

WIDE, HIGH = 1000, 900


def roll_up(counts):
    """{code: how many places} for every area, from the counts of those that places lie in directly."""
    total = Counter()
    for code, count in counts.items():
        for area in gazetteer().line(code):
            total[area.pk] += count
    return total


def areas_in(area, total):
    """(area, count) for the next smaller areas that hold a place, the fullest first."""
    known = gazetteer()
    inner = [known.areas[code] for code in known.children.get(area.pk if area else None, ())]
    return sorted(((one, total[one.pk]) for one in inner if total[one.pk]), key=lambda pair: -pair[1])


def nation_map(counts, address_of):
    """The whole country: its seats from a file that is fetched once, and a circle for every province."""
    view, _path, mark = dots.nation()
    total = roll_up(counts)
    heaps = heaps_of(view, areas_in(None, total), counts, address_of, least=17, growth=1.0)
    href = f"{reverse('places:seats')}?v={mark}#seats"
    return drawn(view, href=href, seat=2.4, heaps=heaps)


def area_map(area, counts, places, address_of):
    """An area: a circle for every smaller one that holds places, else a numbered pin for every place of the page."""
    inner = areas_in(area, roll_up(counts))
    points, least = seats_within(area), 120
    if not inner:
        points, least = points[:1] + [(place.lat, place.lon) for place in places if place.lat is not None], 40
    view = dots.View(points, WIDE, HIGH, pad=110, least_km=least)
    heaps, pins = heaps_of(view, inner, counts, address_of, least=27, growth=1.4), [] if inner else pins_of(view, places)
    taken = [(circle["x"], circle["y"], circle["r"]) for circle in heaps + pins]
    seats = dots.seats()
    low, high = span_of(area)
    own_first = sorted(seats, key=lambda seat: not low <= seat[0].pk <= high)
    names = [(stem_of(one.name), lat, lon) for one, lat, lon in own_first if one.name[-1] in "县市旗"]
    return drawn(view, seats=path_of(view, seats), heaps=heaps, pins=pins, names=dots.label(view, names, taken))


def path_of(view, seats):
    """The seats in a window and well around it, so that a wider screen isn't empty at its sides."""
    return view.path([(lat, lon) for _area, lat, lon in seats], beyond=1.0)


def seats_within(area):
    """The points of an area's own seat and of everything in it."""
    known = gazetteer()
    low, high = span_of(area)
    inner = [area] + [one for code, one in known.areas.items() if low <= code <= high and code != area.pk]
    return [(one.lat, one.lon) for one in inner if one.lat is not None and one.lat > dots.SOUTHERNMOST]


def heaps_of(view, inner, counts, address_of, least, growth):
    """A circle for every area, where its places are, with their number and the way into it."""
    known, lying = gazetteer(), {}
    for code, count in counts.items():
        for area in known.line(code):
            lying.setdefault(area.pk, []).append((known.areas[code], count))
    heaps = []
    for area, count in inner:
        spots = [(one.lat, one.lon, n) for one, n in lying[area.pk] if one.lat is not None] or [(area.lat, area.lon, 1)]
        if None in spots[0]:
            continue
        x, y = dots.middle(view, spots)
        says = ngettext("%(area)s, %(count)s place", "%(area)s, %(count)s places", count)
        heaps.append({"x": x, "y": y, "r": round(min(least + growth * count**0.5, least * 2.2)), "count": count,
                      "href": address_of(area), "label": says % {"area": stem_of(area.name), "count": count}})  # fmt: skip
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
    """A quiet band of map for the head of a place: the seats around it, named; nothing when nobody knows where it is."""
    if place.lat is None:
        return None
    around = [(place.lat - 0.25, place.lon - 1.1), (place.lat + 0.25, place.lon + 1.1)]
    view = dots.View(around, 1100, 250, pad=0)
    x, y = view.xy(place.lat, place.lon)
    pin = {"x": x, "y": y, "r": 15, "rough": place.is_rough, "name": place.name}
    near = sorted(dots.seats(), key=lambda spot: abs(spot[1] - place.lat) + abs(spot[2] - place.lon))[:40]
    taken = [(x, y, 30), *((x + step, y, 20) for step in range(30, 30 + 23 * len(place.name), 20))]
    names = dots.label(view, [(stem_of(area.name), lat, lon) for area, lat, lon in near], taken, size=19)
    return drawn(view, seats=path_of(view, dots.seats()), seat=7, pins=[pin], names=names)


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
    asked = (lambda area: f"{start}?area={area.pk}") if start else (lambda area: query(request, area=area.pk, page=None))
    return [(stem_of(area.name), asked(area)) for area in line]


def changed_words(place, last, now):
    """When the record was last changed, and by whom."""
    who = last and (last.by or (last.batch and _("an import")))
    when = ago(place.changed_at, now)
    return _("%(when)s, by %(who)s") % {"when": when, "who": who} if who else when
