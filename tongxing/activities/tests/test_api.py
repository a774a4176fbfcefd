"""Activities over the API: planned, found, joined and told; the same deeds, the same sentences."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tongxing.activities.actions import cancel_activity, join_activity
from tongxing.activities.models import Activity
from tongxing.claims.models import Claim
from tongxing.conftest import make_activity, newcomer, program, send
from tongxing.people.models import Person
from tongxing.places.tests.conftest import make_place

pytestmark = pytest.mark.django_db
NEW = {"title": "去理快递", "starts_wall": "2099-05-06T14:00"}
TIMES = {"starts_wall": "2099-05-06T14:00", "ends_wall": "2099-05-06T16:00"}
NOBODY = "222222222222"
LOOK_AFTER = "Only those who look after Sunday Readers can do this."


def wrong(response):
    """{field: sentence} of a problem."""
    assert response["Content-Type"] == "application/problem+json"
    return {one["field"]: one["message"] for one in response.json().get("errors", [])}


def titles(response):
    return [one["title"] for one in response.json()["items"]]


def of(activity, deed=""):
    return f"/activities/{activity.uid}{deed}"


@pytest.fixture
def over(space, steward):
    """Something with one seat that ended an hour ago."""
    made = make_activity(space, steward, seats=1)
    end = timezone.now() - timedelta(hours=1)
    Activity.objects.filter(pk=made.pk).update(starts_at=end - timedelta(hours=2), ends_at=end)
    return made


def test_two_answers_are_enough(member):
    me = program(member)

    made = send(me, "POST", "/activities", NEW)

    said = made.json()
    assert made.status_code == 201 and made["Location"].endswith(f"/api/v1/activities/{said['uid']}")
    assert (said["state"], said["ends_wall"], said["zone"]) == ("published", "2099-05-06T16:00", "Asia/Shanghai")
    assert (said["space"]["short"], said["starts_at"]) == ("member", "2099-05-06T06:00:00Z")
    assert (said["opening"]["seats"], said["opening"]["free"], said["opening"]["is_full"]) == (None, None, False)
    assert send(me, "GET", f"/activities/{said['uid']}").json() == said


def test_a_draft_for_a_space_at_a_place(space, steward, stranger):
    place = make_place(steward)
    given = NEW | {
        "space": "readers",
        "place": place.uid,
        "seats": 8,
        "publish": False,
        "closes_wall": "2099-05-05T20:00",
    }

    said = send(program(steward), "POST", "/activities", given).json()

    assert (said["state"], said["space"]["name"], said["place"]["uid"]) == ("draft", "Sunday Readers", place.uid)
    assert (said["opening"]["seats"], said["opening"]["closes_at"]) == (8, "2099-05-05T12:00:00Z")
    where = f"/activities/{said['uid']}"
    assert send(program(stranger), "GET", where).status_code == 404
    assert titles(send(program(steward), "GET", "/activities")) == []
    assert titles(send(program(steward), "GET", "/activities?space=readers")) == ["去理快递"]
    assert titles(send(program(stranger), "GET", "/activities?space=readers")) == []
    assert send(program(steward), "POST", f"{where}/publish").json()["state"] == "published"
    assert send(program(stranger), "GET", where).status_code == 200


def test_the_same_key_plans_one_thing(member):
    me = program(member)

    first, second = (send(me, "POST", "/activities", NEW, idempotency_key="k1") for _ in range(2))

    assert first.json() == second.json() and Activity.objects.count() == 1


def test_a_copy_is_as_the_earlier_one_with_a_new_time(space, steward, stranger):
    earlier = make_activity(
        space, steward, about="Bring gloves.", link="https://meet.example/1", kind="online", **TIMES
    )
    given = {"copy_of": earlier.uid, "starts_wall": "2099-06-06T14:00"}

    made = send(program(steward), "POST", "/activities", given).json()
    other = send(program(stranger), "POST", "/activities", given).json()

    assert (made["title"], made["about"], made["kind"], made["opening"]["seats"]) == (
        "Sorting parcels", "Bring gloves.", "online", 2)  # fmt: skip
    assert (made["space"]["short"], made["link"]) == ("readers", "https://meet.example/1")
    assert (other["space"]["short"], other["link"]) == ("stranger", "")
    assert Activity.objects.get(uid=made["uid"]).copied_from == earlier


@pytest.mark.parametrize(
    ("changes", "field", "says"),
    [
        ({"title": ""}, "title", "This field is required."),
        ({"title": "x" * 81}, "title", "This is too long."),
        ({"starts_wall": "2019-05-06T14:00"}, "starts_wall", "This has passed already. Choose a day to come."),
        ({"starts_wall": "next week"}, "starts_wall", "Write day and time, such as 2026-10-02 07:00."),
        ({"ends_wall": "2099-05-06T13:00"}, "ends_wall", "It ends before it starts. Choose a later end."),
        ({"where": "x" * 121}, "where", "Ensure this value has at most 120 characters (it has 121)."),
        ({"zone": "Moon/Crater"}, "zone", "No such zone is known. Try Asia/Shanghai."),
        ({"seats": "many"}, "seats", "Send a whole number."),
        ({"seats": 10**400}, "seats", "At most 100000."),
        ({"space": "readers"}, "space", "Select a valid choice. That choice is not one of the available choices."),
        ({"space": "a\0b"}, "space", None),
        ({"place": NOBODY}, "place", "No such place is known here."),
        ({"place": NOBODY, "where": "Here"}, "where", "Send a place or where it is in words, not both."),
        ({"copy_of": NOBODY}, "copy_of", "There is nothing here that you may see."),
        ({"audience": "named"}, "named", "Name at least one person, or choose another audience."),
        ({"named": ["nobody"]}, "named", "Nobody here is called nobody."),
        ({"kind": "party"}, "kind", "One of 'event', 'trip', 'online'."),
        ({"named": [{}]}, "named.0", "Send text."),
        ({"shape": 1}, "shape", "This field isn't known here."),
    ],
)
def test_what_is_wrong_is_said_at_its_field(space, stranger, changes, field, says):
    answer = send(program(stranger), "POST", "/activities", NEW | changes)

    assert answer.status_code == 422 and list(wrong(answer)) == [field]
    assert says is None or wrong(answer)[field] == says
    assert not Activity.objects.exists()


@pytest.mark.parametrize("nasty", ["\0", "\ud800", "\u202e", "x\0\ud800y", "\uffff", "٣" * 12])
def test_no_text_breaks_anything(soon, steward, nasty):
    me = program(steward)
    texts = ["title", "starts_wall", "ends_wall", "closes_wall", "zone", "place", "where", "departure", "about", "link",
             "cost", "carry", "space", "copy_of", "audience", "kind"]  # fmt: skip
    for given in [{name: nasty} for name in texts] + [{"named": [nasty]}, {nasty: 1}]:
        assert send(me, "POST", "/activities", NEW | given).status_code in (201, 422), given
        assert send(me, "PATCH", of(soon), given).status_code in (200, 422), given
    for deed, name in [("/join", "words"), ("/cancel", "reason"), ("/report", "text")]:
        assert send(me, "POST", of(soon, deed), {name: nasty}).status_code < 500


def test_a_change_leaves_what_was_not_sent(space, steward, member):
    place = make_place(steward, "雅江县八角楼乡石板沟村小学和幼儿园")  # its address is longer than words may be
    made = make_activity(space, steward, place=place, where="", about="Gloves.", named=[member], **TIMES)
    me = program(steward)

    said = send(me, "PATCH", of(made), {"title": "Parcels"}).json()

    assert (said["title"], said["about"], said["place"]["uid"], said["named"]) == (
        "Parcels", "Gloves.", place.uid, ["member"])  # fmt: skip
    assert (said["opening"]["seats"], said["starts_wall"]) == (2, "2099-05-06T14:00")
    without = send(me, "PATCH", of(made), {"place": None, "seats": None}).json()
    assert (without["place"], without["where"], without["opening"]["seats"]) == (None, "", None)


def test_a_change_of_what_somebody_changed_meanwhile_is_refused(soon, steward):
    me = program(steward)
    tag = send(me, "GET", of(soon))["ETag"]
    send(me, "PATCH", of(soon), {"about": "Other words"})

    assert send(me, "PATCH", of(soon), {"title": "Late"}, if_match=tag).status_code == 412
    fresh = send(me, "GET", of(soon))["ETag"]
    assert send(me, "PATCH", of(soon), {"title": "In time"}, if_match=fresh).status_code == 200


def test_cancelled_and_taking_place_after_all(soon, steward, stranger):
    me = program(steward)

    cancelled = send(me, "POST", of(soon, "/cancel"), {"reason": "Rain"})

    assert (cancelled.status_code, cancelled.json()["state"], cancelled.json()["cancel_reason"]) == (
        200, "cancelled", "Rain")  # fmt: skip
    refused = send(program(stranger), "POST", of(soon, "/join"), {})
    assert (refused.status_code, refused.json()["detail"]) == (409, "It was cancelled: Rain")
    assert send(me, "PATCH", of(soon), {"title": "X"}).status_code == 409
    assert send(me, "POST", of(soon, "/cancel"), {"reason": " "}).status_code == 422
    assert send(me, "POST", of(soon, "/reopen")).json()["state"] == "published"


def test_joining_waiting_accepting_and_leaving(soon, member, stranger):
    first, second = program(member), program(stranger)

    held = send(first, "POST", of(soon, "/join"), {"words": "I bring tea."}).json()
    waiting = send(second, "POST", of(soon, "/join"), {}).json()

    assert (held["state"], held["words"], held["place_in_line"]) == ("held", "I bring tea.", None)
    assert (waiting["state"], waiting["place_in_line"], waiting["thing"]["uid"]) == ("waiting", 1, soon.uid)
    assert send(second, "POST", of(soon, "/join"), {"size": 3}).json() == waiting
    assert send(second, "POST", of(soon, "/join")).json() == waiting
    opening = send(second, "GET", of(soon, "/opening")).json()
    assert (opening["taken"], opening["waiting"], opening["free"], opening["is_full"]) == (1, 1, 0, True)
    early = send(second, "POST", of(soon, "/accept"))
    assert (early.status_code, early.json()["detail"]) == (409, "No place is offered to you right now.")
    assert send(first, "POST", of(soon, "/leave")).status_code == 204
    offered = send(second, "GET", of(soon)).json()["mine"]
    assert offered["state"] == "offered" and offered["offered_until"]
    assert send(second, "POST", of(soon, "/accept")).json()["state"] == "held"
    assert send(first, "POST", of(soon, "/leave")).status_code == 204


def test_coming_with_more_guests(space, steward, member, stranger):
    made = make_activity(space, steward, now=timezone.now(), seats=3, **TIMES)
    me = program(member)
    send(me, "POST", of(made, "/join"), {"size": 1})

    assert send(me, "POST", of(made, "/resize"), {"size": 3}).json()["size"] == 3
    more = send(me, "POST", of(made, "/resize"), {"size": 4})
    assert (more.status_code, more.json()["detail"]) == (409, "There aren't enough free places for 4 people.")
    assert send(me, "POST", of(made, "/resize"), {"size": 0}).status_code == 422
    assert send(me, "POST", of(made, "/join"), {"size": 10**30}).status_code == 422
    other = send(program(stranger), "POST", of(made, "/resize"), {"size": 1})
    assert (other.status_code, other.json()["detail"]) == (409, "You haven't signed up for it.")


def test_names_and_link_are_for_those_who_come_and_who_look_after_it(space, steward, member, stranger):
    made = make_activity(space, steward, now=timezone.now(), link="https://meet.example/1", **TIMES)
    kid = newcomer("kid", Person.YOUNG)
    for person in (kid, member):
        join_activity(made, by=person, size=1, now=timezone.now())
    come = [("A young companion", None), ("member", "member")]

    for person, seen in [(None, None), (stranger, None), (member, come), (kid, come), (steward, come)]:
        said = send(program(person), "GET", of(made)).json()
        coming = said["coming"] and [(one["person"]["name"], one["person"]["handle"]) for one in said["coming"]]
        assert coming == seen, person
        assert said["link"] == ("https://meet.example/1" if seen else "")
        assert (said["named"] is None) == (person != steward)


def test_the_list_of_people_is_for_those_who_look_after_it(soon, steward, member, stranger):
    for person in (member, stranger):
        join_activity(soon, by=person, words="Hello", now=timezone.now())
    send(program(member), "POST", of(soon, "/leave"))

    listed = send(program(steward), "GET", of(soon, "/people")).json()["items"]
    ended = send(program(steward), "GET", of(soon, "/people?ended=true")).json()["items"]

    assert [(one["person"]["handle"], one["state"], one["words"]) for one in listed] == [
        ("stranger", "offered", "Hello")
    ]
    assert [one["state"] for one in ended] == ["let_go", "offered"]
    refused = send(program(member), "GET", of(soon, "/people"))
    assert (refused.status_code, refused.json()["detail"]) == (403, LOOK_AFTER)
    assert send(program(None), "GET", of(soon, "/people")).status_code == 401


def test_told_once_and_told_anew(over, steward, member):
    me, told = program(steward), {"text": "We sorted **200** parcels.", "came": 9}

    first = send(me, "POST", of(over, "/report"), told)
    anew = send(me, "POST", of(over, "/report"), {"text": "We sorted 210."})

    assert (first.status_code, first.json()["came"], first.json()["pictures"]) == (200, 9, [])
    assert (anew.json()["text"], anew.json()["came"]) == ("We sorted 210.", None)
    assert send(program(None), "GET", of(over)).json()["report"]["text"] == "We sorted 210."
    assert send(me, "POST", of(over, "/report"), {"text": "\0"}).status_code == 422
    assert titles(send(me, "GET", "/activities?time=past")) == ["Sorting parcels"]


def test_nothing_is_told_before_it_began(soon, steward):
    early = send(program(steward), "POST", of(soon, "/report"), {"text": "Nice"})

    assert (early.status_code, early.json()["detail"]) == (409, "You can tell how it was once it has begun.")


PLANNING = [
    ("PATCH", "", {"title": "X"}),
    ("POST", "/publish", None),
    ("POST", "/cancel", {"reason": "X"}),
    ("POST", "/reopen", None),
    ("POST", "/report", {"text": "X"}),
]
COMING = [("/join", {}), ("/leave", None), ("/accept", None), ("/resize", {"size": 2})]
ALL = [
    *PLANNING,
    *(("POST", *one) for one in COMING),
    ("GET", "", None),
    ("GET", "/opening", None),
    ("GET", "/people", None),
]


@pytest.mark.parametrize(("method", "deed", "given"), PLANNING)
def test_only_those_who_look_after_it_change_it(soon, steward, member, other_steward, method, deed, given):
    for person in (member, other_steward):
        refused = send(program(person), method, of(soon, deed), given)
        assert (refused.status_code, refused.json()["detail"]) == (403, LOOK_AFTER)
    assert send(program(None), method, of(soon, deed), given).status_code == 401
    lacks = send(program(steward, "read", "claims"), method, of(soon, deed), given)
    assert (lacks.status_code, lacks.json()["detail"]) == (403, "This token lacks the scope “activities”.")


@pytest.mark.parametrize(("deed", "given"), COMING)
def test_nobody_comes_without_a_token(soon, member, deed, given):
    assert send(program(None), "POST", of(soon, deed), given).status_code == 401
    assert send(program(member, "read", "activities"), "POST", of(soon, deed), given).status_code == 403
    assert not Claim.objects.exists()


@pytest.mark.parametrize(("method", "deed", "given"), ALL)
def test_what_one_may_not_see_looks_like_what_does_not_exist(space, steward, stranger, method, deed, given):
    for hidden in (make_activity(space, steward, audience="members"), make_activity(space, steward, publish=False)):
        for person in (None, stranger):
            seen = send(program(person), method, of(hidden, deed), given)
            absent = send(program(person), method, f"/activities/{NOBODY}{deed}", given)
            assert (seen.status_code, seen.content) == (404, absent.content)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["Reading there", "Reading online"]),
        ("?q=reading&kind=online", ["Reading online"]),
        ("?kind=", ["Reading there", "Reading online"]),
        ("?area=雅江", ["Reading there"]),
        ("?area=云南", []),
        ("?space=readers", ["Reading there", "Reading online"]),
        ("?space=READERS", ["Reading there", "Reading online"]),
        ("?space=elsewhere", []),
        ("?space=%00", []),
        ("?q=%00", ["Reading there", "Reading online"]),
        ("?time=past", []),
    ],
)
def test_by_words_area_kind_time_and_space(space, steward, query, found):
    make_activity(space, steward, title="Reading there", place=make_place(steward), where="", **TIMES)
    make_activity(space, steward, title="Reading online", kind="online", **TIMES)
    make_activity(space, steward, title="Reading in secret", audience="members", **TIMES)

    assert titles(send(program(None), "GET", f"/activities{query}")) == found


@pytest.mark.parametrize(
    ("query", "status"),
    [("kind=party", 400), ("kind=Trip", 400), ("time=never", 400), ("limit=0", 422), ("limit=101", 422),
     ("cursor=x", 422), ("cursor=%00", 422)],
)  # fmt: skip
def test_what_cannot_be_read_is_said(db, query, status):
    answer = send(program(None), "GET", f"/activities?{query}")

    assert answer.status_code == status and list(wrong(answer)) == [query.partition("=")[0]]


@pytest.mark.parametrize("time", ["coming", "past"])
def test_pages_follow_each_other(space, steward, time):
    for number in range(5):
        made = make_activity(space, steward, title=str(number), **TIMES)
        start = timezone.now() + timedelta(hours=number // 2) * (1 if time == "coming" else -1) - timedelta(hours=1)
        Activity.objects.filter(pk=made.pk).update(
            starts_at=start, ends_at=start + (timedelta(days=1) if time == "coming" else timedelta(minutes=1))
        )
    seen, cursor = [], ""
    while cursor is not None:
        page = send(program(None), "GET", f"/activities?time={time}&limit=2&cursor={cursor}").json()
        seen, cursor = seen + [one["title"] for one in page["items"]], page["next"]

    query = Activity.objects.all()
    rows = query.upcoming(timezone.now()) if time == "coming" else query.past(timezone.now())
    assert seen == [one.title for one in rows] and len(seen) == 5


@pytest.mark.parametrize("where", ["/activities", "/activities?space=readers", "{one}/people"])
def test_thirty_rows_take_as_many_queries_as_one(space, steward, where):
    place = make_place(steward)
    one = make_activity(space, steward, place=place, where="", seats=40, now=timezone.now(), **TIMES)
    me, path = program(steward), where.format(one=of(one)) + ("&" if "?" in where else "?") + "limit=100"
    join_activity(one, by=newcomer("first"), now=timezone.now())

    def count():
        with CaptureQueriesContext(connection) as queries:
            answer = send(me, "GET", path)
        return len(answer.json()["items"]), len(queries)

    send(me, "GET", path)
    before = count()
    for number in range(29):
        make_activity(space, steward, place=make_place(steward, f"学校{number}"), where="", **TIMES)
        join_activity(one, by=newcomer(f"person{number}"), now=timezone.now())

    assert (before[0], count()) == (1, (30, before[1]))


def test_a_cancelled_one_says_so_in_the_list(soon, steward):
    cancel_activity(soon, by=steward, reason="Rain", now=timezone.now())

    assert [one["state"] for one in send(program(None), "GET", "/activities").json()["items"]] == ["cancelled"]
