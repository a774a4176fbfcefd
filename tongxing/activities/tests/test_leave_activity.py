"""Giving one's place back: never a fault, any time before the end."""

import pytest
from django.utils import timezone

from tongxing.activities.actions import join_activity, leave_activity
from tongxing.activities.models import Activity
from tongxing.conftest import NOON
from tongxing.core.models import Event
from tongxing.core.refusal import Refused


def test_the_place_is_free_at_once(activity, stranger):
    join_activity(activity, by=stranger, size=2, now=NOON)

    leave_activity(activity, by=stranger, now=NOON)

    activity.opening.refresh_from_db()
    assert (activity.opening.taken, activity.opening.free) == (0, 2)
    assert Event.objects.filter(verb="activity.left").count() == 1


def test_leaving_again_changes_nothing(client, soon, stranger):
    join_activity(soon, by=stranger, now=soon.made_at)
    client.force_login(stranger)

    for _ in range(3):
        assert client.post(f"/activities/{soon.uid}/leave/").status_code == 302

    assert Event.objects.filter(verb="activity.left").count() == 1


def test_who_waits_lets_go_of_the_line(activity, steward, member, stranger):
    claims = [join_activity(activity, by=person, now=NOON) for person in (steward, member, stranger)]

    leave_activity(activity, by=stranger, now=NOON)

    claims[2].refresh_from_db()
    activity.opening.refresh_from_db()
    assert (claims[2].state, activity.opening.taken, activity.opening.waiting) == ("let_go", 2, 0)


def test_leaving_what_is_over_is_refused(activity, stranger):
    with pytest.raises(Refused, match="It is over"):
        leave_activity(activity, by=stranger, now=activity.ends_at)


def test_signed_out_one_is_asked_to_sign_in(client, soon):
    page = client.post(f"/activities/{soon.uid}/leave/?lang=en")

    assert page.status_code == 401
    assert "Sign in first" in page.content.decode()


def test_who_holds_a_place_still_sees_it_and_can_leave_when_it_becomes_the_members_own(client, soon, steward, stranger):
    join_activity(soon, by=stranger, now=timezone.now())
    Activity.objects.filter(pk=soon.pk).update(audience="members")

    client.force_login(stranger)
    assert client.get(soon.get_absolute_url()).status_code == 200
    assert client.post(f"/activities/{soon.uid}/leave/").status_code == 302
    assert client.get(soon.get_absolute_url()).status_code == 404
