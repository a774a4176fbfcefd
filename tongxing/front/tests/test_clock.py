"""The clock of the server jumps: nothing happens twice, nothing is forgotten, and what came first stays the first."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.utils import timezone

from tongxing.activities.actions import join_activity, leave_activity
from tongxing.conftest import NOON, make_activity, newcomer
from tongxing.core.models import Event, Pending
from tongxing.core.outbox import work_once
from tongxing.core.refusal import Refused
from tongxing.core.tests.figures import keep
from tongxing.inbox.models import Notice
from tongxing.people.actions import make_rescue_codes, rescue

pytestmark = pytest.mark.django_db
JUMPS = {
    "an hour on": NOON + timedelta(hours=1),
    "an hour back": NOON - timedelta(hours=1),
    "a day on": NOON + timedelta(days=1, minutes=1),
    "a day back": NOON - timedelta(days=1),
    "two months on": NOON + timedelta(days=60),
    "two months back": NOON - timedelta(days=60),
    "before a leap day": datetime(2028, 2, 28, 23, 59, 59, tzinfo=UTC),
    "a leap day": datetime(2028, 2, 29, 12, tzinfo=UTC),
    "the end of a year": datetime(2026, 12, 31, 23, 59, 59, tzinfo=UTC),
    "the end of 32 bits": datetime(2038, 1, 19, 3, 14, 8, tzinfo=UTC),
    "an hour that is not there": datetime(2027, 3, 28, 1, 30, tzinfo=UTC),
    "an hour that comes twice": datetime(2027, 10, 31, 0, 30, tzinfo=UTC),
}


@pytest.fixture
def line(space, steward):
    """(activity, the one who came, those who wait): one place, in a year."""
    with time_machine.travel(NOON, tick=False):
        times = {"starts_wall": "2039-05-06T14:00", "ends_wall": "2039-05-06T16:00", "zone": "Europe/Berlin"}
        activity = make_activity(space, steward, seats=1, **times)
        people = [newcomer(name) for name in ("ann", "ben", "cai")]
        for person in people:
            join_activity(activity, by=person, now=timezone.now())
        work_all()
    return activity, people[0], people[1:]


def work_all():
    """Everything that is due at this moment."""
    while work_once(most=100):
        pass


def offers():
    """Whom a place was offered to, in order."""
    return [event.facts["claim"] for event in Event.objects.filter(verb="claim.offered").order_by("id")]


@pytest.mark.parametrize("jump", JUMPS)
def test_nothing_is_offered_or_told_twice_or_forgotten(line, jump):
    activity, first, waiting = line
    with time_machine.travel(NOON, tick=False):
        leave_activity(activity, by=first, now=timezone.now())
        work_all()
    for moment in (JUMPS[jump], NOON + timedelta(minutes=1), JUMPS[jump], NOON + timedelta(minutes=2)):
        with time_machine.travel(moment, tick=False):
            work_all()

    offered = offers()
    assert len(offered) == len(set(offered)) >= 1
    claims = {claim.uid: claim for claim in activity.opening.claims.all()}
    lapsed = JUMPS[jump] > NOON + timedelta(hours=24)
    assert [claims[uid].person for uid in offered] == (waiting if lapsed else waiting[:1])
    assert Event.objects.filter(verb="claim.lapsed").count() == len(offered) - 1  # the last one has a day from then
    told = Notice.objects.filter(event__verb="claim.offered").values_list("person", "event")
    assert len(told) == len(set(told)) == len(offered)
    assert not Pending.objects.exclude(last_error="").exists()
    keep("clock jumps", asked="12 jumps, nothing twice, nothing missing", measured=f"{len(JUMPS)} jumps, none")


@pytest.mark.parametrize("jump", JUMPS)
def test_a_code_is_spent_once(member, jump):
    codes = make_rescue_codes(member, by=member, now=NOON)
    rescue(handle="member", code=codes[0], passphrase="eight blue pencils", now=NOON)

    with time_machine.travel(JUMPS[jump], tick=False), pytest.raises(Refused):
        rescue(handle="member", code=codes[0], passphrase="nine red pencils", now=timezone.now())


def test_what_came_last_stands_first(client, line, steward):
    activity, first, _waiting = line
    with time_machine.travel(NOON - timedelta(days=3), tick=False):
        leave_activity(activity, by=first, now=timezone.now())
        work_all()

    told = list(Notice.objects.of(steward).order_by("-id").values_list("event__verb", flat=True))
    client.force_login(steward)
    page = client.get("/notices/?lang=en").content.decode()

    assert told[0] == "activity.left"
    assert page.index("ann") < page.index("cai")
