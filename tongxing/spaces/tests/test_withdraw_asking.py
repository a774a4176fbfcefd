"""Taking back a wish to join."""

import pytest

from tongxing.conftest import NOON
from tongxing.people.tests.doors import press, see, text_of
from tongxing.spaces.actions import accept_asking, ask_to_join, change_space


@pytest.fixture
def asked(space, steward, stranger):
    change_space(space, by=steward, joining="ask")
    return ask_to_join(space, by=stranger, words="", now=NOON)


def test_who_asked_takes_it_back(client, asked, stranger):
    assert press(client, stranger, f"/joining/{asked.uid}/withdraw/").headers["Location"] == "/s/readers/"

    asked.refresh_from_db()
    assert asked.state == "withdrawn"
    assert "You asked to join." not in see(client, stranger, "/s/readers/")


def test_sent_three_times_it_is_taken_back_once(client, asked, stranger):
    answers = [press(client, stranger, f"/joining/{asked.uid}/withdraw/").status_code for _ in range(3)]

    assert answers == [302, 409, 409]


def test_what_was_answered_stays_answered(client, asked, steward, stranger):
    accept_asking(asked, by=steward, now=NOON)

    page = press(client, stranger, f"/joining/{asked.uid}/withdraw/")

    assert (page.status_code, "This request was answered already." in text_of(page)) == (409, True)
    assert asked.space.memberships.filter(person=stranger).exists()


def test_nobody_else_takes_it_back(client, asked, steward, member):
    page = press(client, steward, f"/joining/{asked.uid}/withdraw/")

    assert (page.status_code, "This is somebody else&#39;s request." in text_of(page)) == (403, True)
    assert press(client, member, f"/joining/{asked.uid}/withdraw/").status_code == 404
    assert press(client, None, f"/joining/{asked.uid}/withdraw/").status_code == 404


def test_one_may_ask_again_afterwards(client, asked, stranger):
    press(client, stranger, f"/joining/{asked.uid}/withdraw/")

    assert press(client, stranger, "/s/readers/ask/").status_code == 302
