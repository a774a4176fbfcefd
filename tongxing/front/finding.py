"""All that can be found by words, kind by kind: the best fitting first, as far as somebody may see it."""

from typing import NamedTuple

from django.utils.translation import gettext_lazy as _

from tongxing.activities.models import Activity
from tongxing.core.areas import span_of
from tongxing.core.highlight import rank_of
from tongxing.core.search import find, find_together
from tongxing.core.typos import nearest
from tongxing.needs.models import Need
from tongxing.places.models import Place
from tongxing.spaces.models import Space

MOST, SHOWN = 500, 5  # of one kind: so many of the newest are ranked; so many are shown beside other kinds
WORDS = {"places": _("Places"), "needs": _("Needs"), "activities": _("Activities"), "spaces": _("Teams")}


class Found(NamedTuple):
    """What was found of a kind: its code and name, the keys in order, whether there were more, and how to read them."""

    what: str
    words: str
    keys: list
    more: bool
    rows: object


def found_by(person, query, area=None):
    """([Found] of every kind, False); when nothing holds the words, what sounds or looks like them, and True."""
    found = [found_of(what, person, query, area) for what in SOURCES]
    if any(one.keys for one in found):
        return found, False
    found = [alike_of(what, person, query, area) for what in SOURCES]
    return found, any(one.keys for one in found)


def found_of(what, person, query, area=None):
    """What fits a query: the names that fit best first, and words that stand side by side before those apart.

    Of more than MOST things the newest are looked at.
    """
    kind, rows, names, shown = SOURCES[what](person, area)
    rows = rows.order_by("-pk").values_list("pk", *names)
    near = find_together(kind, query)
    beside = {row[0]: row for row in rows.filter(uid__in=near)[:MOST]} if near is not None else {}
    known = beside | {row[0]: row for row in rows.filter(uid__in=find(kind, query))[: MOST + 1]}
    ranked = sorted(known.values(), key=lambda row: (rank_of(row[1:], query), row[0] not in beside, -row[0]))
    return Found(what, WORDS[what], [row[0] for row in ranked[:MOST]], len(known) > MOST, shown)


def alike_of(what, person, query, area=None):
    """What sounds or looks like a query, the nearest first."""
    kind, rows, names, shown = SOURCES[what](person, area)
    return Found(what, WORDS[what], nearest(rows, kind, query, names), False, shown)


def read(found, keys):
    """The things of these keys, in their order, by one query."""
    things = found.rows.in_bulk(keys) if keys else {}
    return [things[key] for key in keys if key in things]


def places(person, area):
    """(the kind that is searched, which of it, the columns of their names, how they are read)."""
    rows = Place.objects.visible_to(person)
    return "places.place", rows.within(area), ("name", "other_names"), rows.with_row()


def needs(person, area):
    """What still lacks something."""
    rows = Need.objects.visible_to(person)
    return "needs.need", rows.lacking().within(area), ("title",), rows.with_row()


def activities(person, area):
    """Whatever was published; and one's own drafts."""
    rows = Activity.objects.visible_to(person)
    return "activities.activity", rows.within(area), ("title",), rows.with_row()


def spaces(person, area):
    """Of more than one person."""
    rows = Space.objects.visible_to(person).together()
    which = rows.filter(area__code__range=span_of(area)) if area else rows
    return "spaces.space", which, ("name", "short"), rows.with_people()


SOURCES = {"places": places, "needs": needs, "activities": activities, "spaces": spaces}
