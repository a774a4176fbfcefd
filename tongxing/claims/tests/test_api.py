"""Claims over the API: mine, one of them, and a rush for the last places."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tongxing.activities.actions import join_activity, leave_activity
from tongxing.activities.models import Activity
from tongxing.conftest import make_activity, newcomer, program, send

from .test_rush import at_once, check, crowd

TIMES = {"starts_wall": "2099-05-06T14:00", "ends_wall": "2099-05-06T16:00"}


def plan(space, steward, **fields):
    return make_activity(space, steward, now=timezone.now(), **TIMES | fields)


def join(activity, *people):
    return [join_activity(activity, by=person, now=timezone.now()) for person in people]


def listed(person, query=""):
    return send(program(person), "GET", f"/claims{query}").json()["items"]


@pytest.mark.django_db
def test_mine_newest_first_and_where_i_stand(space, steward, member, stranger):
    full, open_ = plan(space, steward, seats=1), plan(space, steward, title="Reading")
    join(full, steward, stranger, member)
    join(open_, member)

    mine = listed(member)

    assert [(one["thing"]["name"], one["state"], one["place_in_line"]) for one in mine] == [
        ("Reading", "held", None),
        ("Sorting parcels", "waiting", 2),
    ]
    assert mine[0]["thing"]["kind"] == "activity" and mine[0]["thing"]["uid"] == open_.uid
    assert mine[0]["thing"]["url"].endswith(open_.get_absolute_url()) and mine[0]["person"]["handle"] == "member"


@pytest.mark.django_db
def test_an_offer_says_until_when_it_is_kept(soon, member, stranger):
    join(soon, member, stranger)
    leave_activity(soon, by=member, now=timezone.now())

    offered = listed(stranger)[0]

    assert (offered["state"], offered["place_in_line"]) == ("offered", None)
    assert offered["offered_until"] > timezone.now().isoformat()
    assert listed(member) == []
    assert [one["state"] for one in listed(member, "?ended=true")] == ["let_go"]


@pytest.mark.django_db
def test_one_claim_is_for_its_holder_and_those_who_look_after_the_thing(soon, steward, member, stranger, other_steward):
    claim = join(soon, member)[0]

    for person in (member, steward):
        said = send(program(person), "GET", f"/claims/{claim.uid}").json()
        assert (said["uid"], said["state"], said["size"]) == (claim.uid, "held", 1)
    for person in (stranger, other_steward):
        seen = send(program(person), "GET", f"/claims/{claim.uid}")
        absent = send(program(person), "GET", "/claims/222222222222")
        assert (seen.status_code, seen.content) == (404, absent.content)


@pytest.mark.django_db
def test_what_was_hidden_since_is_not_named(space, steward, stranger):
    made = plan(space, steward)
    claim = join(made, stranger)[0]
    Activity.objects.filter(pk=made.pk).update(audience="members", title="canary")
    assert listed(stranger)[0]["thing"]["name"] == "canary"  # who has a place sees it

    leave_activity(made, by=stranger, now=timezone.now())

    assert listed(stranger, "?ended=true")[0]["thing"] is None
    assert send(program(stranger), "GET", f"/claims/{claim.uid}").json()["thing"] is None


@pytest.mark.django_db
def test_nobody_has_claims(soon, member):
    claim = join(soon, member)[0]

    for path in ("/claims", f"/claims/{claim.uid}"):
        refused = send(program(None), "GET", path)
        assert (refused.status_code, refused.json()["detail"]) == (401, "A token is needed here.")
        assert send(program(member, "claims"), "GET", path).status_code == 403


@pytest.mark.django_db
@pytest.mark.parametrize("query", ["limit=x", "cursor=x", "ended=perhaps"])
def test_what_cannot_be_read_is_said(member, query):
    answer = send(program(member), "GET", f"/claims?{query}")

    assert answer.status_code == 422 and answer.json()["errors"][0]["field"] == query.partition("=")[0]


@pytest.mark.django_db
def test_pages_follow_each_other_and_take_as_many_queries_as_one_row(space, steward, member):
    def read(path):
        with CaptureQueriesContext(connection) as queries:
            said = send(me, "GET", path).json()
        return said, len(queries)

    me = program(member)
    made = [plan(space, steward, title=f"{number:02}", seats=1) for number in range(30)]
    join(made[0], newcomer("first"), member)
    send(me, "GET", "/claims")
    _, before = read("/claims?limit=100")
    for number, one in enumerate(made[1:]):
        join(one, newcomer(f"person{number}"), member)

    whole, after = read("/claims?limit=100")
    first = read("/claims?limit=20")[0]
    second = read(f"/claims?limit=20&cursor={first['next']}")[0]

    assert (len(whole["items"]), after) == (30, before)
    assert first["items"] + second["items"] == whole["items"] and second["next"] is None


@pytest.mark.django_db(transaction=True)
def test_forty_programs_for_twenty_places():
    host, *people = crowd(41)
    made = plan(host.space, host, seats=20)
    programs = [program(person) for person in people]

    answers = at_once(lambda one: send(one, "POST", f"/activities/{made.uid}/join", {}), programs)

    check(made.opening)
    assert {answer.status_code for answer in answers} == {200}
    states = [answer.json()["state"] for answer in answers]
    assert (states.count("held"), states.count("waiting")) == (20, 20)
    in_order = list(made.opening.claims.order_by("arrival").values_list("state", flat=True))
    assert in_order == ["held"] * 20 + ["waiting"] * 20
