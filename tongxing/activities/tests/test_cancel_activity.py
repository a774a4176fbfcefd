"""Saying that it won't take place, and why."""

from datetime import timedelta

import pytest

from tongxing.activities.actions import cancel_activity, join_activity
from tongxing.activities.models import Activity
from tongxing.conftest import NOON
from tongxing.core.models import Event
from tongxing.core.refusal import Refused


def test_cancelled_with_a_reason_that_its_page_says(client, activity, steward, stranger):
    cancel_activity(activity, by=steward, reason="The road is closed.", now=NOON)
    cancel_activity(activity, by=steward, reason="Twice", now=NOON)

    assert "The road is closed." in client.get(activity.get_absolute_url()).content.decode()
    assert Event.objects.filter(verb="activity.cancelled").count() == 1
    with pytest.raises(Refused, match="The road is closed"):
        join_activity(Activity.objects.get(pk=activity.pk), by=stranger, now=NOON)


def test_cancelling_needs_a_reason(client, soon, steward):
    client.force_login(steward)

    page = client.post(f"/activities/{soon.uid}/cancel/?lang=en", {"reason": ""})

    assert page.status_code == 422
    assert "This field is required" in page.content.decode()


def test_what_is_over_can_not_be_cancelled(activity, steward):
    with pytest.raises(Refused, match="It is over"):
        cancel_activity(activity, by=steward, reason="Too late", now=NOON + timedelta(days=9))


def test_a_stranger_hears_no_even_when_it_is_cancelled_already(activity, steward, stranger):
    cancel_activity(activity, by=steward, reason="Rain", now=NOON)

    with pytest.raises(Refused, match="Only those who look after Sunday Readers"):
        cancel_activity(activity, by=stranger, reason="Me too", now=NOON)
