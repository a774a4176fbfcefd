"""Stopping to look after a space, and staying a member. (Two at the same moment: test_leave_space.py.)"""

import pytest

from tongxing.conftest import NOON
from tongxing.core.models import Event
from tongxing.people.tests.doors import press, see, text_of
from tongxing.spaces.actions import accept_stewardship, ask_to_steward


@pytest.fixture
def second(space, steward, member):
    """The member looks after the space too."""
    ask_to_steward(space.memberships.get(person=member), by=steward, now=NOON)
    return accept_stewardship(space.memberships.get(person=member), by=member, now=NOON)


def path(membership):
    return f"/memberships/{membership.uid}/step-down/"


def test_one_stays_a_member(client, second, member):
    assert press(client, member, path(second)).headers["Location"] == "/s/readers/people/"

    second.refresh_from_db()
    assert not second.is_steward


def test_sent_three_times_it_happened_once(client, second, member):
    assert [press(client, member, path(second)).status_code for _ in range(3)] == [302, 409, 409]
    assert Event.objects.filter(verb="space.steward_stepped_down").count() == 1


def test_the_last_one_hands_over_first(client, space, steward):
    mine = space.memberships.get(person=steward)

    page = press(client, steward, path(mine))

    assert page.status_code == 409
    assert "You are the last one who looks after Sunday Readers." in text_of(page)
    assert 'aria-disabled="true"' in see(client, steward, "/s/readers/people/")


def test_nobody_does_it_for_another(client, second, steward):
    page = press(client, steward, path(second))

    assert (page.status_code, "somebody else&#39;s membership" in text_of(page)) == (403, True)
    assert press(client, None, path(second)).status_code == 401
