"""Confirming a place that became free."""

from datetime import timedelta

import pytest

from tongxing.activities.actions import accept_place, join_activity, leave_activity
from tongxing.activities.tests.test_join_activity import press
from tongxing.conftest import NOON
from tongxing.core.models import Event
from tongxing.core.refusal import Refused


def test_leaving_frees_the_place_for_the_next_who_confirms(client, soon, member, stranger):
    press(client, member, soon, "join", {"size": "1"})
    press(client, stranger, soon, "join", {"size": "1"})
    for _ in range(3):
        assert press(client, member, soon, "leave").status_code == 302

    client.force_login(stranger)
    assert "A place is free for you." in client.get(f"{soon.get_absolute_url()}?lang=en").content.decode()
    for _ in range(3):
        assert press(client, stranger, soon, "accept").status_code == 302
    assert "You have a place." in client.get(f"{soon.get_absolute_url()}?lang=en").content.decode()
    assert Event.objects.filter(verb="claim.accepted").count() == 1


def test_confirming_without_a_claim_is_refused(activity, stranger):
    with pytest.raises(Refused, match="You haven't signed up"):
        accept_place(activity, by=stranger, now=NOON)


def test_after_its_time_an_offer_is_no_longer_kept(activity, steward, member, stranger):
    for person in (steward, member, stranger):
        join_activity(activity, by=person, now=NOON)
    leave_activity(activity, by=member, now=NOON)

    with pytest.raises(Refused, match="The time to confirm is over"):
        accept_place(activity, by=stranger, now=NOON + timedelta(hours=25))


def test_who_waits_can_not_confirm_yet(activity, steward, member, stranger):
    for person in (steward, member, stranger):
        join_activity(activity, by=person, now=NOON)

    with pytest.raises(Refused, match="No place is offered to you"):
        accept_place(activity, by=stranger, now=NOON)
