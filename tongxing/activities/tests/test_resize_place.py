"""Coming with more or fewer guests."""

import pytest

from tongxing.activities.actions import join_activity, resize_place
from tongxing.conftest import NOON
from tongxing.core.models import Event
from tongxing.core.refusal import Refused


def test_guests_can_be_changed(activity, stranger):
    join_activity(activity, by=stranger, now=NOON)

    assert resize_place(activity, by=stranger, size=2, now=NOON).size == 2


def test_more_guests_than_free_places_are_refused(activity, stranger, member):
    join_activity(activity, by=stranger, now=NOON)
    join_activity(activity, by=member, now=NOON)

    with pytest.raises(Refused, match="aren't enough free places for 2"):
        resize_place(activity, by=stranger, size=2, now=NOON)


def test_fewer_guests_make_room_for_the_line(activity, stranger, member):
    join_activity(activity, by=stranger, size=2, now=NOON)
    waiting = join_activity(activity, by=member, now=NOON)

    resize_place(activity, by=stranger, size=1, now=NOON)

    waiting.refresh_from_db()
    assert waiting.state == "offered"
    assert Event.objects.filter(verb="activity.resized").count() == 1


def test_without_a_place_there_is_no_form(client, soon, stranger):
    client.force_login(stranger)

    page = client.get(f"/activities/{soon.uid}/guests/?lang=en")

    assert page.status_code == 409
    assert "You haven&#39;t signed up for it." in page.content.decode()


def test_a_number_that_is_none_stays_in_the_form(client, soon, stranger):
    join_activity(soon, by=stranger, now=soon.made_at)
    client.force_login(stranger)

    page = client.post(f"/activities/{soon.uid}/guests/?lang=en", {"size": "many"})

    assert page.status_code == 422
    assert 'value="many"' in page.content.decode()
