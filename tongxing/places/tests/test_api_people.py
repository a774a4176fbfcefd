"""Facts, marks, revisions and ways over the API."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tongxing.conftest import newcomer, program, send
from tongxing.needs.tests.conftest import make_need
from tongxing.people.models import Token
from tongxing.places.actions import change_place, mark_place
from tongxing.places.models import Mark, Place, Revision

from .conftest import make_place

pytestmark = pytest.mark.django_db
NEW = {"name": "云上小学", "kind": "school", "area": "四川 雅江"}


@pytest.fixture
def place(steward):
    return make_place(steward, lat=30.1, lon=101.1, datum="wgs84")


def facts(answer):
    return {one["name"]: one for one in answer.json()["facts"]}


def fields(answer):
    assert answer.status_code == 422, answer.content
    return {one["field"]: one["message"] for one in answer.json()["errors"]}


def day(days):
    return (timezone.localdate() + timedelta(days=days)).isoformat()


def test_facts_come_with_a_new_place_and_change_one_by_one(member):
    me = program(member)

    made = send(me, "POST", "/places", NEW | {"facts": {"pupils": 50, "electricity": True}, "facts_as_of": "2026-09"})

    known = facts(made)
    assert (known["pupils"]["value"], known["pupils"]["as_of"], known["electricity"]["value"]) == (50, "2026-09", True)
    where = f"/places/{made.json()['uid']}"
    changed = facts(send(me, "PATCH", where, {"facts": {"pupils": 0}, "facts_source": "The headmaster"}))
    assert (changed["pupils"]["value"], changed["pupils"]["source"]) == (0, "The headmaster")
    assert changed["electricity"] == known["electricity"]
    kept = facts(send(me, "PATCH", where, {"facts": {"electricity": None}}))
    assert "electricity" not in kept and kept["pupils"] == changed["pupils"]
    assert facts(send(me, "PATCH", where, {"about": "High up."})) == kept
    assert Revision.objects.count() == 4


@pytest.mark.parametrize(
    ("given", "field", "sentence"),
    [
        ({"facts": {"beds": 3}}, "facts.beds", "This isn't asked of places of this kind."),
        ({"facts": {"as_of": "x"}}, "facts.as_of", "This isn't asked of places of this kind."),
        ({"facts": {"pupils": -1}}, "facts.pupils", "At least 0."),
        ({"facts": {"pupils": "many"}}, "facts.pupils", "Write a number, such as 8."),
        ({"facts": {"pupils": 5}, "facts_as_of": "soon"}, "facts_as_of", None),
    ],
)
def test_what_is_no_fact(place, member, given, field, sentence):
    wrong = fields(send(program(member), "PATCH", f"/places/{place.uid}", given))

    assert list(wrong) == [field] and wrong[field] in (sentence, wrong[field] if sentence is None else sentence)
    assert Place.objects.get().facts == {}


def test_a_mark_is_made_said_anew_and_taken_away(place, member, stranger):
    me, where = program(member), f"/places/{place.uid}/marks"
    going = {"kind": "going", "on": day(3), "note": "By bus"}

    first = send(me, "POST", where, going).json()
    again = send(me, "POST", where, going | {"audience": "mine"}).json()

    assert first["uid"] == again["uid"] and again["audience"] == "mine" and Mark.objects.count() == 1
    assert send(program(stranger), "GET", where).json()["items"] == []
    assert send(program(stranger), "POST", f"/marks/{first['uid']}/remove").status_code == 404
    assert [one["note"] for one in send(me, "GET", "/marks").json()["items"]] == ["By bus"]
    assert send(me, "GET", "/marks?kind=visited").json()["items"] == []
    assert send(me, "POST", f"/marks/{first['uid']}/remove").status_code == 204
    assert not Mark.objects.exists()


@pytest.mark.parametrize(("kind", "on"), [("going", -1), ("visited", 1), ("going", None)])
def test_days_that_cannot_be(place, member, kind, on):
    given = {"kind": kind} | ({"on": day(on)} if on else {})

    assert send(program(member), "POST", f"/places/{place.uid}/marks", given).status_code in (409, 422)
    assert not Mark.objects.exists()


def test_revisions_say_who_changed_what(place, stranger):
    change_place(place, by=stranger, now=timezone.now(), about="New roof")

    last, first = send(program(None), "GET", f"/places/{place.uid}/revisions").json()["items"]

    assert last["changes"] == [{"field": "about", "before": "", "after": "New roof"}]
    assert (last["by"]["name"], last["confirmed"], first["confirmed"]) == (stranger.public_name, False, True)


def test_along_a_way_in_its_order(place, steward):
    near = make_place(steward, "远山小学", "四川 雅江", lat=30.1, lon=101.5, datum="wgs84")
    make_place(steward, "别处小学", "四川 甘孜县", lat=31.6, lon=99.9, datum="wgs84")
    make_need(steward, place=near, now=timezone.now())
    me, way = program(None), "/places/along?from=30.1,101.0&to=30.1,102.0&within_km=5"

    first = send(me, "GET", f"{way}&limit=1").json()
    second = send(me, "GET", f"{way}&limit=1&cursor={first['next']}").json()

    assert [page["items"][0]["place"]["uid"] for page in (first, second)] == [place.uid, near.uid]
    assert second["next"] is None and 90 < first["length_km"] < 100 and first["spots"][0]["lat"] == 30.1
    stop = second["items"][0]
    assert 47 < stop["km"] < 49 and stop["off"] < 0.2 and not stop["rough"]
    assert stop["needs"][0] | {"grams": 0} == {
        "title": "Dictionaries", "quantity": 30, "unit": "copies", "urgent": False, "grams": 0}  # fmt: skip
    assert len(send(me, "GET", f"{way}&needs=true").json()["items"]) == 1
    over = send(me, "GET", "/places/along?from=30.1,101.0&to=30.1,102.0&via=31.6,99.9&within_km=5").json()
    assert "别处小学" in [one["place"]["name"] for one in over["items"]]


@pytest.mark.parametrize(
    ("query", "field"),
    [("", "from"), ("from=30,101", "to"), ("from=朝阳&to=30,101", "from"), ("from=30,101&to=Nowhere", "to"),
     ("from=30,101&to=30,102&kind=x", "kind"), ("from=30,101&to=30,102&cursor=x", "cursor")],
)  # fmt: skip
def test_what_is_no_way(db, query, field):
    assert field in fields(send(program(None), "GET", f"/places/along?{query}"))


def test_a_token_without_the_scope_marks_nothing(place, member):
    me = program(member, Token.READ, Token.NEEDS)

    assert send(me, "POST", f"/places/{place.uid}/marks", {"kind": "watching"}).status_code == 403


def test_lists_ask_as_often_for_thirty_as_for_one(place, steward):
    paths = [f"/places/{place.uid}/marks", f"/places/{place.uid}/revisions", "/places/along?from=30,101&to=30.2,101.2"]
    me, counts = program(steward), {path: [] for path in paths}
    for more in (1, 29):
        for number in range(more):
            person = newcomer(f"goer{more}x{number}")
            mark_place(place, by=person, kind="going", on=timezone.localdate(), today=timezone.localdate(),
                       now=timezone.now())  # fmt: skip
            change_place(place, by=person, now=timezone.now(), about=f"{more} {number}")
            make_place(steward, f"小学{more}{number}", "四川 雅江", lat=30.1, lon=101.1 + number / 999, datum="wgs84")
        for path, asked in counts.items():
            where = f"{path}{'&' if '?' in path else '?'}limit=60"
            send(me, "GET", where)
            with CaptureQueriesContext(connection) as queries:
                assert send(me, "GET", where).status_code == 200
            asked.append(len(queries))

    assert all(len(set(asked)) == 1 for asked in counts.values()), counts
