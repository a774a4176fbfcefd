"""Saying no to a wish to join, with a reason."""

import pytest

from tongxing.conftest import NOON
from tongxing.people.tests.doors import press, see, text_of
from tongxing.spaces.actions import ask_to_join, change_space


@pytest.fixture
def path(space, steward, stranger):
    change_space(space, by=steward, joining="ask")
    return f"/joining/{ask_to_join(space, by=stranger, words='Please', now=NOON).uid}/decline/"


def test_the_reason_reaches_who_asked(client, path, space, steward, stranger):
    assert "Please" in see(client, steward, path)

    page = press(client, steward, path, {"reason": "We are ten already."})

    assert page.headers["Location"] == "/s/readers/people/"
    assert "We are ten already." in see(client, stranger, "/s/readers/")
    assert not space.memberships.filter(person=stranger).exists()


def test_without_a_reason_it_is_asked_for(client, path, steward):
    page = press(client, steward, path, {"reason": "\u200b"})

    assert (page.status_code, "required" in text_of(page)) == (422, True)


def test_sent_three_times_it_is_one_answer(client, path, space, steward):
    answers = [press(client, steward, path, {"reason": "We are ten."}).status_code for _ in range(3)]

    assert answers == [302, 409, 409]
    assert space.join_requests.get().state == "declined"


def test_others_may_not(client, path, member, stranger):
    assert press(client, stranger, path, {"reason": "No"}).status_code == 403
    for person in (member, None):
        assert press(client, person, path, {"reason": "No"}).status_code == 404


def test_one_may_ask_again(client, path, steward, stranger):
    press(client, steward, path, {"reason": "We are ten."})

    assert press(client, stranger, "/s/readers/ask/").status_code == 302
