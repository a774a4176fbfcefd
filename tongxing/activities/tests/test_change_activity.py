"""Changing what was planned, cancelling it with a reason, and letting it take place after all."""

from datetime import timedelta

import pytest

from tongxing.activities.actions import (
    cancel_activity,
    change_activity,
    join_activity,
    publish_activity,
    reopen_activity,
)
from tongxing.activities.models import Activity
from tongxing.conftest import NOON, make_activity
from tongxing.core.models import Event
from tongxing.core.refusal import Refused


def changed(activity, by, **changes):
    given = {
        name: getattr(activity, name) for name in ("title", "starts_wall", "ends_wall", "zone", "where", "audience")
    }
    return change_activity(activity, by=by, now=NOON, seats=2, **given | changes)


def last_verb():
    return Event.objects.order_by("-id").first().verb


def test_a_new_time_is_told_to_those_who_come(activity, steward):
    changed(activity, steward, starts_wall="2026-05-07T14:00", ends_wall="2026-05-07T15:00")

    assert last_verb() == "activity.changed"


def test_a_better_word_is_not(activity, steward):
    changed(activity, steward, title="Sorting many parcels")

    assert last_verb() == "activity.edited"


def test_not_fewer_seats_than_are_taken(activity, steward, member, stranger):
    join_activity(activity, by=member, now=NOON)
    join_activity(activity, by=stranger, now=NOON)

    with pytest.raises(Refused, match="2 places are taken already"):
        change_activity(activity, by=steward, now=NOON, seats=1, starts_wall=activity.starts_wall)


def test_more_seats_are_offered_to_the_line(activity, steward, member, stranger, other_steward):
    claims = [join_activity(activity, by=person, now=NOON) for person in (member, stranger, other_steward)]

    change_activity(activity, by=steward, now=NOON, seats=3)

    claims[2].refresh_from_db()
    assert claims[2].state == "offered"


def test_the_form_shows_what_stands_and_saves_it(client, activity, steward):
    client.force_login(steward)
    page = client.get(f"/activities/{activity.uid}/edit/").content.decode()
    assert 'value="2026-05-06T14:00"' in page

    given = {"title": "New words", "starts_wall": "2026-05-06T14:00", "ends_wall": "2026-05-06T17:00",
             "zone": "Asia/Shanghai",
             "where": "At the gate", "seats": "2", "kind": "event", "audience": "public"}  # fmt: skip
    assert client.post(f"/activities/{activity.uid}/edit/", given).status_code == 302
    activity.refresh_from_db()
    assert (activity.title, activity.ends_wall) == ("New words", "2026-05-06T17:00")


@pytest.mark.parametrize("deed", ["edit", "cancel", "report", "people"])
def test_strangers_and_other_stewards_read_why_not(client, activity, stranger, other_steward, deed):
    for person in (stranger, other_steward):
        client.force_login(person)
        page = client.get(f"/activities/{activity.uid}/{deed}/?lang=en")
        assert page.status_code == 403
        assert "Only those who look after Sunday Readers" in page.content.decode()


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


def test_it_takes_place_after_all(activity, steward, member):
    claim = join_activity(activity, by=member, now=NOON)
    cancel_activity(activity, by=steward, reason="Rain", now=NOON)

    reopened = reopen_activity(activity, by=steward, now=NOON)

    claim.refresh_from_db()
    assert (reopened.state, claim.state) == (Activity.PUBLISHED, "held")
    assert join_activity(reopened, by=steward, now=NOON).state == "held"


def test_what_is_over_can_not_be_cancelled(activity, steward):
    with pytest.raises(Refused, match="It is over"):
        cancel_activity(activity, by=steward, reason="Too late", now=NOON + timedelta(days=9))


def test_a_draft_is_published_once(space, steward):
    draft = make_activity(space, steward, publish=False)

    for _ in range(3):
        publish_activity(draft, by=steward, now=NOON)

    assert Event.objects.filter(verb="activity.published").count() == 1


def test_a_draft_whose_time_has_passed_is_not_published(space, steward):
    draft = make_activity(space, steward, publish=False)

    with pytest.raises(Refused, match="Its beginning has passed"):
        publish_activity(draft, by=steward, now=NOON + timedelta(days=9))
