"""Anybody signed in writes what they know better; what was there before is kept."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser

from tongxing.conftest import NOON
from tongxing.core.events import Event
from tongxing.core.refusal import Refused
from tongxing.core.search import find
from tongxing.places.actions import change_place

from .conftest import area_named, make_place

pytestmark = pytest.mark.django_db

LATER = NOON + timedelta(days=1)


def given(place, **changes):
    """What the form of a place asks for, with some of it changed."""
    fields = {
        "kind": place.kind_id,
        "name": place.name,
        "area": place.area,
        "address": place.address,
        "about": place.about,
    }
    return fields | {"lat": place.given_lat, "lon": place.given_lon, "datum": place.datum} | changes


def test_a_revision_says_what_changed(place, stranger):
    changed = change_place(place, by=stranger, now=LATER, **given(place, name="石板沟完全小学", about="新修了教室。"))

    revision = changed.revisions.last()
    assert (revision.by, revision.at) == (stranger, LATER)
    assert revision.changes == {"name": ["石板沟小学", "石板沟完全小学"], "about": ["河谷边的村小。", "新修了教室。"]}
    assert changed.changed_at == LATER
    assert Event.objects.last().facts == {"fields": ["about", "name"]}
    assert [key["key"] for key in find("places.place", "新修")] == [place.uid]
    assert not find("places.place", "河谷")


def test_nothing_changed_nothing_happens(place, stranger):
    change_place(place, by=stranger, now=LATER, **given(place))

    assert place.revisions.count() == 1
    assert not Event.objects.filter(verb="place.changed").exists()


def test_a_rough_point_keeps_what_was_given(steward):
    """An import's shared point is kept beside the seat that stands for it, until somebody knows better."""
    place = make_place(steward, address="一")
    type(place).objects.update(given_lat=30.5, given_lon=101.5, datum="unknown")
    place.refresh_from_db()

    place = change_place(place, by=steward, now=LATER, **given(place, lat=None, lon=None, address="二"))
    assert (place.given_lat, place.precision) == (30.5, "county")

    place = change_place(
        place, by=steward, now=LATER, **given(place, lat=30.1, lon=101.1, datum="wgs84", surveyed=True)
    )
    assert (place.lat, place.given_lat, place.precision) == (30.1, 30.1, "surveyed")


def test_the_form_shows_what_is_there(client, place, stranger):
    client.force_login(stranger)

    page = client.get(f"/places/{place.uid}/edit/").content.decode()

    for words in (
        "石板沟小学",
        "四川省 甘孜藏族自治州 雅江县",
        "八角楼乡石板沟村",
        "30.10000, 101.10000",
        "河谷边的村小。",
    ):
        assert words in page


def test_the_page_saves_and_says_so(client, place, stranger):
    client.force_login(stranger)
    sent = {
        "name": "石板沟小学",
        "kind": "school",
        "area": "雅江",
        "address": "新地址",
        "point": "",
        "datum": "unknown",
    }

    response = client.post(f"/places/{place.uid}/edit/", sent, follow=True)

    assert "Saved. What was there before is kept." in response.content.decode()
    assert "新地址" in response.content.decode()


def test_another_area_moves_it(place, stranger):
    moved = change_place(place, by=stranger, now=LATER, **given(place, area=area_named("理塘"), lat=None, lon=None))

    assert (moved.area.name, moved.lat, moved.precision) == ("理塘县", moved.area.lat, "county")


def test_signed_out(client, place):
    assert client.get(f"/places/{place.uid}/edit/").status_code == 302
    with pytest.raises(Refused, match="Sign in to write what you know."):
        change_place(place, by=AnonymousUser(), now=LATER, **given(place))
