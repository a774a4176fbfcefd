"""Anybody signed in adds a place; what may be the same is shown first."""

import pytest
from django.contrib.auth.models import AnonymousUser

from tongxing.core.events import Event
from tongxing.core.refusal import Refused
from tongxing.core.search import find
from tongxing.places.models import Place

from .conftest import make_place

pytestmark = pytest.mark.django_db

GIVEN = {
    "name": "青冈村小学",
    "kind": "school",
    "area": "四川 雅江",
    "address": "青冈村",
    "about": "两间教室。",
    "point": "30.1, 101.1",
    "datum": "wgs84",
    "once": "a" * 20,
}


def send(client, **changes):
    """The form with what was typed."""
    return client.post("/places/new/", GIVEN | changes)


def test_it_is_there_at_once(client, member):
    client.force_login(member)

    response = send(client)

    place = Place.objects.get()
    assert response.headers["Location"] == f"/places/{place.uid}/edit/way/?new"
    assert (place.name, place.area.name, place.address, place.precision) == (
        "青冈村小学",
        "雅江县",
        "青冈村",
        "address",
    )
    assert (place.lat, place.lon, place.about_html) == (30.1, 101.1, "<p>两间教室。</p>\n")
    assert [key["key"] for key in find("places.place", "青冈 雅江")] == [place.uid]
    assert Event.objects.get(verb="place.created").by == member


def test_the_first_revision_keeps_what_was_said(member):
    place = make_place(member, "青冈村小学", about="两间教室。")

    revision = place.revisions.get()
    assert revision.by == member
    assert revision.changes["name"] == [None, "青冈村小学"]
    assert revision.changes["precision"] == [None, "county"]
    assert "given_lat" not in revision.changes


def test_without_a_point_the_seat_stands_for_it(client, member):
    client.force_login(member)
    send(client, point="")

    place = Place.objects.get()
    assert (place.lat, place.lon, place.precision, place.given_lat) == (place.area.lat, place.area.lon, "county", None)
    assert "Only the county is known; the dot is its seat." in client.get(place.get_absolute_url()).content.decode()


def test_sending_the_form_three_times_makes_one(client, member):
    client.force_login(member)
    targets = {send(client).headers["Location"] for _ in range(3)}

    assert len(targets) == 1
    assert Place.objects.count() == 1


def test_what_may_be_the_same_is_shown_first_and_a_second_press_saves(client, member, place):
    client.force_login(member)

    first = send(client, name="雅江县石板沟完小")
    page = first.content.decode()

    assert Place.objects.count() == 1
    assert "Perhaps it is here already" in page
    assert place.get_absolute_url() in page
    assert "雅江县石板沟完小" in page
    assert f'value="{place.uid}"' in page

    assert send(client, name="雅江县石板沟完小", sure=place.uid).status_code == 302
    assert Place.objects.count() == 2


def test_both_pages_then_name_each_other(client, member, place):
    other = make_place(member, "雅江县石板沟完小")

    assert other.get_absolute_url() in client.get(place.get_absolute_url()).content.decode()
    assert place.get_absolute_url() in client.get(other.get_absolute_url()).content.decode()


@pytest.mark.parametrize(
    ("field", "typed", "says"),
    [
        ("name", "", "required"),
        ("name", "1313", "Write its name in words."),
        ("name", "\u200b\u202e", "required"),
        ("name", "校" * 10_000, "at most 80"),
        ("area", "", "required"),
        ("area", "亚特兰蒂斯", "No such area is known"),
        ("area", "朝阳区", "Which one do you mean"),
        ("kind", "castle", "valid choice"),
        ("point", "七八里", "Write two numbers"),
        ("point", "101.1, 30.1", "Are they swapped"),
        ("point", "nan, nan", "Latitude goes from"),
        ("point", "39.9, 116.4", "km away from 四川省 甘孜藏族自治州 雅江县"),
        ("datum", "mars", "valid choice"),
        ("about", "字" * 10_000, "at most 8000"),
    ],
)
def test_what_cannot_be_taken_is_said_at_its_field_and_nothing_is_lost(client, member, field, typed, says):
    client.force_login(member)

    response = send(client, **{field: typed})
    page = response.content.decode()

    assert response.status_code == 422
    assert says in page
    assert GIVEN["address"] in page
    assert Place.objects.count() == 0


def test_script_and_unseen_signs_do_no_harm(client, member):
    client.force_login(member)
    send(
        client,
        name="<script>alert(1)</script>\u202e小学",
        about="<img src=x onerror=alert(1)> [x](javascript:alert(1))",
    )

    page = client.get(Place.objects.get().get_absolute_url()).content.decode()
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert 'href="javascript:' not in page
    assert "\u202e" not in page


def test_signed_out(client):
    assert client.get("/places/new/").headers["Location"].endswith("?next=/places/new/")
    with pytest.raises(Refused, match="Sign in to add a place."):
        make_place(AnonymousUser())


def test_the_area_of_a_link_is_filled_in(client, member):
    client.force_login(member)

    assert "四川省 甘孜藏族自治州 雅江县" in client.get("/places/new/?area=513325").content.decode()


def test_what_is_needed_is_a_step_of_a_new_record(client, member):
    """What it is, the way there, what is there, what it needs, who surveyed it, a picture: each saved for itself."""
    place = make_place(member)
    client.force_login(member)

    facts = client.post(f"/places/{place.uid}/edit/facts/?new", {"pupils": "32", "then": "next"})
    assert facts.url == f"/needs/new/?place={place.uid}&new"
    given = {"tick": "books-dictionary", "quantity": "30"}
    for number in range(2):
        assert client.post(facts.url, given | {"once": str(number)}).url == facts.url
    page = client.get(facts.url, headers={"accept-language": "en"}).content.decode()
    assert f'/places/{place.uid}/edit/survey/?new">That is all, go on' in page
    steps = client.get(f"/places/{place.uid}/edit/survey/?new", headers={"accept-language": "en"}).content.decode()
    assert steps.index("What is there</a>") < steps.index("What is needed</a>") < steps.index("Who surveyed it</a>")
    assert place.needs.count() == 2
