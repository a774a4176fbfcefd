"""What is needed where: 需求地图 as a list, and on the map."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tongxing.conftest import NOON
from tongxing.needs.actions import move_place
from tongxing.needs.models import Category, Need
from tongxing.places.cells import narrowed
from tongxing.places.models import Cell, Place
from tongxing.places.recounting import differences
from tongxing.places.tests.conftest import make_place, settle

from .conftest import make_need


@pytest.fixture
def three(steward, place):
    """Dictionaries here, balls there (urgent), and chalk that a team lacks."""
    there = make_place(steward, "远山小学", "四川 甘孜县", lat=31.6, lon=99.9, datum="wgs84")
    sport = Category.objects.get(code="sport")
    return [
        make_need(steward, place=place),
        make_need(steward, place=there, title="Balls", category=sport, tick=None,
                  urgent_until=timezone.localdate() + timedelta(days=3)),
        make_need(steward, space=steward.space, title="Chalk", category=Category.objects.get(code="aids"), tick=None),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("query", "shown"),
    [("", "Dictionaries Balls Chalk"), ("category=sport", "Balls"), ("urgent=1", "Balls"), ("q=字典", ""),
     ("q=书籍", "Dictionaries"), ("q=石板沟", "Dictionaries"), ("area=甘孜县", "Balls"),
     ("area=四川", "Dictionaries Balls"),
     ("area=Nowhere", ""), ("q=雅江 dictionaries", "Dictionaries")],
)  # fmt: skip
def test_who_needs_what(client, three, query, shown):
    page = client.get(f"/needs/?lang=en&{query}").content.decode()

    assert {need.title for need in three if f">{need.title}<span" in page} == set(shown.split())


def test_what_is_promised_or_over_is_not_lacking(client, three):
    Need.objects.filter(title="Balls").update(agreed=30)
    Need.objects.filter(title="Chalk").update(until=NOON.date())

    page = client.get("/needs/?lang=en").content.decode()

    assert "Dictionaries" in page and "Balls" not in page and "Chalk" not in page


def test_a_space_of_members_keeps_its_needs(client, space, steward, stranger):
    type(space).objects.update(audience="members")
    need = make_need(steward, space=space)
    client.force_login(stranger)

    assert client.get(need.get_absolute_url()).status_code == 404
    assert need.title not in client.get("/needs/").content.decode()


def test_the_map_counts_where_something_is_lacking(three):
    settle()

    assert not any(differences())
    assert {cell.facet for cell in Cell.objects.all()} == {"", "needs", "need:books", "need:sport"}
    assert narrowed(Place.objects.all(), "need:sport").get().name == "远山小学"
    assert narrowed(Place.objects.all(), "needs").count() == 2


def test_what_two_records_lack_is_lacking_at_one(three, place):
    other = Place.objects.exclude(pk=place.pk).get()

    assert move_place(other, place) == [("needs.need", three[1].pk, "place")]
    assert place.needs.count() == 2


def test_a_place_and_a_home_page_show_it(client, three, place):
    assert "Dictionaries" in client.get(place.get_absolute_url(), {"lang": "en"}).content.decode()
    assert "Needed just now" in client.get("/?lang=en").content.decode()
