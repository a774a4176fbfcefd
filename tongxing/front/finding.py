"""All that can be found by words, kind by kind: the best fitting first, as far as somebody may see it."""

from typing import NamedTuple

from django.utils.translation import gettext_lazy as _

from tongxing.activities.models import Activity
from tongxing.core.areas import span_of
from tongxing.core.highlight import rank_of
from tongxing.core.search import find
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


def found_of(what, person, query, area=None):
    """What fits a query. Of more than MOST things the newest are looked at; a name that fits comes before a text."""
    rows, names, read = SOURCES[what](person, query, area)
    known = list(rows.order_by("-pk").values_list("pk", *names)[: MOST + 1])
    ranked = sorted(known[:MOST], key=lambda row: (rank_of(row[1:], query), -row[0]))
    return Found(what, WORDS[what], [row[0] for row in ranked], len(known) > MOST, read)


def read(found, keys):
    """The things of these keys, in their order, by one query."""
    things = found.rows.in_bulk(keys) if keys else {}
    return [things[key] for key in keys if key in things]


def places(person, query, area):
    """(which, the columns of their names, how they are read)."""
    rows = Place.objects.visible_to(person)
    return rows.filter(uid__in=find("places.place", query)).within(area), ("name", "other_names"), rows.with_row()


def needs(person, query, area):
    """What still lacks something."""
    rows = Need.objects.visible_to(person)
    which = rows.lacking().filter(uid__in=find("needs.need", query)).within(area)
    return which, ("title",), rows.with_row()


def activities(person, query, area):
    """Whatever was published; and one's own drafts."""
    rows = Activity.objects.visible_to(person)
    return rows.filter(uid__in=find("activities.activity", query)).within(area), ("title",), rows.with_row()


def spaces(person, query, area):
    """Of more than one person."""
    rows = Space.objects.visible_to(person).together()
    which = rows.filter(uid__in=find("spaces.space", query))
    which = which.filter(area__code__range=span_of(area)) if area else which
    return which, ("name", "short"), rows.with_people()


SOURCES = {"places": places, "needs": needs, "activities": activities, "spaces": spaces}
