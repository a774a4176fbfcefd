"""Which places may be the same as one that is known already."""

from collections import defaultdict

from .likeness import alike
from .models import Place

NOT_YET = 1 << 62  # a place that isn't saved yet comes after all others


def possible_duplicates(places):
    """{position: earlier place} for those of these places (saved or not) that look like one that came before them.

    What came before is a live place that was saved earlier, or one that stands earlier in the list.
    """
    by_form = defaultdict(list)
    forms = {place.likeness for place in places}
    for other in Place.objects.filter(likeness__in=forms, hidden_at=None).select_related("area").order_by("pk"):
        by_form[other.likeness].append(other)
    found = {}
    for position, place in enumerate(places):
        earlier = (one for one in by_form[place.likeness] if one.pk < (place.pk or NOT_YET) and alike(one, place))
        if other := next(earlier, None):
            found[position] = other
    return found


def suspects(pairs):
    """(draft, earlier place) for every (draft, place) whose place looks like one that was there before it."""
    found = possible_duplicates([place for _draft, place in pairs])
    return [(pairs[position][0], other) for position, other in found.items()]
