"""The squares of the map: the places themselves where they are few, counts where they are many, never a hidden one."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tongxing.conftest import NOON
from tongxing.places import actions, cells, grid
from tongxing.places.actions import change_place
from tongxing.places.models import Place, PlaceKind

from .conftest import settle

pytestmark = pytest.mark.django_db
HERE = (30.1, 101.1)


def tile_at(lat, lon, z):
    """The address of the square of a zoom in which a point lies."""
    x, y = grid.column_row(grid.cell_of(lat, lon))
    return f"/map/tiles/{z}/{x >> grid.FINEST - z}/{y >> grid.FINEST - z}.json"


def scatter(many, lat=30.1, lon=101.1, step=0.0004, kind="school", **fields):
    """Many places along a line to the north-east, and their counts."""
    spots = [(lat + step * at, lon + step * at) for at in range(many)]
    made = Place.objects.bulk_create(
        Place(name=f"Place {at}", kind_id=kind, lat=lat, lon=lon, cell=grid.cell_of(lat, lon), **fields)
        for at, (lat, lon) in enumerate(spots)
    )
    actions.recount()
    return made


@pytest.mark.parametrize("z", [0, 4, 11, 12, 17])
def test_few_places_are_shown_themselves(client, place, z):
    settle()

    said = client.get(tile_at(*HERE, z)).json()

    assert said == {"places": [[place.uid, "石板沟小学", "school", 30.1, 101.1, "address"]]}


@pytest.mark.parametrize("z", [0, 3, 8, 11, 12, 13])
def test_many_places_are_counted(client, db, z):
    places = scatter(90, step=0.0001)

    said = client.get(tile_at(*HERE, z)).json()["counts"]

    inside = [one for one in places if tile_at(one.lat, one.lon, z) == tile_at(*HERE, z)]
    assert sum(n for n, _lat, _lon in said) == len(inside) > cells.SHOWN
    total = sum(n * lat for n, lat, _lon in said), sum(n * lon for n, _lat, lon in said)
    middle = sum(one.lat for one in inside), sum(one.lon for one in inside)
    assert [part / len(inside) for part in total] == pytest.approx([part / len(inside) for part in middle], abs=2e-5)


def test_every_place_is_in_exactly_one_square_of_a_zoom(client, db):
    places = scatter(200, lat=29.9, lon=100.9, step=0.002)
    squares = {tile_at(one.lat, one.lon, 9) for one in places}

    shown = [client.get(square).json() for square in squares]

    counted = sum(len(said.get("places", [])) + sum(n for n, *_ in said.get("counts", [])) for said in shown)
    assert len(squares) > 1 and counted == 200


@pytest.mark.parametrize("z", [3, 14])
def test_hidden_places_are_never_shown_nor_counted(client, place, steward, z):
    scatter(70, step=0.0, hidden_at=NOON)
    settle()

    said = client.get(tile_at(*HERE, z)).json()

    assert [row[0] for row in said["places"]] == [place.uid]
    assert sum(n for n, *_ in cells.counted(*grid.within(1, 0, 3), "", "")) == 1


@pytest.mark.parametrize("z", [5, 13])
def test_a_square_of_one_kind(client, db, z):
    scatter(80, step=0.0)
    scatter(70, step=0.0, kind="village")
    scatter(2, step=0.0, kind="library")

    def counts(kind):
        return client.get(tile_at(*HERE, z), {"kind": kind}).json()

    assert [n for n, *_ in counts("school")["counts"]] == [80]
    assert [n for n, *_ in counts("")["counts"]] == [152]
    assert len(counts("library")["places"]) == 2
    assert client.get(tile_at(*HERE, z), {"kind": "castle"}).status_code == 404


def test_a_square_that_is_known_costs_one_look(client, place):
    settle()
    where = tile_at(*HERE, 6)
    first = client.get(where)
    assert first.headers["Cache-Control"] == "public, max-age=5"

    with CaptureQueriesContext(connection) as asked:
        again = client.get(where, headers={"If-None-Match": first["ETag"]})

    assert again.status_code == 304 and len(asked) == 1
    with CaptureQueriesContext(connection) as asked:
        client.get(where)
    assert len(asked) <= 3


@pytest.mark.parametrize("change", [{"lat": 39.9, "lon": 116.4}, {"name": "新名字小学"}, {"kind": "village"}])
def test_whatever_the_map_shows_makes_squares_new(client, place, stranger, change):
    settle()
    where = tile_at(*HERE, 13)
    old = client.get(where)["ETag"]

    given = {"name": place.name, "kind": "school", "area": place.area, "lat": 30.1, "lon": 101.1, "datum": "wgs84"}
    change_place(place, by=stranger, now=NOON, **given | change)
    settle()

    assert client.get(where, headers={"If-None-Match": old}).status_code == 200


def test_what_the_map_does_not_show_leaves_squares_as_they_are(client, place, stranger):
    settle()
    old = client.get(tile_at(*HERE, 13))["ETag"]
    given = {"name": place.name, "kind": "school", "area": place.area, "lat": 30.1, "lon": 101.1, "datum": "wgs84"}
    change_place(place, by=stranger, now=NOON, about="Other words.", **given)
    settle()

    assert client.get(tile_at(*HERE, 13), headers={"If-None-Match": old}).status_code == 304


@pytest.mark.parametrize(
    "where", ["18/0/0", "3/8/0", "3/0/8", "0/0/1", "99999999999999999999/0/0", "3/99999999999999999999/0"]
)
def test_squares_that_do_not_exist(client, db, where):
    answer = client.get(f"/map/tiles/{where}.json")
    assert answer.status_code == 404
    assert answer.content.decode() == "The map has no such square."


@pytest.mark.parametrize("where", ["-1/0/0", "a/0/0", "3/0", "1.5/0/0", "٣/0/0"])
def test_addresses_that_are_none(client, db, where):
    assert client.get(f"/map/tiles/{where}.json").status_code == 404


@pytest.mark.parametrize("kind", ["\x00", "x" * 5000, "学校", "school\x00"])
def test_kinds_that_are_none(client, db, kind):
    assert PlaceKind.objects.exists()
    assert client.get("/map/tiles/3/6/3.json", {"kind": kind}).status_code == 404


def test_a_square_full_of_places_looks_at_a_bounded_number(client, db, monkeypatch):
    monkeypatch.setattr(cells, "LOOKED_AT", 100)
    scatter(150, step=0.0)
    assert [n for n, *_ in client.get(tile_at(*HERE, 15)).json()["counts"]] == [100]
