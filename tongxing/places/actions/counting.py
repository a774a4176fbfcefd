"""Keeping the counts of the map: every write says what it changes, the worker adds that up, and a recount repairs."""

from django.db import connection, transaction

from tongxing.core.ids import new_uid
from tongxing.core.outbox import later

from .. import recounting
from ..cells import COARSEST_COUNTED, sums_of
from ..models import Cell, MapVersion, Place

AT_ONCE = 400


def count_again(before, after):
    """Let the map follow from what `cells.standing` said before a write and after it, in the same transaction.

    Also when nothing moved: the map shows names.
    """
    changes = {key: after[key] - before[key] for key in before | after if after[key] != before[key]}
    later("places.fold", changes=[[*key, more] for key, more in changes.items()])


@transaction.atomic
def fold(changes):
    """Add what changed, [[facet, kind, finest square, how many more]], to the counts of every level."""
    add_to_counts(sums_of(changes, COARSEST_COUNTED))
    MapVersion.objects.update_or_create(pk=1, defaults={"mark": new_uid()})


def add_to_counts(sums):
    """Add {(facet, square, kind): (how many, sum of columns, of rows)} to the counts; always in the same order."""
    rows = [(*key, *more) for key, more in sorted(sums.items()) if any(more)]
    for start in range(0, len(rows), AT_ONCE):
        some = rows[start : start + AT_ONCE]
        with transaction.atomic():
            upsert(some)
            Cell.objects.filter(n=0, x=0, y=0, cell__in={row[1] for row in some if row[3] <= 0}).delete()


def upsert(rows):
    """Make these counts, or add to those that are there; both databases take the same words."""
    values = ", ".join(["(%s, %s, %s, %s, %s, %s)"] * len(rows))
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO places_cell (facet, cell, kind_id, n, x, y) VALUES {values} "
            "ON CONFLICT (facet, cell, kind_id) DO UPDATE SET "
            "n = places_cell.n + excluded.n, x = places_cell.x + excluded.x, y = places_cell.y + excluded.y",
            [part for row in rows for part in row],
        )


def recount(*, repair=True, tell=lambda line: None):
    """Compare the map with the places themselves. Returns how many squares differ; `repair` makes them right.

    Others may write meanwhile: what is added is a difference, seen in one moment, and differences add up in any order.
    """
    wrong = 0
    for place, cell in list(recounting.misplaced()):
        tell(f"{place.uid} {place.name}: stands in another square than its point")
        wrong += 1
        if repair:
            Place.objects.filter(pk=place.pk, lat=place.lat, lon=place.lon).update(cell=cell)
    for differences in recounting.differences():
        for key in sorted(differences):
            tell(recounting.said(key, differences[key]))
        wrong += len(differences)
        if repair:
            add_to_counts(differences)
    if wrong and repair:
        MapVersion.objects.update_or_create(pk=1, defaults={"mark": new_uid()})
    return wrong
