"""Signing up, and standing in line."""

from datetime import timedelta

import pytest

from tongxing.activities.actions import join_activity
from tongxing.conftest import NOON, make_activity
from tongxing.core.models import Event
from tongxing.core.refusal import Refused


def press(client, person, activity, deed, data=None):
    client.force_login(person)
    return client.post(f"/activities/{activity.uid}/{deed}/?lang=en", data or {})


def test_a_place_with_a_guest(activity, stranger):
    claim = join_activity(activity, by=stranger, size=2, words="I bring tape", now=NOON)

    assert (claim.state, claim.size, claim.words) == ("held", 2, "I bring tape")
    assert Event.objects.filter(verb="activity.joined").count() == 1


def test_sent_three_times_it_is_one_place_and_one_event(client, soon, stranger):
    for _ in range(3):
        assert press(client, stranger, soon, "join", {"size": "1"}).status_code == 302

    soon.opening.refresh_from_db()
    assert (soon.opening.taken, Event.objects.filter(verb="activity.joined").count()) == (1, 1)


def test_the_page_says_where_one_stands(client, soon, member, stranger):
    press(client, member, soon, "join", {"size": "1"})
    press(client, stranger, soon, "join", {"size": "1"})

    page = client.get(f"{soon.get_absolute_url()}?lang=en").content.decode()

    assert "You are number 1 in line" in page
    assert "1 waiting" in page


@pytest.mark.parametrize(
    ("size", "says"),
    [("0", "At least 1."), ("many", "Write a number"), ("11", "1 to 10 people"), ("2", "only 1 place altogether")],
)
def test_what_can_not_be_taken_is_said_and_what_was_typed_stays(client, soon, stranger, size, says):
    page = press(client, stranger, soon, "join", {"size": size, "words": "my words"})

    assert page.status_code in (409, 422)
    assert says in page.content.decode()
    assert "my words" in page.content.decode()


def test_signed_out_one_is_asked_to_sign_in(client, soon):
    page = client.post(f"/activities/{soon.uid}/join/?lang=en", {"size": "1"})

    assert page.status_code == 401
    assert "Sign in to take a place" in page.content.decode()


def test_what_one_can_not_see_does_not_exist(client, space, steward, stranger):
    hidden = make_activity(space, steward, audience="members")
    client.force_login(stranger)

    seen = [
        client.post(f"/activities/{uid}/{deed}/").status_code
        for uid in (hidden.uid, "zzzzzzzzzzzz")
        for deed in ("join", "leave", "accept")
    ]

    assert seen == [404] * 6


def test_after_the_beginning_nobody_joins(activity, stranger):
    with pytest.raises(Refused, match="It has already begun"):
        join_activity(activity, by=stranger, now=activity.starts_at + timedelta(minutes=5))


def test_names_are_for_those_who_come_and_who_look_after_it(client, soon, member, stranger, steward):
    press(client, member, soon, "join", {"size": "1"})
    client.logout()

    def names_seen_by(person):
        client.logout()
        if person:
            client.force_login(person)
        return client.get(f"{soon.get_absolute_url()}?lang=en").content.decode().count("member")

    assert names_seen_by(None) == 0
    assert names_seen_by(steward) > 0


def test_the_link_of_an_online_meeting_is_for_those_with_a_place(client, space, steward, member, stranger):
    activity = make_activity(space, steward, link="https://meet.example/abc")
    join_activity(activity, by=member, now=NOON)

    def sees_link(person):
        client.force_login(person)
        return "meet.example" in client.get(activity.get_absolute_url()).content.decode()

    assert [sees_link(person) for person in (member, steward, stranger)] == [True, True, False]
