"""A place of our own making, for the stories of this room."""

import pytest

from tongxing.conftest import NOON
from tongxing.core.areas import find_areas
from tongxing.places.actions import create_place


def area_named(name):
    """The area that this name means first."""
    return find_areas(name)[0]


def make_place(by, name="石板沟小学", area="四川 雅江", *, now=NOON, kind="school", **fields):
    """An invented place in a real county."""
    return create_place(by=by, now=now, kind=kind, name=name, area=area_named(area), **fields)


@pytest.fixture
def place(steward):
    return make_place(steward, address="八角楼乡石板沟村", about="河谷边的村小。", lat=30.1, lon=101.1, datum="wgs84")
