"""Which places a space has served, when, and how. Rooms above say so: each is a module of SOURCES.

A source has `sorts()`, [(code, label)], and `served(space, person)`, rows of (key of a place, year, code), as far as
the person may see what was done. Writes nothing.
"""

from typing import NamedTuple

from tongxing.spaces.models import Space

from .models import Place

SOURCES = []
OF = "space:"  # and its short: places are narrowed to those that it served


class Served(NamedTuple):
    """A place, the years in which it was served, the latest first, and the codes of how."""

    place: Place
    years: list
    sorts: list


def sorts():
    """{code: label} of every way to serve a place."""
    return dict(pair for source in SOURCES for pair in source.sorts())


def served_by(space, person, year=None, sort=""):
    """([Served], years): the places served last first, in one year or one way where asked; and all years there are."""
    rows = {row for source in SOURCES for row in source.served(space, person)}
    wanted = [row for row in rows if (year in (None, row[1])) and (sort in ("", row[2]))]
    years, ways = {}, {}
    for key, its_year, its_sort in wanted:
        years.setdefault(key, set()).add(its_year)
        ways.setdefault(key, set()).add(its_sort)
    places = Place.objects.visible_to(person).with_row().in_bulk(list(years))
    order = list(sorts())
    found = [
        Served(place, sorted(years[key], reverse=True), sorted(ways[key], key=order.index))
        for key, place in places.items()
    ]
    found.sort(key=lambda one: (-one.years[0], one.place.pk))
    return found, sorted({row[1] for row in rows}, reverse=True)


def keys_of(space, person):
    """The keys of the places that a space served, as far as this person may see it."""
    return {row[0] for source in SOURCES for row in source.served(space, person)}


def space_named(only, person):
    """The space that `space:` and its short name, if this person may see it; None for anything else."""
    if not only.startswith(OF):
        return None
    return Space.objects.visible_to(person).at(only.removeprefix(OF)).select_related("person").first()
