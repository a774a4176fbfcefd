"""Which points stand for one place alone, and which for many: a map's default, or the middle of a county.

The same school in another source, or brought in once more after it was taken back, is no other place at its point.
"""

from collections import defaultdict

from .likeness import areas_around, likeness_of
from .models import Place


def identity_of(row):
    """What tells one place at a point from another: its kind and the normal form of its name."""
    return row.kind, likeness_of(row.name, areas_around(row.area))


def share_points(drafts):
    """Tell each row which places (two are enough) the file puts at its point."""
    whose = defaultdict(dict)
    for draft in drafts:
        if draft.given:
            whose[draft.given].setdefault(identity_of(draft))
    for draft in drafts:
        if draft.given:
            draft.point_shared_by = list(whose[draft.given])[:2]


def shared_points(drafts):
    """The points of these rows that stand for different places of one kind, in the file or among those that are live.

    What these rows themselves said when they were read before doesn't count.
    """
    whose, own = defaultdict(set), {draft.source_key for draft in drafts}
    for draft in drafts:
        if draft.given:
            whose[draft.given] |= {identity_of(draft), *map(tuple, draft.point_shared_by)}
    lats = {lat for lat, _lon in whose}
    columns = ("given_lat", "given_lon", "source_key", "kind_id", "likeness")
    for lat, lon, key, kind, form in Place.objects.filter(given_lat__in=lats, hidden_at=None).values_list(*columns):
        if (lat, lon) in whose and key not in own:
            whose[lat, lon].add((kind, form))
    return {point for point, there in whose.items() if len(there) > len({kind for kind, _form in there})}
