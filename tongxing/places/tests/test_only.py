"""List and map narrowed alike: what is lacking where, what is stale, what is mine."""

import json

import pytest
from django.utils import timezone

from tongxing.conftest import NOON, make_activity
from tongxing.needs.tests.conftest import make_need
from tongxing.places.actions import mark_place
from tongxing.places.models import Place

from .conftest import make_place, settle
from .test_tile import tile_at


@pytest.fixture
def three(space, steward, member):
    """One that lacks dictionaries, one that is stale, one that the member watches; all near one another."""
    found = [make_place(steward, name, lat=30.1 + at / 1000, lon=101.1, datum="wgs84", now=timezone.now())
             for at, name in enumerate(("一小", "二小", "三小"))]  # fmt: skip
    make_need(steward, place=found[0], now=timezone.now())
    settle()
    Place.objects.filter(pk=found[1].pk).update(stale=True)
    make_activity(space, steward, place=found[0])  # months ago by now
    mark_place(found[2], by=member, kind="watching", on=None, today=NOON.date(), now=timezone.now())
    return found


@pytest.mark.parametrize(
    ("only", "named"),
    [("needs", "一小"), ("need:books", "一小"), ("stale", "二小"), ("mine", "三小"), ("space:readers", "一小")],
)
def test_list_and_map_say_the_same(client, three, member, only, named):
    client.force_login(member)
    uids = {place.uid: place.name for place in three}

    page = client.get("/places/", {"only": only, "lang": "en"}).content.decode()
    box = client.get("/map/", {"only": only, "bbox": "101,30,101.2,30.2"}).content.decode()
    said = json.loads(client.get("/map/places.geojson", {"only": only}).content)

    assert [name for uid, name in uids.items() if f"/places/{uid}/" in page] == [named]
    assert [name for uid, name in uids.items() if f"/places/{uid}/" in box] == [named]
    assert [one["properties"]["name"] for one in said["features"]] == [named]
    tile = client.get(tile_at(30.1, 101.1, 13), {"only": only})
    assert [uids[row[0]] for row in tile.json()["places"]] == [named]
    assert "public" in tile["Cache-Control"] or only in ("mine", "space:readers")


def test_a_square_of_counts_is_narrowed_too(client, three, steward):
    settle()
    assert client.get(tile_at(30.1, 101.1, 5), {"only": "needs"}).json() == {"places": [
        [three[0].uid, "一小", "school", 30.1, 101.1, "address"]]}  # fmt: skip


def test_what_nobody_knows_is_said(client, three):
    page = client.get("/places/", {"only": "gold", "lang": "en"}).content.decode()

    assert "Places can't be narrowed to “gold”." in page.replace("&#39;", "'")
    assert client.get(tile_at(30.1, 101.1, 13), {"only": "gold"}).status_code == 404
    assert client.get("/map/places.geojson", {"only": "gold"}).status_code == 400
    assert client.get("/places/export.csv", {"only": "gold"}).status_code == 400


def test_mine_is_nobodys_without_an_account(client, three):
    assert client.get(tile_at(30.1, 101.1, 13), {"only": "mine"}).status_code == 404


def test_a_space_that_one_may_not_see_narrows_nothing(client, three, space, stranger):
    type(space).objects.filter(pk=space.pk).update(audience="members")
    client.force_login(stranger)

    for only in ("space:readers", "space:nobody", "space:"):
        assert "narrowed to" in client.get("/places/", {"only": only, "lang": "en"}).content.decode()
        assert client.get("/map/places.geojson", {"only": only}).status_code == 400
        assert client.get(tile_at(30.1, 101.1, 13), {"only": only}).status_code == 404
