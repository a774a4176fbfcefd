"""Needs, offers and matches over the API: the same deeds and sentences as on the pages."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tongxing.conftest import newcomer, program, send
from tongxing.needs.actions import offer_match
from tongxing.needs.models import Match, Need, Offer
from tongxing.people.models import Token

from .conftest import make_need, make_offer

pytestmark = pytest.mark.django_db
THEIRS = "Only those who look after 石板沟小学 can do this."


def wrong(response):
    """{field: sentence} of a problem."""
    assert response["Content-Type"] == "application/problem+json"
    return {one["field"]: one["message"] for one in response.json().get("errors", [])}


def titles(response):
    return [one["title"] for one in response.json()["items"]]


def ahead(days):
    """A day to come, as it is sent."""
    return (timezone.localdate() + timedelta(days=days)).isoformat()


def test_a_tick_says_the_rest(place, stranger):
    me = program(stranger, Token.NEEDS)

    made = send(me, "POST", "/needs", {"place": place.uid, "tick": "books-dictionary", "quantity": 30})

    said = made.json()
    assert made.status_code == 201 and made["Location"].endswith(f"/api/v1/needs/{said['uid']}")
    assert (said["title"], said["category"], said["left"], said["state"]) == ("Dictionaries", "books", 30, "open")
    assert said["place"]["name"] == place.name and said["space"] is None and said["area"]["full_name"]
    assert send(program(None), "GET", f"/needs/{said['uid']}").json() == said


@pytest.mark.parametrize(
    ("given", "field", "sentence"),
    [
        ({}, "place", "Send a place or a space that lacks it, one of them."),
        ({"place": "222222222222", "tick": "books-dictionary"}, "place", "There is nothing here that you may see."),
        ({"place": "HERE", "space": "readers", "tick": "books-dictionary"}, "place",
         "Send a place or a space that lacks it, one of them."),
        ({"place": "HERE"}, "title", "Choose from the list, or write what is lacking."),
        ({"place": "HERE", "title": "Rope"}, "category", "Choose what kind of thing it is."),
        ({"place": "HERE", "tick": "books-dictionary", "until": "2001-01-01"}, "until", "Choose a day to come."),
        ({"place": "HERE", "tick": "books-dictionary", "quantity": 0}, "quantity", "At least 1."),
        ({"place": "HERE", "tick": "books-dictionary", "amount": 3}, "amount", "This field isn't known here."),
    ],
)  # fmt: skip
def test_what_cannot_be_a_need(place, space, stranger, given, field, sentence):
    given = {name: place.uid if value == "HERE" else value for name, value in given.items()}

    answer = send(program(stranger), "POST", "/needs", given)

    assert answer.status_code == 422 and wrong(answer)[field] == sentence
    assert not Need.objects.exists()


def test_only_what_is_sent_changes(need, steward):
    Need.objects.update(until="2001-01-01", agreed=4)
    me, where = program(steward), f"/needs/{need.uid}"

    assert send(me, "PATCH", where, {"quantity": 40}).json()["left"] == 36
    assert send(me, "PATCH", where, {"quantity": 3}).json()["detail"].startswith("4 are promised already")
    assert send(me, "PATCH", where, {"until": None}).json()["until"] is None
    assert send(me, "PATCH", where, {"tick": "sport-ball"}).json()["category"] == "sport"
    need.refresh_from_db()
    assert (need.quantity, need.agreed, need.about) == (40, 4, "")


def test_a_need_is_withdrawn_opened_and_renewed_by_its_own(need, steward, stranger):
    me = program(steward)
    for deed, state in [("withdraw", "withdrawn"), ("reopen", "open"), ("renew", "open")]:
        refused = send(program(stranger), "POST", f"/needs/{need.uid}/{deed}")
        assert (refused.status_code, refused.json()["detail"]) == (403, THEIRS)
        assert send(me, "POST", f"/needs/{need.uid}/{deed}").json()["state"] == state


def test_found_by_area_kind_place_space_and_words(place, space, steward):
    make_need(steward, place=place)
    make_need(steward, space=space, title="Chalk", tick=None)
    Need.objects.filter(title="Chalk").update(agreed=30)
    me = program(None)

    assert titles(send(me, "GET", "/needs")) == ["Dictionaries"]
    assert titles(send(me, "GET", "/needs?state=all")) == ["Chalk", "Dictionaries"]
    assert titles(send(me, "GET", "/needs?area=雅江&category=books&q=书籍")) == ["Dictionaries"]
    assert titles(send(me, "GET", "/needs?area=康定")) == titles(send(me, "GET", "/needs?category=sport")) == []
    assert titles(send(me, "GET", f"/needs?place={place.uid}")) == ["Dictionaries"]
    assert titles(send(me, "GET", "/needs?space=readers&state=all")) == ["Chalk"]


def test_a_gift_from_offer_to_thanks(need, steward, member, stranger):
    giver, taker = program(member), program(steward)
    given = {"quantity": 10, "words": "By post"}

    match = send(giver, "POST", f"/needs/{need.uid}/matches", given).json()

    assert (match["state"], match["need"]["left"], match["space"]["short"]) == ("offered", 30, "member")
    where = f"/matches/{match['uid']}"
    assert send(program(stranger), "POST", f"{where}/agree").status_code == 404
    assert send(giver, "POST", f"{where}/agree").json()["detail"] == THEIRS
    for who, deed, state in [
        (taker, "agree", "agreed"), (giver, "send", "sent"), (taker, "receive", "received"),
        (taker, "confirm", "confirmed"), (taker, "thank", "thanked"),
    ]:  # fmt: skip
        assert send(who, "POST", f"{where}/{deed}", {"words": "Well"}).json()["state"] == state
    seen = send(program(None), "GET", f"/needs/{need.uid}").json()
    assert (seen["agreed"], seen["confirmed"], [step["state"] for step in seen["matches"][0]["steps"]]) == (
        10, 10, ["offered", "agreed", "sent", "received", "confirmed", "thanked"])  # fmt: skip
    assert [one["uid"] for one in send(taker, "GET", "/matches").json()["items"]] == [match["uid"]]
    assert send(program(stranger), "GET", "/matches").json()["items"] == []


def test_more_than_is_left_is_refused_in_words(need, member):
    answer = send(program(member), "POST", f"/needs/{need.uid}/matches", {"quantity": 31})

    assert (answer.status_code, answer.json()["detail"]) == (409, "Only 30 of it are left to give.")


def test_the_same_key_gives_once(need, member):
    me = program(member)

    first, second = (
        send(me, "POST", f"/needs/{need.uid}/matches", {"quantity": 2}, idempotency_key="k") for _try in range(2)
    )

    assert first.json() == second.json() and Match.objects.count() == 1


def test_an_offer_is_made_changed_closed_and_given(space, need, steward, member):
    me = program(steward)
    new = {"title": "Old dictionaries", "category": "books", "space": "readers", "area": "四川 雅江", "quantity": 20}

    offer = send(me, "POST", "/offers", new).json()

    where = f"/offers/{offer['uid']}"
    assert (offer["space"]["short"], offer["area"]["full_name"], offer["sort"]) == (
        "readers", "四川省 甘孜藏族自治州 雅江县", "goods")  # fmt: skip
    assert send(me, "PATCH", where, {"terms": "Fetch it"}).json()["area"] == offer["area"]
    assert send(program(member), "PATCH", where, {"terms": "x"}).status_code == 403
    assert titles(send(program(None), "GET", "/offers?category=books&sort=goods")) == ["Old dictionaries"]
    given = send(me, "POST", f"/needs/{need.uid}/matches", {"quantity": 5, "offer": offer["uid"]})
    assert Match.objects.get(uid=given.json()["uid"]).offer.uid == offer["uid"]
    foreign = send(program(member), "POST", f"/needs/{need.uid}/matches", {"quantity": 5, "offer": offer["uid"]})
    assert wrong(foreign) == {"offer": "There is nothing here that you may see."}
    assert send(me, "POST", f"{where}/close").json()["state"] == "closed"
    assert titles(send(program(None), "GET", "/offers")) == []
    assert send(me, "POST", f"{where}/reopen").json()["state"] == "open"


def test_what_members_keep_is_theirs(space, steward, member, stranger):
    type(space).objects.update(audience="members")
    need, offer = make_need(steward, space=space), make_offer(steward, space)

    for who, status in [(member, 200), (stranger, 404), (None, 404)]:
        me = program(who)
        assert send(me, "GET", f"/needs/{need.uid}").status_code == status
        assert send(me, "GET", f"/offers/{offer.uid}").status_code == status
    assert titles(send(program(stranger), "GET", "/needs")) == []
    new = {"space": "readers", "tick": "books-dictionary"}
    assert wrong(send(program(stranger), "POST", "/needs", new)) == {"space": "There is nothing here that you may see."}
    assert send(program(member), "POST", "/needs", new).status_code == 403


@pytest.mark.parametrize("path", ["/needs", "/offers", "/needs/222222222222/matches", "/matches/222222222222/agree"])
def test_a_token_without_the_scope_does_nothing(stranger, path):
    assert send(program(stranger, Token.READ, Token.PLACES), "POST", path, {}).status_code == 403


def test_lists_ask_as_often_for_thirty_as_for_one(place, space, steward):
    me, counts = program(steward), {"/needs": [], "/offers": [], "/matches": [], "/need-categories": []}
    for more in (1, 29):
        for number in range(more):
            need = make_need(steward, place=place, title=f"N{more}-{number}")
            make_need(steward, space=space, title=f"S{more}-{number}")
            make_offer(steward, space)
            offer_match(need, by=newcomer(f"giver{more}x{number}"), quantity=1)
        for path, asked in counts.items():
            where = f"{path}?limit=60" if path != "/need-categories" else path
            send(me, "GET", where)
            with CaptureQueriesContext(connection) as queries:
                assert send(me, "GET", where).status_code == 200
            asked.append(len(queries))

    assert all(len(set(asked)) == 1 for asked in counts.values()), counts
    assert Offer.objects.count() == 30
