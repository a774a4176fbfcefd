"""Letting it take place after all."""

from datetime import timedelta

import pytest

from tongxing.activities.actions import cancel_activity, join_activity, reopen_activity
from tongxing.activities.models import Activity
from tongxing.conftest import NOON
from tongxing.core.models import Event
from tongxing.core.refusal import Refused


def test_it_takes_place_after_all(activity, steward, member):
    claim = join_activity(activity, by=member, now=NOON)
    cancel_activity(activity, by=steward, reason="Rain", now=NOON)

    reopened = reopen_activity(activity, by=steward, now=NOON)

    claim.refresh_from_db()
    assert (reopened.state, claim.state) == (Activity.PUBLISHED, "held")
    assert join_activity(reopened, by=steward, now=NOON).state == "held"


def test_what_was_never_cancelled_stays_as_it_is(activity, steward, stranger):
    reopen_activity(activity, by=steward, now=NOON)

    assert Event.objects.filter(verb="activity.reopened").count() == 0
    with pytest.raises(Refused, match="Only those who look after Sunday Readers"):
        reopen_activity(activity, by=stranger, now=NOON)


def test_after_its_beginning_it_is_too_late(activity, steward):
    cancel_activity(activity, by=steward, reason="Rain", now=NOON)

    with pytest.raises(Refused, match="Its time has passed"):
        reopen_activity(activity, by=steward, now=NOON + timedelta(days=9))
