"""Joining an open space, by one's own act."""

import pytest

from tongxing.conftest import NOON
from tongxing.core.models import Event
from tongxing.core.refusal import Refused
from tongxing.people.tests.doors import press, see, text_of
from tongxing.spaces.actions import ask_to_join, change_space, join_space


def test_who_joins_belongs_to_it(client, space, stranger):
    page = press(client, stranger, "/s/readers/join/")

    assert page.headers["Location"] == "/s/readers/"
    assert "You now belong to Sunday Readers." in see(client, stranger, "/s/readers/")
    assert not space.memberships.get(person=stranger).is_steward


def test_sent_three_times_it_is_one_membership_and_one_event(client, space, stranger):
    before = Event.objects.filter(verb="space.joined").count()

    answers = [press(client, stranger, "/s/readers/join/").status_code for _ in range(3)]

    assert answers == [302, 409, 409]
    assert space.memberships.filter(person=stranger).count() == 1
    assert Event.objects.filter(verb="space.joined").count() == before + 1


def test_signed_out_the_page_says_so_and_how_to_go_on(client, space):
    page = press(client, None, "/s/readers/join/")

    assert page.status_code == 401
    assert "Sign in to join." in text_of(page)
    assert "/account/login/?next=" in text_of(page)


@pytest.mark.parametrize(
    ("joining", "says"),
    [("ask", "somebody who looks after Sunday Readers will answer"), ("invited", "takes people in by invitation")],
)
def test_where_the_door_is_not_open(client, space, steward, stranger, joining, says):
    change_space(space, by=steward, joining=joining)

    page = press(client, stranger, "/s/readers/join/")

    assert page.status_code == 409
    assert says in text_of(page)


def test_nobody_joins_one_persons_own_space(member, stranger):
    with pytest.raises(Refused, match="one person's own space"):
        join_space(member.space, by=stranger, now=NOON)


def test_a_space_for_members_does_not_exist_for_others(client, space, steward, stranger):
    change_space(space, by=steward, audience="members")

    assert press(client, stranger, "/s/readers/join/").status_code == 404


def test_an_open_wish_is_answered_by_joining(space, steward, stranger):
    change_space(space, by=steward, joining="ask")
    asked = ask_to_join(space, by=stranger, words="", now=NOON)
    change_space(space, by=steward, joining="open")

    join_space(space, by=stranger, now=NOON)

    asked.refresh_from_db()
    assert asked.state == "accepted"
