"""Showing a draft to its audience."""

from datetime import timedelta

import pytest

from tongxing.activities.actions import publish_activity
from tongxing.conftest import NOON, make_activity
from tongxing.core.models import Event
from tongxing.core.refusal import Refused


def test_a_draft_is_published_once(space, steward):
    draft = make_activity(space, steward, publish=False)

    for _ in range(3):
        publish_activity(draft, by=steward, now=NOON)

    assert Event.objects.filter(verb="activity.published").count() == 1


def test_a_draft_whose_time_has_passed_is_not_published(space, steward):
    draft = make_activity(space, steward, publish=False)

    with pytest.raises(Refused, match="Its beginning has passed"):
        publish_activity(draft, by=steward, now=NOON + timedelta(days=9))


def test_only_those_who_look_after_it_publish(activity, stranger):
    with pytest.raises(Refused, match="Only those who look after Sunday Readers"):
        publish_activity(activity, by=stranger, now=NOON)
