"""Where the counts of the map differ from the places themselves. Writes nothing.

It goes through the map in large squares, each seen in one moment, so that neither memory nor a lock grows with it.
"""

from contextlib import contextmanager

from django.db import connection, transaction
from django.db.models import F, Q

from tongxing.core.models import Pending

from .cells import COARSEST_COUNTED, FINEST_COUNTED, coarser, facets, live_places, sums_of
from .grid import FINEST, cell_of, middle_of, within
from .models import Cell, Place

PART = 5  # the level of the large squares: some twenty hold the country


def misplaced():
    """(place, the square in which its point lies) of every place that says another one."""
    places = Place.objects.filter(Q(lat__isnull=False) | Q(cell__isnull=False)).only(
        "uid", "name", "lat", "lon", "cell"
    )
    for place in places.order_by("pk").iterator():
        cell = cell_of(place.lat, place.lon)
        if cell != place.cell:
            yield place, cell


def differences():
    """For one part of the map after the other: {(facet, square, kind): what must be added to its count}."""
    for part in parts():
        with one_moment():
            found = counts_in(part)
            wanted = sums_of(standing_in(part), PART)
        yield less(wanted, found)
    with one_moment():
        found = {level: by_key(counts_at(level)) for level in range(COARSEST_COUNTED, PART + 1)}
    wanted = found[PART]
    for level in range(PART - 1, COARSEST_COUNTED - 1, -1):
        wanted = coarser(wanted)
        yield less(wanted, found[level])


def parts():
    """The large squares in which something stands or is counted."""
    found = set(parts_of(Place.objects.filter(cell__isnull=False), FINEST))
    for level in range(PART, FINEST_COUNTED + 1):
        found.update(parts_of(counts_at(level), level))
    return sorted(found)


def parts_of(rows, level):
    """The large squares that hold the squares of some rows."""
    return rows.order_by().values_list(F("cell").bitrightshift(2 * (level - PART)), flat=True).distinct()


def counts_at(level, outer=1, outer_level=0):
    """What is counted in the squares of a level, everywhere or within a larger square."""
    return Cell.objects.filter(cell__range=within(outer, outer_level, level))


def by_key(cells):
    """{(facet, square, kind): (how many, sum of columns, of rows)} of some counts."""
    return {(facet, cell, kind): sums for facet, cell, kind, *sums in cells.values_list(
        "facet", "cell", "kind_id", "n", "x", "y")}  # fmt: skip


def counts_in(part):
    """What is counted in a large square, on all levels from its own down."""
    levels = range(PART, FINEST_COUNTED + 1)
    return {key: sums for level in levels for key, sums in by_key(counts_at(level, part, PART)).items()}


def standing_in(part):
    """(facet, kind, finest square, how many) for every place in a large square, less what waits to be counted."""
    first, last = within(part, PART, FINEST)
    for facet in ["", *facets()]:
        for kind, cell in live_places(facet=facet).in_cells(first, last).values_list("kind_id", "cell").iterator():
            yield facet, kind, cell, 1
    for payload in Pending.objects.filter(job="places.fold", given_up_at=None).values_list("payload", flat=True):
        yield from ((facet, kind, cell, -n) for facet, kind, cell, n in payload["changes"] if first <= cell <= last)


def less(wanted, found):
    """What must be added to what was found, where it isn't what is wanted."""
    nothing = (0, 0, 0)
    pairs = {key: (wanted.get(key, nothing), found.get(key, nothing)) for key in wanted.keys() | found.keys()}
    more = {key: tuple(a - b for a, b in zip(*pair, strict=True)) for key, pair in pairs.items()}
    return {key: sums for key, sums in more.items() if any(sums)}


def said(key, more):
    """A difference in words, for the operator."""
    facet, cell, kind = key
    level = (cell.bit_length() - 1) // 2
    lat, lon = middle_of(cell, level)
    of = f"{kind} ({facet})" if facet else kind
    return f"level {level}, round {lat:.4f}, {lon:.4f}: {more[0]:+d} {of}"


@contextmanager
def one_moment():
    """Everything that is read inside is seen as it was at one moment; nobody waits for it."""
    if connection.in_atomic_block:  # the caller's own transaction
        yield
    elif connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("BEGIN DEFERRED")  # Django's own would ask to write
            try:
                yield
            finally:
                cursor.execute("ROLLBACK")
    else:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield
