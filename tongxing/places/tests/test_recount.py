"""The counts of the map follow every write, whatever happens in whatever order; a recount proves and repairs them."""

from concurrent.futures import ThreadPoolExecutor
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tongxing.conftest import NOON
from tongxing.core.models import Pending
from tongxing.core.outbox import do, take
from tongxing.places import actions, cells, recounting
from tongxing.places.actions import change_place, counting
from tongxing.places.grid import above, cell_of, square, within
from tongxing.places.models import Cell, MapVersion, Place

from .conftest import make_place, settle

pytestmark = pytest.mark.django_db
KINDS = ["school", "village"]
SPOTS = [(30.1, 101.1), (30.10001, 101.10001), (39.9, 116.4), (-89.9, 179.99), None]
STEPS = st.lists(
    st.tuples(st.sampled_from(["add", "move", "turn", "hide", "show", "remove", "fold"]), st.integers(0, 9)),
    max_size=14,
)
SLOW = settings(
    max_examples=30, deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)  # fmt: skip


def counted(place, write):
    """What every deed does around its write."""
    before = cells.standing([place] if place.pk else [])
    write(place)
    actions.count_again(before, cells.standing([place] if place.pk else []))


def set_and_save(**values):
    def write(place):
        for name, value in values.items():
            setattr(place, name, value)
        place.cell = cell_of(place.lat, place.lon)
        place.save()

    return write


def step(what, number):
    """One thing that may happen; `number` chooses to whom and where."""
    places = list(Place.objects.order_by("pk"))
    lat, lon = SPOTS[number % len(SPOTS)] or (None, None)
    if what == "add":
        counted(Place(name="x", kind_id=KINDS[number % 2]), set_and_save(lat=lat, lon=lon))
    elif what == "fold" and (waiting := list(Pending.objects.filter(job="places.fold"))):
        do(waiting[number % len(waiting)])  # in any order
    elif places and what != "fold":
        writes = {
            "move": set_and_save(lat=lat, lon=lon),
            "turn": set_and_save(kind_id=KINDS[number % 2]),
            "hide": set_and_save(hidden_at=NOON),
            "show": set_and_save(hidden_at=None),
            "remove": lambda place: place.delete(),
        }
        counted(places[number % len(places)], writes[what])


def play(steps):
    """Let all this happen to an empty map; returns what differs then, before and after the last fold."""
    with transaction.atomic():
        for what, number in steps:
            step(what, number)
        between = said()
        for waiting in Pending.objects.filter(job="places.fold").order_by("-pk"):
            do(waiting)
        assert not Pending.objects.filter(job="places.fold").exists()
        after = said()
        transaction.set_rollback(True)
    return between, after


def said():
    """Every square that a recount would change."""
    return [key for part in recounting.differences() for key in part]


@SLOW
@given(STEPS)
def test_any_life_of_places_leaves_the_counts_right(steps):
    assert play(steps) == ([], [])


def test_without_the_subtraction_it_would_be_wrong(monkeypatch):
    steps = [("add", 0), ("fold", 0), ("move", 2)]
    assert play(steps) == ([], [])
    monkeypatch.setattr(counting, "fold", lambda changes, fold=counting.fold: fold([c for c in changes if c[3] > 0]))
    monkeypatch.setattr(actions, "fold", counting.fold)

    _between, after = play(steps)

    assert after


def test_the_deeds_are_counted(steward, stranger):
    place = make_place(steward, lat=30.1, lon=101.1, datum="wgs84")
    make_place(steward, "青冈村完小", "雅江")
    assert Cell.objects.count() == 0
    settle()
    assert totals() == {"school": 2}

    change_place(place, by=stranger, now=NOON, **values_for(place, kind="village", lat=39.9, lon=116.4))
    assert totals() == {"school": 2}
    settle()

    assert totals() == {"school": 1, "village": 1}
    assert said() == []


def values_for(place, **fields):
    """What the form of a place would send, with these values changed."""
    given = {"name": place.name, "area": None, "address": place.address, "about": place.about, "kind": place.kind_id}
    return given | {"datum": "wgs84"} | fields


def totals():
    """{kind: how many} on the widest level of the map."""
    rows = Cell.objects.filter(cell__range=within(1, 0, cells.COARSEST_COUNTED), n__gt=0)
    return {kind: n for kind, n in rows.values_list("kind_id", "n")}


def test_a_fold_that_fails_half_way_is_not_counted_twice(steward, monkeypatch):
    make_place(steward)
    while (pending := take(NOON.replace(year=2200))).job != "places.fold":
        pass
    with monkeypatch.context() as broken:
        broken.setattr(counting, "upsert", lambda rows, upsert=counting.upsert: upsert(rows) or 1 / 0)
        do(pending)
    assert Cell.objects.count() == 0

    pending.refresh_from_db()
    pending.lease = "mine"
    pending.save()
    do(pending)
    do(pending)

    assert totals() == {"school": 1}


def test_a_recount_says_what_differs_and_repairs_it(steward):
    place = make_place(steward, lat=30.1, lon=101.1, datum="wgs84")
    settle()
    before = MapVersion.objects.get().mark
    Cell.objects.filter(cell=above(place.cell, 9)).update(n=7)
    Cell.objects.create(facet="", cell=square(12, 1, 1), kind_id="village", n=2, x=2, y=2)
    Place.objects.filter(pk=place.pk).update(cell=place.cell + 1)

    told, status = run("--check")
    assert status == 1 and "level 9, round" in told and "-6 school" in told and place.uid in told
    assert run("--check") == (told, 1)

    told, status = run()
    assert status == 0 and "repaired" in told
    assert run("--check") == ("The map counts what stands there.\n", 0)
    assert MapVersion.objects.get().mark != before
    assert said() == []


def run(*args):
    """(what `tongxing recount` prints, its exit code)."""
    out, status = StringIO(), 0
    try:
        call_command("recount", *args, stdout=out)
    except SystemExit as ended:
        status = ended.code
    return out.getvalue(), status


def test_a_recount_builds_the_whole_map_and_leaves_what_waits_alone(steward):
    make_place(steward, lat=30.1, lon=101.1, datum="wgs84")
    make_place(steward, "客厅", "北京 东城区", lat=39.9, lon=116.4, datum="wgs84", kind="community")
    settle()
    built = sorted(Cell.objects.values_list("cell", "kind_id", "n", "x", "y"))
    Cell.objects.all().delete()
    make_place(steward, "木耳村小学", "四川 越西")

    actions.recount()

    assert sorted(Cell.objects.values_list("cell", "kind_id", "n", "x", "y")) == built
    settle()
    assert said() == []


class Surveyed:
    """A source of one facet: where somebody has stood with the point in hand."""

    @staticmethod
    def named():
        return [("surveyed", "Surveyed on the spot")]

    @staticmethod
    def knows(facet):
        return facet == "surveyed"

    @staticmethod
    def narrowed(places, _facet):
        return places.filter(precision="surveyed")

    @staticmethod
    def held(keys):
        return {"surveyed": set(Surveyed.narrowed(Place.objects.filter(pk__in=keys), "").values_list("pk", flat=True))}


def test_a_facet_is_counted_apart(steward, monkeypatch):
    monkeypatch.setattr(cells, "SOURCES", [Surveyed])
    place = make_place(steward, lat=30.1, lon=101.1, datum="wgs84", surveyed=True)
    make_place(steward, "青冈村完小", "雅江")
    settle()

    assert said() == []
    assert [n for n, *_ in cells.counted(*within(1, 0, 3), "", "surveyed")] == [1]
    assert [row[0] for row in cells.tile(0, 0, 0, facet="surveyed")[1]] == [place.uid]
    assert len(cells.tile(0, 0, 0)[1]) == 2


@pytest.mark.django_db(transaction=True)
def test_a_recount_reads_one_moment_and_repairs_differences_alone(steward, monkeypatch):
    place = make_place(steward, lat=30.1, lon=101.1, datum="wgs84")
    settle()
    Cell.objects.filter(cell=above(place.cell, 9)).update(n=7)
    inner = recounting.counts_in

    def others_write():
        make_place(steward, "青冈村完小", "雅江")
        settle()
        connection.close()

    def counts_then_a_write(part):
        """What is read after this must not see what was written and counted meanwhile."""
        found = inner(part)
        with ThreadPoolExecutor(1) as other:
            other.submit(others_write).result()
        return found

    monkeypatch.setattr(recounting, "counts_in", counts_then_a_write)
    assert actions.recount() == 1
    monkeypatch.undo()
    settle()

    assert said() == []
