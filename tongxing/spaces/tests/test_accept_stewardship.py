"""Beginning to look after a space, having been asked."""

import pytest

from tongxing.conftest import NOON
from tongxing.core.models import Event
from tongxing.people.tests.doors import press, see, text_of
from tongxing.spaces.actions import ask_to_steward


@pytest.fixture
def called(space, steward, member):
    return ask_to_steward(space.memberships.get(person=member), by=steward, now=NOON)


def path(membership):
    return f"/memberships/{membership.uid}/accept-stewardship/"


def test_the_member_decides(client, called, member):
    assert press(client, member, path(called)).headers["Location"] == "/s/readers/people/"

    called.refresh_from_db()
    assert (called.is_steward, called.steward_asked_at) == (True, None)
    assert "You are asked" not in see(client, member, "/s/readers/")


def test_sent_three_times_it_is_one_answer(client, called, member):
    assert [press(client, member, path(called)).status_code for _ in range(3)] == [302, 409, 409]
    assert Event.objects.filter(verb="space.steward_accepted").count() == 1


def test_nobody_answers_for_another(client, called, steward, stranger):
    for person in (steward, stranger):
        page = press(client, person, path(called))
        assert (page.status_code, "somebody else&#39;s membership" in text_of(page)) == (403, True)
    assert press(client, None, path(called)).status_code == 401


def test_who_was_not_asked_has_nothing_to_answer(client, space, member):
    page = press(client, member, path(space.memberships.get(person=member)))

    assert (page.status_code, "Nobody is asking you any more." in text_of(page)) == (409, True)
