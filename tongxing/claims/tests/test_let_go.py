"""Letting go, and the next in line."""

from datetime import timedelta

import pytest

from tongxing.claims.actions import accept_seat, lapse, let_go, resize, take_seat
from tongxing.claims.models import Claim
from tongxing.conftest import NOON
from tongxing.core.models import Event, Pending
from tongxing.core.refusal import Refused


def states(*claims):
    return [Claim.objects.get(pk=claim.pk).state for claim in claims]


@pytest.fixture
def line(activity, steward, member, stranger, other_steward):
    """Two hold the two seats, two wait."""
    people = (steward, member, stranger, other_steward)
    return [take_seat(activity.opening, by=person, now=NOON) for person in people]


def test_a_freed_seat_is_offered_to_the_first_in_line(line, activity, steward):
    let_go(line[0], by=steward, now=NOON)

    assert states(*line) == ["let_go", "held", "offered", "waiting"]
    activity.opening.refresh_from_db()
    assert (activity.opening.taken, activity.opening.waiting) == (2, 1)
    event = Event.objects.get(verb="claim.offered")
    assert (event.key, event.facts["person"]) == (activity.uid, line[2].person_id)


def test_the_offer_is_kept_for_a_day_and_not_longer_than_half_of_what_is_left(line, steward, member):
    let_go(line[0], by=steward, now=NOON)
    soon = NOON + timedelta(days=2, hours=1)
    let_go(line[1], by=member, now=soon)

    assert Claim.objects.get(pk=line[2].pk).offered_until == NOON + timedelta(hours=24)
    assert Claim.objects.get(pk=line[3].pk).offered_until == soon + timedelta(minutes=30)


def test_who_confirms_in_time_holds_the_seat(line, steward, stranger):
    let_go(line[0], by=steward, now=NOON)

    accept_seat(line[2], by=stranger, now=NOON + timedelta(hours=1))
    accept_seat(line[2], by=stranger, now=NOON + timedelta(hours=2))

    assert states(line[2]) == ["held"]
    assert not Pending.objects.filter(job="claims.lapse").exists()
    assert Event.objects.filter(verb="claim.accepted").count() == 1


def test_who_confirms_too_late_reads_why(line, steward, stranger):
    let_go(line[0], by=steward, now=NOON)

    with pytest.raises(Refused, match="the next in line was asked"):
        accept_seat(line[2], by=stranger, now=NOON + timedelta(hours=25))


def test_an_offer_nobody_answers_goes_to_the_next(line, steward):
    let_go(line[0], by=steward, now=NOON)

    lapse(line[2].pk, now=NOON + timedelta(hours=24))
    lapse(line[2].pk, now=NOON + timedelta(hours=24))

    assert states(*line) == ["let_go", "held", "expired", "offered"]
    assert Event.objects.filter(verb="claim.lapsed").count() == 1


def test_an_offer_does_not_lapse_before_its_time(line, steward):
    let_go(line[0], by=steward, now=NOON)

    lapse(line[2].pk, now=NOON + timedelta(hours=23))

    assert states(line[2]) == ["offered"]


def test_when_the_first_does_not_fit_the_line_waits(activity, steward, member, stranger, other_steward):
    opening = activity.opening
    first = take_seat(opening, by=steward, now=NOON)
    second = take_seat(opening, by=member, now=NOON)
    pair = take_seat(opening, by=stranger, size=2, now=NOON)
    single = take_seat(opening, by=other_steward, now=NOON)

    let_go(first, by=steward, now=NOON)
    assert states(pair, single) == ["waiting", "waiting"]

    let_go(second, by=member, now=NOON)
    assert states(pair, single) == ["offered", "waiting"]


def test_after_the_start_nothing_is_offered_any_more(line, activity, steward):
    let_go(line[0], by=steward, now=activity.starts_at)

    assert states(*line) == ["let_go", "held", "waiting", "waiting"]


def test_somebody_elses_seat_can_not_be_let_go(line, stranger):
    with pytest.raises(Refused, match="somebody else's"):
        let_go(line[0], by=stranger, now=NOON)


def test_coming_with_fewer_guests_frees_seats_for_the_line(activity, steward, stranger):
    mine = take_seat(activity.opening, by=steward, size=2, now=NOON)
    waits = take_seat(activity.opening, by=stranger, now=NOON)

    resize(mine, by=steward, size=1, now=NOON)

    assert states(mine, waits) == ["held", "offered"]


def test_coming_with_more_guests_than_are_free_is_refused(activity, steward, member):
    mine = take_seat(activity.opening, by=steward, now=NOON)
    take_seat(activity.opening, by=member, now=NOON)

    with pytest.raises(Refused, match="enough free places"):
        resize(mine, by=steward, size=2, now=NOON)

    activity.opening.refresh_from_db()
    assert activity.opening.taken == 2


def test_more_guests_do_not_jump_the_line(activity, steward, stranger):
    mine = take_seat(activity.opening, by=steward, now=NOON)
    take_seat(activity.opening, by=stranger, size=2, now=NOON)

    with pytest.raises(Refused, match="enough free places"):
        resize(mine, by=steward, size=2, now=NOON)


def test_after_signing_up_is_over_nobody_brings_more_guests(activity, steward):
    mine = take_seat(activity.opening, by=steward, now=NOON)
    after = activity.opening.closes_at

    with pytest.raises(Refused, match="Signing up is over"):
        resize(mine, by=steward, size=2, now=after)
