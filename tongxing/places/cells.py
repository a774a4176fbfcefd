"""What stands where on the map: counts of squares for wide views, the places themselves for near ones. Writes nothing.

Counts of the levels 3 to 14 lie in Cell; finer ones are counted when they are asked for. A mark is counted under every
facet that holds for it. A room above adds facets with a line, `cells.SOURCES.append(source)`: a module or object with
`named()` ([(name of a facet, at most twelve signs; what it is called)]), `knows(facet)`, `narrowed(places, facet)` (a
queryset of places), and `held(pks)` ({facet: those of these keys for which it holds}); `wanted(pks)` too, if it says
what is needed there. It calls actions.count_again when one begins or ends to hold, and `tongxing recount` counts what
is there already.
"""

from collections import Counter, defaultdict
from operator import add
from typing import NamedTuple

from django.db.models import Avg, BigIntegerField, Count, F, Sum
from django.db.models.functions import Cast
from django.utils.translation import gettext as _

from .grid import FINEST, above, column_row, point_at, square, within
from .models import Cell, MapVersion, Place

COARSEST_COUNTED, FINEST_COUNTED = 3, 14
LEVELS = range(COARSEST_COUNTED, FINEST_COUNTED + 1)
ACROSS = 3  # a tile is cut into 2³ × 2³ squares, 64 pixels each on a tile of 512
DEEPEST = 17  # the last zoom of tiles
SHOWN = 60  # a tile that holds no more places shows each of them
LOOKED_AT = 20_000  # the most places that a near tile counts
STALE = "stale"  # the facet of what nobody has confirmed for half a year
SOURCES = []


class Wanted(NamedTuple):
    """One open need of a place, as far as somebody who packs must know it; `grams` of one piece, if known."""

    title: str
    quantity: int | None = None
    unit: str = ""
    urgent: bool = False
    grams: int | None = None


def version():
    """What the tiles of now are called: another word whenever something on the map was counted again."""
    return MapVersion.objects.values_list("mark", flat=True).first() or "none"


def standing(places):
    """Under which (facet, kind, finest square) these places count as they are in memory, and how often."""
    live = [place for place in places if place.hidden_at is None and place.cell is not None]
    found = Counter(("", place.kind_id, place.cell) for place in live)
    found.update((STALE, place.kind_id, place.cell) for place in live if place.stale)
    for source in SOURCES if live else ():
        for facet, keys in source.held([place.pk for place in live]).items():
            found.update((facet, place.kind_id, place.cell) for place in live if place.pk in keys)
    return found


def facets():
    """The names of all facets."""
    return [name for name, _called in named()]


def named():
    """[(name of a facet, what it is called)] of all of them."""
    found = [one for source in SOURCES for one in source.named()]
    return [*found, (STALE, _("Not confirmed for half a year"))]


def narrowed(places, facet):
    """Those of these places for which a facet holds; none for one that isn't known."""
    if facet == STALE:
        return places.filter(stale=True)
    for source in SOURCES:
        if source.knows(facet):
            return source.narrowed(places, facet)
    return places.none()


def wanted(keys):
    """{key of a place: [Wanted], the most urgent first} of some places, by one query for each source."""
    found = {}
    for source in SOURCES if keys else ():
        for key, needs in getattr(source, "wanted", dict.fromkeys)(keys).items():
            found.setdefault(key, []).extend(needs or ())
    return found


def sums_of(rows, coarsest):
    """{(facet, square, kind): (how many, sum of columns, of rows)} of the counted levels down to a coarse one.

    rows: (facet, kind, finest square, how many) each; their sums are of finest columns and rows.
    """
    finest = defaultdict(lambda: (0, 0, 0))
    for facet, kind, cell, more in rows:
        x, y = column_row(cell)
        key = facet, above(cell, FINEST_COUNTED), kind
        n, xs, ys = finest[key]
        finest[key] = n + more, xs + more * x, ys + more * y
    level, every = dict(finest), dict(finest)
    for _level in range(coarsest, FINEST_COUNTED):
        level = coarser(level)
        every |= level
    return every


def coarser(sums):
    """The same sums for the squares one level above."""
    found = defaultdict(lambda: (0, 0, 0))
    for (facet, cell, kind), more in sums.items():
        key = facet, cell >> 2, kind
        found[key] = tuple(map(add, found[key], more))
    return dict(found)


def live_places(kind="", facet=""):
    """Places that the map may show."""
    places = Place.objects.filter(hidden_at=None)
    places = narrowed(places, facet) if facet else places
    return places.filter(kind=kind) if kind else places


def knows(facet):
    """True for the name of a facet."""
    return facet == STALE or any(source.knows(facet) for source in SOURCES)


def tile_of(places, z, x, y):
    """What `tile` says, of places of one's own choice: few enough to be counted when they are asked for."""
    near = places.filter(hidden_at=None).in_cells(*within(square(z, x, y), z, FINEST)).order_by("cell")
    rows = list(near.values_list("uid", "name", "kind_id", "lat", "lon", "precision")[: SHOWN + 1])
    return ("places", rows) if len(rows) <= SHOWN else ("counts", counted_now(near, min(z + ACROSS, FINEST)))


def tile(z, x, y, *, kind="", facet=""):
    """("places", rows) of a tile that holds few, else ("counts", [(how many, lat, lon of their middle)]).

    kind is a code, or empty for all kinds. A row is (uid, name, kind, lat, lon, precision).
    """
    outer = square(z, x, y)
    finer = min(z + ACROSS, FINEST)
    if finer <= FINEST_COUNTED:
        counts = counted(*within(outer, z, finer), kind, facet)
        if sum(n for n, _lat, _lon in counts) > SHOWN or not counts:
            return "counts", counts
    near = live_places(kind, facet).in_cells(*within(outer, z, FINEST)).order_by("cell")
    places = list(near.values_list("uid", "name", "kind_id", "lat", "lon", "precision")[: SHOWN + 1])
    if len(places) <= SHOWN:
        return "places", places
    return "counts", counted_now(near, finer)


def counted(first, last, kind, facet):
    """How many stand in each of these squares, and where their middle is, out of the counts."""
    cells = Cell.objects.filter(facet=facet, cell__range=(first, last))
    cells = cells.filter(kind=kind) if kind else cells
    sums = {f"all_{name}": Cast(Sum(name), BigIntegerField()) for name in ("n", "x", "y")}
    rows = cells.order_by("cell").values_list("cell").annotate(**sums)
    return [mark(n, *point_at(x / n + 0.5, y / n + 0.5)) for _cell, n, x, y in rows if n > 0]


def counted_now(near, level):
    """The same of squares that are too fine to be counted beforehand; at most LOOKED_AT places are looked at."""
    first = near.values("pk")[:LOOKED_AT]
    square_of = F("cell").bitrightshift(2 * (FINEST - level))
    rows = Place.objects.filter(pk__in=first).order_by().values_list(square_of)
    return [mark(*row[1:]) for row in rows.annotate(Count("pk"), Avg("lat"), Avg("lon")).order_by(square_of)]


def mark(n, lat, lon):
    """How many stand round a middle, which is said to a metre."""
    return n, round(lat, 5), round(lon, 5)
