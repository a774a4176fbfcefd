"""Changing what was planned."""

import pytest

from tongxing.activities.actions import (
    change_activity,
    join_activity,
)
from tongxing.conftest import NOON, program, send
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


def test_a_change_looks_nothing_up_again_that_it_does_not_name(soon, steward, stranger):
    """Somebody writes a place down that is called as the meeting point is, and somebody who is named is suspended."""
    me, path = program(steward), f"/activities/{soon.uid}"
    send(me, "PATCH", path, {"audience": "named", "named": ["stranger"], "where": "The back gate"})
    gate = {"name": "The back gate", "kind": "school", "area": "雅江", "sure": True}
    send(program(stranger), "POST", "/places", gate)
    stranger.is_active = False
    stranger.save(update_fields=["is_active"])

    answer = send(me, "PATCH", path, {"cost": "5"})

    assert answer.status_code == 200, answer.content
    said = answer.json()
    assert (said["place"], said["where"]) == (None, "The back gate")
    assert (said["audience"], said["named"]) == ("named", ["stranger"])
