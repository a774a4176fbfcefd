"""Which places lack something: what the map counts apart (places.cells), as `needs`, or `need:` and a category."""

from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext as _

from tongxing.places.cells import Wanted

from .models import Category, Need

ANY, OF = "needs", "need:"


def named():
    """[(name, what it is called)] of all of them."""
    kinds = [(OF + one.code, _("Lacking: %(category)s") % {"category": one}) for one in Category.objects.all()]
    return [(ANY, _("With open needs")), *kinds]


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
