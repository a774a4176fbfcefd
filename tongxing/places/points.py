"""Which points stand for one place alone, and which for many."""

from collections import defaultdict

from .models import Place


def share_points(drafts):
    """Tell each row with which others of the file it shares its point."""
    whose = defaultdict(list)
    for draft in drafts:
        whose[draft.given].append(draft.source_key)
    for draft in drafts:
        if draft.given:
            draft.point_shared_by = whose[draft.given][:2]


def shared_points(drafts):
    """The points of these rows that stand for more than one place, in the file or among those known."""
    whose = defaultdict(set)
    for draft in drafts:
        if draft.given:
            whose[draft.given] |= {draft.source_key, *draft.point_shared_by}
    lats = {lat for lat, _lon in whose}
    rows = Place.objects.filter(given_lat__in=lats).values_list("given_lat", "given_lon", "source_key", "pk")
    for lat, lon, key, pk in rows:
        if (lat, lon) in whose:
            whose[lat, lon].add(key or pk)
    return {point for point, owners in whose.items() if len(owners) > 1}
