"""Leaving; the last one who looks after a space hands over first."""

import threading

import pytest
from django.db import connection

from tongxing.conftest import NOON, newcomer
from tongxing.core.models import Event
from tongxing.core.refusal import Refused
from tongxing.people.tests.doors import press, see, text_of
from tongxing.spaces.actions import (
    accept_stewardship,
    ask_to_steward,
    join_space,
    leave_space,
    open_space,
    remove_member,
    step_down,
)  # fmt: skip


def test_who_leaves_no_longer_belongs_to_it(client, space, member):
    mine = space.memberships.get(person=member)

    assert press(client, member, f"/memberships/{mine.uid}/leave/").headers["Location"] == "/"

    assert "You left Sunday Readers. What you wrote stays." in see(client, member, "/")
    assert not space.memberships.filter(person=member).exists()


def test_sent_three_times_one_left_once(client, space, member):
    mine = space.memberships.get(person=member)

    answers = [press(client, member, f"/memberships/{mine.uid}/leave/").status_code for _ in range(3)]

    assert answers == [302, 404, 404]
    assert Event.objects.filter(verb="space.left").count() == 1


def test_the_last_one_hands_over_first(client, space, steward):
    mine = space.memberships.get(person=steward)

    page = press(client, steward, f"/memberships/{mine.uid}/leave/")

    assert page.status_code == 409
    assert "Ask a member to take over first." in text_of(page)
    assert "Ask a member to take over first." in see(client, steward, "/s/readers/people/")


def test_nobody_leaves_for_somebody_else(client, space, steward, member):
    mine = space.memberships.get(person=member)

    page = press(client, steward, f"/memberships/{mine.uid}/leave/")

    assert (page.status_code, "somebody else&#39;s membership" in text_of(page)) == (403, True)
    assert press(client, None, f"/memberships/{mine.uid}/leave/").status_code == 401


def test_ones_own_space_goes_with_the_account(member):
    with pytest.raises(Refused, match="it goes with your account"):
        leave_space(member.memberships.get(space=member.space), by=member, now=NOON)


def test_a_membership_that_ended_meanwhile_is_a_sentence(space, steward, member):
    mine = space.memberships.get(person=member)
    remove_member(mine, by=steward, now=NOON)

    with pytest.raises(Refused, match="This membership has ended already."):
        leave_space(mine, by=member, now=NOON)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("deeds", [(leave_space, leave_space), (step_down, step_down), (leave_space, step_down)])
def test_of_the_last_two_at_the_same_moment_one_stays(deeds):
    people = [newcomer("one"), newcomer("two")]
    space = open_space(by=people[0], now=NOON, kind="team", short="readers", name="Readers")
    join_space(space, by=people[1], now=NOON)
    ask_to_steward(space.memberships.get(person=people[1]), by=people[0], now=NOON)
    accept_stewardship(space.memberships.get(person=people[1]), by=people[1], now=NOON)
    mine = [space.memberships.get(person=person) for person in people]
    start, refused = threading.Barrier(2, timeout=20), []

    def run(number):
        start.wait()
        try:
            deeds[number](mine[number], by=people[number], now=NOON)
        except Refused as error:
            refused.append(str(error))
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[number]) for number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert space.memberships.stewards().count() == 1
    assert refused == ["You are the last one who looks after Readers. Ask a member to take over first."]
