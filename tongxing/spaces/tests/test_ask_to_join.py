"""Asking to be taken in."""

import pytest

from tongxing.core.models import Event
from tongxing.people.tests.doors import press, see, text_of
from tongxing.spaces.actions import change_space

PATH = "/s/readers/ask/"


@pytest.fixture
def choosy(space, steward):
    return change_space(space, by=steward, joining="ask")


def test_the_wish_waits_for_an_answer_with_its_words(client, choosy, steward, stranger):
    assert press(client, stranger, PATH, {"words": "I read to my son."}).headers["Location"] == "/s/readers/"

    assert "You asked to join." in see(client, stranger, "/s/readers/")
    assert "I read to my son." in see(client, steward, "/s/readers/people/")
    assert not choosy.memberships.filter(person=stranger).exists()


def test_only_those_who_look_after_it_read_the_words(client, choosy, member, stranger):
    press(client, stranger, PATH, {"words": "I read to my son."})

    assert "I read to my son." not in see(client, member, "/s/readers/people/")
    assert "I read to my son." not in see(client, None, "/s/readers/people/")


def test_sent_three_times_it_is_one_wish(client, choosy, stranger):
    answers = [press(client, stranger, PATH, {"words": "Please"}).status_code for _ in range(3)]

    assert answers == [302, 409, 409]
    assert choosy.join_requests.count() == 1
    assert Event.objects.filter(verb="space.join_asked").count() == 1


def test_too_many_words_come_back_with_the_sentence(client, choosy, stranger):
    page = press(client, stranger, PATH, {"words": "x" * 301})

    assert page.status_code == 422
    assert "at most 300" in text_of(page)
    assert "x" * 301 in text_of(page)


def test_signed_out_the_words_stay_and_the_way_in_is_there(client, choosy):
    page = press(client, None, PATH, {"words": "I read to my son."})

    assert page.status_code == 401
    assert "I read to my son." in text_of(page)
    assert "Sign in to ask." in text_of(page)


@pytest.mark.parametrize(("joining", "status"), [("open", 409), ("invited", 409)])
def test_where_nobody_is_taken_in_by_asking(client, space, steward, stranger, joining, status):
    change_space(space, by=steward, joining=joining)

    page = press(client, stranger, PATH, {"words": "Please"})

    assert page.status_code == status
    assert "take people in by asking" in text_of(page)
    assert 'value="Please"' in text_of(page)


def test_a_member_has_nothing_to_ask(client, choosy, member):
    assert "You already belong to Sunday Readers." in text_of(press(client, member, PATH))
