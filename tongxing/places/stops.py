"""The places along a way as one stops at them: how far along, how far off, and what is needed there. Writes nothing."""

from typing import NamedTuple

from . import cells, ways
from .models import Place


class Stop(NamedTuple):
    """A place of a page, where it lies along the way, and what is needed there."""

    place: Place
    km: float
    off: float
    needs: list


def hits_along(person, lines, within_km, kind, needs):
    """[ways.Along] of what this person may see."""
    places = Place.objects.visible_to(person)
    places = cells.narrowed(places, "needs") if needs and cells.SOURCES else places
    places = places.filter(kind=kind) if kind else places
    return ways.along(places, lines, within_km)


def stops_of(hits):
    """[Stop] of some hits, with two queries whatever their number."""
    keys = [hit.pk for hit in hits]
    places, needs = Place.objects.with_row().in_bulk(keys), cells.wanted(keys)
    return [Stop(places[hit.pk], hit.km, hit.off, needs.get(hit.pk, [])) for hit in hits if hit.pk in places]
