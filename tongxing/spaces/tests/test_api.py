"""Spaces over the API: the same deeds, the same sentences."""

import pytest

from tongxing.conftest import NOON, newcomer, program, send
from tongxing.spaces.actions import open_space
from tongxing.spaces.models import Membership, Space

pytestmark = pytest.mark.django_db
NEW = {"name": "Sunday Walkers", "short": "walkers", "area": "雅江"}


def test_a_space_is_opened_and_found(member):
    me = program(member)

    made = send(me, "POST", "/spaces", NEW | {"area": ""})

    assert made.status_code == 201 and made.json()["short"] == "walkers"
    assert send(me, "GET", "/spaces/walkers").json()["url"].endswith("/s/walkers/")
    assert [one["short"] for one in send(me, "GET", "/spaces?q=walkers").json()["items"]] == ["walkers"]


def test_the_same_key_opens_one_space(member):
    me = program(member)

    first, second = (send(me, "POST", "/spaces", NEW | {"area": ""}, idempotency_key="k1") for _ in range(2))

    assert first.status_code == second.status_code == 201
    assert first.json() == second.json() and second["Idempotency-Replayed"] == "true"
    assert first["Location"] == second["Location"] and first["Location"].endswith("/api/v1/spaces/walkers")
    assert Space.objects.filter(short="walkers").count() == 1


def test_a_key_is_for_one_request(member):
    me = program(member)
    send(me, "POST", "/spaces", NEW | {"area": ""}, idempotency_key="k1")

    other = send(me, "POST", "/spaces", NEW | {"area": "", "short": "others"}, idempotency_key="k1")

    assert other.status_code == 422 and other.json()["errors"][0]["field"] == "Idempotency-Key"


def test_a_key_tells_nothing_to_a_token_that_has_ended(member):
    me = program(member)
    send(me, "POST", "/spaces", NEW | {"area": ""}, idempotency_key="k1")
    member.tokens.update(ended_at=NOON)

    assert send(me, "POST", "/spaces", NEW | {"area": ""}, idempotency_key="k1").status_code == 401


def test_a_refused_request_may_be_sent_again_under_its_key(member):
    me = program(member)
    bad = send(me, "POST", "/spaces", NEW | {"area": "", "short": "a"}, idempotency_key="k1")

    good = send(me, "POST", "/spaces", NEW | {"area": "", "short": "a"} | {"short": "ab"}, idempotency_key="k1")

    assert (bad.status_code, good.status_code) == (422, 201)


def test_keys_of_two_people_are_two_keys(member, stranger):
    send(program(member), "POST", "/spaces", NEW | {"area": ""}, idempotency_key="k1")

    other = send(program(stranger), "POST", "/spaces", NEW | {"area": "", "short": "others"}, idempotency_key="k1")

    assert other.status_code == 201


def test_what_is_wrong_is_said_at_its_field(member):
    wrong = send(program(member), "POST", "/spaces", {"name": "", "short": "!", "colour": "pink", "shape": 1})

    assert wrong.status_code == 422 and wrong["Content-Type"] == "application/problem+json"
    assert {one["field"] for one in wrong.json()["errors"]} == {"colour", "shape"}
    again = send(program(member), "POST", "/spaces", {"name": "", "short": "!", "area": "Nowhere at all"})
    assert {one["field"] for one in again.json()["errors"]} == {"name", "short", "area"}


def test_nobody_opens_nothing(db):
    refused = send(program(None), "POST", "/spaces", NEW | {"area": ""})

    assert refused.status_code == 401 and refused.json()["detail"] == "Sign in to open a space."
    assert refused["WWW-Authenticate"] == "Bearer"


def test_a_token_does_what_its_scopes_say(member):
    reader = program(member, "read")

    assert send(reader, "GET", "/spaces").status_code == 200
    refused = send(reader, "POST", "/spaces", NEW)
    assert refused.status_code == 403 and "spaces" in refused.json()["detail"]


def test_a_change_leaves_what_was_not_sent(space, steward):
    me = program(steward)

    changed = send(me, "PATCH", "/spaces/readers", {"joining": "ask"})

    assert changed.status_code == 200
    assert (changed.json()["joining"], changed.json()["about"], changed.json()["audience"]) == (
        "ask",
        "We read.",
        "public",
    )


def test_only_those_who_look_after_it_change_it(space, member, other_steward):
    for person in (member, other_steward):
        refused = send(program(person), "PATCH", "/spaces/readers", {"name": "Mine"})
        assert refused.status_code == 403
        assert refused.json()["detail"] == "Only those who look after Sunday Readers can do this."


def test_a_change_of_what_somebody_changed_meanwhile_is_refused(space, steward):
    me = program(steward)
    tag = send(me, "GET", "/spaces/readers")["ETag"]
    send(me, "PATCH", "/spaces/readers", {"about": "Other words"})

    late = send(me, "PATCH", "/spaces/readers", {"name": "Late"}, if_match=tag)
    fresh = send(me, "PATCH", "/spaces/readers", {"name": "Late"}, if_match=send(me, "GET", "/spaces/readers")["ETag"])

    assert (late.status_code, fresh.status_code) == (412, 200)


def test_what_one_has_is_not_sent_again(space):
    tag = send(program(None), "GET", "/spaces/readers")["ETag"]

    assert send(program(None), "GET", "/spaces/readers", if_none_match=tag).status_code == 304


def test_a_hidden_space_is_not_there(steward, stranger):
    open_space(by=steward, now=NOON, kind="team", short="cellar", name="Cellar", audience="members")

    hidden, none = (send(program(stranger), "GET", f"/spaces/{short}") for short in ("cellar", "nosuch"))

    assert hidden.status_code == none.status_code == 404 and hidden.content == none.content


def test_people_join_and_leave(space, stranger):
    me = program(stranger)

    assert send(me, "POST", "/spaces/readers/join").status_code == 200
    mine = next(
        one for one in send(me, "GET", "/spaces/readers/people").json()["items"] if one["person"]["uid"] == stranger.uid
    )
    assert send(me, "POST", f"/memberships/{mine['uid']}/leave").status_code == 204
    assert not Membership.objects.filter(person=stranger, space=space).exists()


def test_somebody_asks_and_is_taken_in(space, steward, stranger):
    send(program(steward), "PATCH", "/spaces/readers", {"joining": "ask"})

    asked = send(program(stranger), "POST", "/spaces/readers/ask", {"words": "Me too"})
    seen = send(program(steward), "GET", "/join-requests").json()["items"]
    taken = send(program(steward), "POST", f"/join-requests/{asked.json()['uid']}/accept")

    assert [one["words"] for one in seen] == ["Me too"] and taken.json()["state"] == "accepted"
    assert Membership.objects.filter(person=stranger, space=space).exists()


def test_an_invitation_opens_the_door_until_it_ends(space, steward, stranger):
    made = send(program(steward), "POST", "/spaces/readers/invitations").json()

    assert send(program(stranger), "POST", f"/invitations/{made['uid']}/accept").json()["short"] == "readers"
    assert send(program(steward), "POST", f"/invitations/{made['uid']}/end").json()["ended_at"]


def test_stewardship_is_asked_for_and_accepted(space, steward, member):
    uid = Membership.objects.get(person=member, space=space).uid

    assert send(program(steward), "POST", f"/memberships/{uid}/ask-to-steward").json()["asked_to_steward"]
    assert send(program(member), "POST", f"/memberships/{uid}/accept-stewardship").json()["role"] == "steward"
    assert send(program(member), "POST", f"/memberships/{uid}/step-down").json()["role"] == "member"


def test_young_people_are_not_named(space):
    young = newcomer("xiaohua", age="14-17")
    send(program(young), "POST", "/spaces/readers/join")

    people = send(program(None), "GET", "/spaces/readers/people")

    assert "xiaohua" not in people.content.decode()


def test_lists_are_cut_so_that_nothing_repeats_or_is_lost(member):
    for number in range(7):
        open_space(by=member, now=NOON, kind="team", short=f"team{number}", name=f"Team {number}")
    seen, cursor = [], ""
    while cursor is not None:
        page = send(program(None), "GET", f"/spaces?limit=3&cursor={cursor}").json()
        seen, cursor = seen + [one["short"] for one in page["items"]], page["next"]
        open_space(by=member, now=NOON, kind="team", short=f"new{len(seen)}", name="New")  # while we read

    assert seen == [f"team{number}" for number in reversed(range(7))]


@pytest.mark.parametrize("cursor", ["nonsense", "eyJh:xx", "%00"])
def test_a_cursor_from_elsewhere_is_refused(db, cursor):
    assert send(program(None), "GET", f"/spaces?cursor={cursor}").json()["errors"][0]["field"] == "cursor"


def test_a_list_asks_as_much_for_thirty_as_for_one(member, django_assert_max_num_queries):
    open_space(by=member, now=NOON, kind="team", short="one", name="One")
    with django_assert_max_num_queries(1):
        send(program(None), "GET", "/spaces")
    for number in range(30):
        open_space(by=member, now=NOON, kind="team", short=f"team{number}", name="Team")
    with django_assert_max_num_queries(1):
        assert len(send(program(None), "GET", "/spaces").json()["items"]) == 30


@pytest.mark.parametrize("tag", ["deadbeef", "", "garbage, more", "\x7f"])
def test_a_tag_that_cannot_be_read_is_no_leave_to_change(space, steward, tag):
    answer = send(program(steward), "PATCH", "/spaces/readers", {"name": "Other"}, if_match=tag)

    assert answer.status_code == 400 and Space.objects.get(short="readers").name == "Sunday Readers"


def test_a_condition_on_what_one_may_not_read_says_so(space, steward):
    me = program(steward)

    assert send(me, "PATCH", "/spaces/nosuch", {"name": "x"}, if_match='"x"').status_code == 404
    assert send(program(None), "PATCH", "/spaces/readers", {"name": "x"}, if_match='"x"').status_code == 401
    weak = "W/" + send(me, "GET", "/spaces/readers")["ETag"]
    assert send(me, "PATCH", "/spaces/readers", {"about": "x"}, if_match=weak).status_code == 200


def test_a_space_that_one_may_no_longer_see_is_not_named(space, steward, stranger):
    send(program(steward), "PATCH", "/spaces/readers", {"joining": "ask"})
    send(program(stranger), "POST", "/spaces/readers/ask", {"words": "Me too"})
    send(program(steward), "PATCH", "/spaces/readers", {"audience": "members", "name": "Hidden now"})

    said = send(program(stranger), "GET", "/join-requests")

    assert said.json()["items"][0]["space"] is None and "Hidden now" not in said.content.decode()
