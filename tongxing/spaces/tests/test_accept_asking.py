"""Taking in somebody who asked."""

import pytest

from tongxing.conftest import NOON
from tongxing.core.models import Event
from tongxing.people.tests.doors import press, see, text_of
from tongxing.spaces.actions import ask_to_join, change_space


@pytest.fixture
def asked(space, steward, stranger):
    change_space(space, by=steward, joining="ask")
    return ask_to_join(space, by=stranger, words="", now=NOON)


def test_a_steward_says_welcome(client, asked, steward, stranger):
    assert press(client, steward, f"/joining/{asked.uid}/accept/").headers["Location"] == "/s/readers/people/"

    asked.refresh_from_db()
    assert (asked.state, asked.answered_at is None) == ("accepted", False)
    assert asked.space.memberships.filter(person=stranger).count() == 1
    assert "Waiting for an answer" not in see(client, steward, "/s/readers/people/")


def test_sent_three_times_it_is_one_membership(client, asked, steward, stranger):
    answers = [press(client, steward, f"/joining/{asked.uid}/accept/").status_code for _ in range(3)]

    assert answers == [302, 409, 409]
    assert asked.space.memberships.filter(person=stranger).count() == 1
    assert Event.objects.filter(verb="space.join_accepted").count() == 1


def test_others_may_not(client, asked, member, stranger, other_steward):
    page = press(client, stranger, f"/joining/{asked.uid}/accept/")

    assert (page.status_code, "Only those who look after" in text_of(page)) == (403, True)
    for person in (member, other_steward, None):
        assert press(client, person, f"/joining/{asked.uid}/accept/").status_code == 404
    assert not asked.space.memberships.filter(person=stranger).exists()
