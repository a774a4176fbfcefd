"""Which places lack something: what the map counts apart (places.cells), as `needs`, or `need:` and a category."""

from django.db.models import Exists, OuterRef
from django.utils import timezone

from tongxing.places.cells import Wanted

from .models import Category, Need

ANY, OF = "needs", "need:"


def facets():
    """The names of all of them."""
    return [ANY, *(OF + code for code in Category.objects.values_list("code", flat=True))]


def knows(facet):
    """True for a name of this kind."""
    return facet == ANY or facet.startswith(OF)


def narrowed(places, facet):
    """Those of these places that lack something, or something of a category."""
    needs = Need.objects.lacking().filter(place=OuterRef("pk"))
    return places.filter(Exists(needs if facet == ANY else needs.filter(category=facet.removeprefix(OF))))


def held(keys):
    """{facet: the keys of the places that it holds for}."""
    found = {}
    for place, category in Need.objects.lacking().filter(place__in=keys).values_list("place_id", "category_id"):
        found.setdefault(ANY, set()).add(place)
        found.setdefault(OF + category, set()).add(place)
    return found


def wanted(keys):
    """{key of a place: [Wanted], the most urgent first}, by one query."""
    today, found = timezone.localdate(), {}
    needs = (
        Need.objects.lacking().filter(place__in=keys).exclude(until__lt=today).select_related("tick").order_by("-id")
    )
    for need in sorted(needs, key=lambda one: not one.is_urgent(today)):
        grams = need.tick.grams if need.tick else None
        found.setdefault(need.place_id, []).append(
            Wanted(need.title, need.left, need.unit, need.is_urgent(today), grams))  # fmt: skip
    return found
