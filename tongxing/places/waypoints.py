"""What people say of the way they go, made into spots: names of areas and places, and points in many writings."""

import re

from django.utils.translation import gettext as _

from tongxing.core.areas import find_areas, gazetteer, stem_of
from tongxing.core.forms import PointField

from .degrees import read_pair, says_sides
from .models import Place

VIAS = 5
MOST_CHOICES = 8
POINT = re.compile(r"^[-+\d.\s]+[,，][-+\d.\s]+$")


class Unclear(ValueError):
    """A name that says nothing known, or several things: `choices` are texts that each say one of them."""

    def __init__(self, why, choices=()):
        super().__init__(why)
        self.choices = list(choices)


def spot_called(text, person):
    """(lat, lon, name) of a point (30.03, 101.01), an area or a place. Unclear when that is nothing, or not one."""
    if point := point_said(text):
        return *PointField().to_python(point), ""
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


def point_said(text):
    """The point that a text says, as `30.03, 101.01`; "" when it says none.

    Degrees may bear their signs, minutes and seconds, and the sides of the earth they are on, in either order: 30°N,
    101°E; N 30°1'48" E 101°0'36"; 东经101.01度 北纬30.03度.
    """
    if POINT.match(text):
        return text
    point = read_pair(text) if says_sides(text) else None
    return "{:.7g}, {:.8g}".format(*point) if point else ""


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
