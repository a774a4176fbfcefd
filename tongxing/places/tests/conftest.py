"""A place of our own making, for the stories of this room."""

from types import SimpleNamespace

import pytest

from tongxing.conftest import NOON
from tongxing.core.areas import find_areas
from tongxing.core.models import Pending
from tongxing.core.outbox import work_once
from tongxing.places.actions import create_place, save_route
from tongxing.places.models import Place


def area_named(name):
    """The area that this name means first."""
    return find_areas(name)[0]


def make_place(by, name="石板沟小学", area="四川 雅江", *, now=NOON, kind="school", **fields):
    """An invented place in a real county."""
    return create_place(by=by, now=now, kind=kind, name=name, area=area_named(area), **fields)


def make_route(by, name="Over the pass", within_km=10, **fields):
    """A kept way from Chengdu to Kangding."""
    spots = [(30.575, 104.064, "成都"), (30.013, 103.04, "雅安"), (30.001, 101.956, "康定")]
    return save_route(by=by, name=name, lines=[spots], within_km=within_km, **fields)


@pytest.fixture
def way(member):
    return make_route(member)


@pytest.fixture
def place(steward):
    return make_place(steward, address="八角楼乡石板沟村", about="河谷边的村小。", lat=30.1, lon=101.1, datum="wgs84")


def source_of(wanted_of):
    """A room above that knows what is needed where: `wanted_of(keys)` is {key: [Wanted]}."""

    def narrowed(places, _facet):
        return places.filter(pk__in=wanted_of(Place.objects.values_list("pk", flat=True)))

    def held(keys):
        return {"needs": set(wanted_of(keys))}

    said = {"named": lambda: [("needs", "With open needs")], "knows": "needs".__eq__}
    return SimpleNamespace(**said, narrowed=narrowed, held=held, wanted=wanted_of)


def settle():
    """Let the worker do what waits, but for what is due in half a year: the places of a test were made long ago."""
    Pending.objects.filter(job="places.grow_old").delete()
    while work_once():
        pass
