"""What the pages and the API say to those who wait, are set aside, or are kept a place until it begins."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from tongxing.activities.actions import change_activity, join_activity, leave_activity
from tongxing.claims.actions import lapse
from tongxing.conftest import NOON, make_activity, newcomer, program, send
from tongxing.core.models import Event, Pending
from tongxing.core.outbox import work_once
from tongxing.inbox.models import Notice

BEGINS = NOON + timedelta(days=2, hours=2)


@pytest.fixture(autouse=True)
def at_noon():
    with time_machine.travel(NOON, tick=False) as clock:
        yield clock


@pytest.fixture
def six(space, steward):
    """Six places: three are held, a group of five waits, then one."""
    made = make_activity(space, steward, seats=6)
    people = [newcomer(name) for name in ("three", "five", "one")]
    for person, size in zip(people, (3, 5, 1), strict=True):
        join_activity(made, by=person, size=size, now=NOON)
    return made, *people


def change(activity, by, **given):
    return change_activity(activity, by=by, now=timezone.now(), **{"seats": 4} | given)


def shown(client, person, activity):
    client.force_login(person)
    return client.get(f"{activity.get_absolute_url()}?lang=en").content.decode()


def work_all():
    while work_once():
        pass


def test_the_page_is_not_full_beside_a_free_place(client, six, steward, stranger):
    activity, _three, five, one = six
    change(activity, steward)

    assert "A place is free for you." in shown(client, one, activity)
    leave_activity(activity, by=one, now=NOON)
    page = shown(client, stranger, activity)
    assert "1 place left" in page and "waiting list" not in page and "waiting</" not in page
    page = shown(client, five, activity)
    assert "There are 5 of you and only 4 places altogether, so those behind you are asked." in page
    home = client.get("/?lang=en").content.decode()
    assert "More people than places" in home and "Waiting list" not in home


def test_who_is_set_aside_comes_with_fewer_and_is_in_line_again(client, six, steward):
    activity, _three, five, _one = six
    change(activity, steward)
    client.force_login(five)
    path = f"/activities/{activity.uid}/guests/?lang=en"

    form = client.get(path).content.decode()
    refused = client.post(path, {"size": "6"})
    done = client.post(path, {"size": "2"})

    assert 'value="5"' in form and "You keep your place in line. There are 4 places altogether." in form
    assert refused.status_code == 409 and "There are only 4 places altogether." in refused.content.decode()
    assert 'value="6"' in refused.content.decode()
    assert done.status_code == 302
    assert "You are number 1 in line." in shown(client, five, activity)


def test_who_waits_finds_the_way_to_another_number(client, six):
    activity, _three, five, _one = six

    page = shown(client, five, activity)

    assert "You are number 1 in line." in page and f"/activities/{activity.uid}/guests/" in page


def test_the_list_says_who_is_set_aside(client, six, steward):
    activity = six[0]
    change(activity, steward)
    client.force_login(steward)

    page = client.get(f"/activities/{activity.uid}/people/?lang=en").content.decode()

    assert "more people than places" in page and "No longer coming" not in page


def test_programs_read_that_they_are_set_aside_and_change_it(six, steward):
    activity, _three, five, _one = six
    change(activity, steward)
    me, path = program(five), f"/activities/{activity.uid}"

    mine = send(me, "GET", path).json()["mine"]
    refused = send(me, "POST", f"{path}/resize", {"size": 6})
    changed = send(me, "POST", f"{path}/resize", {"size": 4}).json()

    assert (mine["state"], mine["size"], mine["place_in_line"]) == ("aside", 5, None)
    assert (refused.status_code, refused.json()["detail"]) == (409, "There are only 4 places altogether.")
    assert (changed["state"], changed["size"], changed["place_in_line"]) == ("waiting", 4, 1)


def test_an_offer_ends_when_it_begins_and_goes_to_nobody(client, at_noon, activity, member, stranger, other_steward):
    for person in (member, stranger, other_steward):
        join_activity(activity, by=person, now=NOON)
    at_noon.move_to(BEGINS - timedelta(minutes=10))
    leave_activity(activity, by=member, now=timezone.now())

    claim = activity.opening.claims.get(person=other_steward)
    assert claim.offered_until == BEGINS
    assert "Confirm by" in shown(client, other_steward, activity)
    at_noon.move_to(BEGINS)
    assert "It has begun; no place is offered any more." in shown(client, other_steward, activity)
    client.post(f"/activities/{activity.uid}/accept/")
    claim.refresh_from_db()
    assert claim.state == "offered"
    work_all()

    claim.refresh_from_db()
    assert claim.state == "expired" and not Pending.objects.filter(job="claims.lapse").exists()
    assert not Event.objects.filter(verb="claim.lapsed").exists()
    notice = Notice.objects.get(person=other_steward, event__verb="claim.offer_ended")
    assert (
        "It has begun, and the place that was offered to you is no longer kept"
        in client.get("/notices/?lang=en").content.decode()
    )
    assert notice.event.key == activity.uid


def test_from_the_beginning_on_nobody_who_waits_is_promised_anything(client, at_noon, six):
    activity, three, five, _one = six
    at_noon.move_to(BEGINS)

    leave_activity(activity, by=three, now=timezone.now())
    page = shown(client, five, activity)

    assert "It has begun; no place is offered any more." in page and "When a place is free" not in page
    assert not Event.objects.filter(verb="claim.offered").exists()


def test_an_offer_is_kept_no_longer_when_it_begins_earlier(
    client, at_noon, activity, steward, member, stranger, other_steward
):
    for person in (member, stranger, other_steward):
        join_activity(activity, by=person, now=NOON)
    leave_activity(activity, by=member, now=NOON)
    claim = activity.opening.claims.get(person=other_steward)
    assert claim.offered_until == NOON + timedelta(hours=24)

    change(activity, steward, seats=2, starts_wall="2026-05-04T18:00", ends_wall="2026-05-04T19:00")
    work_all()

    claim.refresh_from_db()
    earlier = NOON + timedelta(hours=6)
    assert claim.offered_until == earlier
    assert Pending.objects.get(job="claims.lapse").due_at == earlier
    client.force_login(other_steward)
    page = client.get("/notices/?lang=en").content.decode()
    assert (
        "It begins earlier: Sorting parcels. The place that is kept for you can be confirmed until then, Mon 4 May"
        in page
    )
    lapse(claim.pk, now=earlier)
    claim.refresh_from_db()
    assert claim.state == "expired"
