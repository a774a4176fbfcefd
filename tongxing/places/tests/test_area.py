"""Pages of areas: what lies in them, the cascade of choices, and what rooms above add."""

import re

import pytest
from django.utils import timezone

from tongxing.conftest import make_activity
from tongxing.needs.tests.conftest import make_need
from tongxing.places.views.areas import TOWN

from .conftest import make_place

pytestmark = pytest.mark.django_db
YAJIANG, GANZI, SICHUAN = "513325", "513300", "510000"


@pytest.fixture
def place(steward):
    return make_place(steward, lat=30.1, lon=101.1, datum="wgs84", address="八角楼乡王呷村")


def read(client, where, **asked):
    return client.get(where, {"lang": "en"} | asked, follow=True).content.decode()


def links(page):
    return set(re.findall(r'href="(/areas/[^"]*)"', page))


def test_from_the_country_down_to_a_town(client, place):
    assert f"/areas/{SICHUAN}/" in links(read(client, "/areas/"))
    assert f"/areas/{GANZI}/" in links(read(client, f"/areas/{SICHUAN}/"))
    page = read(client, f"/areas/{YAJIANG}/")
    assert {"/areas/", f"/areas/{SICHUAN}/", f"/areas/{GANZI}/"} <= links(page)
    assert "八角楼乡</a>" in page and place.get_absolute_url() in page and "1 place" in page


@pytest.mark.parametrize(
    ("chosen", "there"),
    [
        ([SICHUAN], f"/areas/{SICHUAN}/"),
        ([SICHUAN, GANZI, YAJIANG], f"/areas/{YAJIANG}/"),
        ([SICHUAN, "", ""], f"/areas/{SICHUAN}/"),
        (["440000", GANZI, YAJIANG], "/areas/440000/"),  # another province was chosen: the rest is of the old one
        (["", GANZI], "/areas/"),
        (["x" * 900], "/areas/"),
    ],
)
def test_each_choice_lies_in_the_one_before(client, chosen, there):
    assert client.get("/areas/", {"in": chosen}).url == there


def test_the_choices_stand_as_they_were_chosen(client):
    page = read(client, f"/areas/{GANZI}/")

    assert re.findall(r'<option value="(\d+)" selected', page) == [SICHUAN, GANZI]
    assert page.count("<select") == 3 and f'<option value="{YAJIANG}">' in page


@pytest.mark.parametrize("code", ["999999", "51332", "5133255", "x", "%00"])
def test_what_is_no_area(client, code):
    assert client.get(f"/areas/{code}/").status_code == client.get(f"/areas/{code}/feed.atom").status_code == 404


def test_what_is_going_on_there(client, place, space, steward, stranger):
    make_need(steward, place=place, now=timezone.now())
    when = {"starts_wall": "2099-05-06T14:00", "ends_wall": "2099-05-06T16:00", "place": place}
    make_activity(space, steward, title="Walking up", **when)
    make_activity(space, steward, title="For us", audience="members", **when)
    type(space).objects.filter(pk=space.pk).update(area_id=YAJIANG)
    client.force_login(stranger)

    page, elsewhere = read(client, f"/areas/{SICHUAN}/"), read(client, "/areas/440000/")

    for words in ("Dictionaries", "Walking up", space.name):
        assert words in page and words not in elsewhere
    assert "For us" not in page
    assert f"/needs/?area={SICHUAN}" in page


def test_a_space_for_members_is_not_said_to_be_there(client, space, steward, stranger):
    type(space).objects.filter(pk=space.pk).update(area_id=YAJIANG, audience="members")

    for person, seen in ((None, False), (stranger, False), (steward, True)):
        if person:
            client.force_login(person)
        assert (space.name in read(client, f"/areas/{YAJIANG}/")) == seen


@pytest.mark.parametrize(
    ("address", "town"),
    [("八角楼乡王呷村", "八角楼乡"), ("四川省甘孜州雅江县红龙镇", "红龙镇"), ("观音桥镇", "观音桥镇"),
     ("王府街道12号", "王府街道"),
     ("解放路3号", None), ("县城", None)],
)  # fmt: skip
def test_the_town_of_an_address(address, town):
    found = TOWN.match(address)

    assert (found and found[1]) == town
