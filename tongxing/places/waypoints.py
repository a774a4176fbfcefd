"""What people say of the way they go, made into a line: names of areas and places, points, and lines in an address."""

import re

from django.utils.translation import gettext as _

from tongxing.core.areas import find_areas, gazetteer, stem_of
from tongxing.core.forms import PointField

from .models import Place

VIAS = 5
MOST_CHOICES = 8
DIGITS = 4  # of a degree: eleven metres
SIGNS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
NUMBERS = {sign: number for number, sign in enumerate(SIGNS)}
MOST_SIGNS = 8_000
POINT = re.compile(r"^[-+\d.\s]+[,，][-+\d.\s]+$")


class Unclear(ValueError):
    """A name that says nothing known, or several things: `choices` are texts that each say one of them."""

    def __init__(self, why, choices=()):
        super().__init__(why)
        self.choices = list(choices)


def spot_called(text, person):
    """(lat, lon, name) of a point (30.03, 101.01), an area or a place. Unclear when that is nothing, or not one."""
    if POINT.match(text):
        return *PointField().to_python(text), ""
    if one := the_place(text, person):
        return one.lat, one.lon, one.name
    if areas := areas_called(text):
        return one_of(areas)
    places = places_called(text, person)
    if len(places) == 1:
        return places[0].lat, places[0].lon, places[0].name
    if places:
        raise Unclear(_("Which one do you mean?"), [say_place(place) for place in places])
    raise Unclear(
        _("No area and no place is called so. Try a county or a town's county, or write latitude, longitude.")
    )


def the_place(text, person):
    """The place whose uid stands at the end, as `say_place` writes it."""
    uid = re.search(r"#([0-9a-zA-Z]{12})$", text)
    return uid and located(person).filter(uid=uid[1]).first()


def say_place(place):
    """A place as no other is called."""
    return f"{place.name}, {place.area.full_name} #{place.uid}" if place.area else f"{place.name} #{place.uid}"


def located(person):
    """The places that somebody may see and that stand somewhere."""
    return Place.objects.visible_to(person).filter(lat__isnull=False).select_related("area")


def areas_called(text):
    """The areas that a text may mean: one alone where it says a whole name or a code."""
    known = gazetteer().areas
    if text in known:
        return [known[text]]
    found = find_areas(text, limit=60)
    whole = [area for area in found if bare(area.full_name) == bare(text)]
    named = [area for area in found if text.endswith(area.name)]
    alike = [area for area in found if stem_of(area.name) == stem_of(found[0].name)]
    return whole or named or [area for area in alike if text.endswith(stem_of(area.name))]


def bare(text):
    """A name without its blanks."""
    return text.replace(" ", "")


def one_of(areas):
    """(lat, lon, name) of the only area; Unclear when there are several, or it is nowhere."""
    if len(areas) > 1:
        raise Unclear(_("Which one do you mean?"), [area.full_name for area in areas[:MOST_CHOICES]])
    if areas[0].lat is None:
        raise Unclear(_("Where its seat lies isn't known here. Write latitude, longitude."))
    return areas[0].lat, areas[0].lon, stem_of(areas[0].name)


def places_called(text, person):
    """Places of this very name, else those that hold the words."""
    same = list(located(person).filter(name=text)[:MOST_CHOICES])
    return same or list(located(person).matching(text)[:MOST_CHOICES])


def say_spot(spot):
    """A kept spot as `spot_called` reads it again: its point, as names change."""
    return f"{spot[0]:.5f}, {spot[1]:.5f}"


# -- lines in an address


def packed(points):
    """A line as a few signs for an address: steps from point to point in 1/10,000 degree, five bits a sign."""
    signs, before = [], (0, 0)
    for point in points:
        now = tuple(round(part * 10**DIGITS) for part in point[:2])
        for step in (now[0] - before[0], now[1] - before[1]):
            left = step << 1 if step >= 0 else ~(step << 1)
            while left >= 32:
                signs.append(SIGNS[32 | left & 31])
                left >>= 5
            signs.append(SIGNS[left])
        before = now
    return "".join(signs)


def unpacked(text):
    """[(lat, lon)] of what `packed` wrote; a ValueError for anything else."""
    numbers, value, shift = [], 0, 0
    for sign in text[: MOST_SIGNS + 1]:
        part = NUMBERS.get(sign)
        if part is None or shift > 30:
            raise ValueError(sign)
        value |= (part & 31) << shift
        shift += 5
        if part < 32:
            numbers.append(~(value >> 1) if value & 1 else value >> 1)
            value = shift = 0
    if not numbers or shift or len(numbers) % 2 or len(text) > MOST_SIGNS:
        raise ValueError("cut off")
    return summed(numbers)


def summed(steps):
    """The points that the steps lead to; a ValueError when one is nowhere on earth."""
    points, lat, lon = [], 0, 0
    for north, east in zip(steps[0::2], steps[1::2], strict=True):
        lat, lon = lat + north, lon + east
        points.append((lat / 10**DIGITS, lon / 10**DIGITS))
        if abs(points[-1][0]) > 90 or abs(points[-1][1]) > 180:
            raise ValueError("nowhere")
    return points
