"""Closing the door that a link opened."""

import pytest

from tongxing.conftest import NOON
from tongxing.core.models import Event
from tongxing.people.tests.doors import press, text_of
from tongxing.spaces.actions import invite, join_space


@pytest.fixture
def path(space, member):
    return f"/i/{invite(space, by=member, now=NOON).uid}/end/"


@pytest.mark.parametrize("who", ["steward", "member"])
def test_who_made_it_or_looks_after_the_space_ends_it(request, client, space, path, who):
    page = press(client, request.getfixturevalue(who), path)

    assert page.headers["Location"] == "/s/readers/people/"
    assert space.invitations.get().ended_at is not None


def test_sent_three_times_it_is_one_event(client, path, steward):
    answers = [press(client, steward, path).status_code for _ in range(3)]

    assert answers == [302, 302, 302]
    assert Event.objects.filter(verb="space.invitation_ended").count() == 1


def test_others_may_not(client, space, path, stranger):
    assert press(client, stranger, path).status_code == 403
    join_space(space, by=stranger, now=NOON)

    page = press(client, stranger, path)

    assert (page.status_code, "Only those who look after" in text_of(page)) == (403, True)
    assert press(client, None, path).status_code == 401
    assert space.invitations.get().ended_at is None
