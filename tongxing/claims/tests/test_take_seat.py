"""Taking a seat, or standing in line."""

from datetime import timedelta

import pytest

from tongxing.claims.actions import open_seats, take_seat
from tongxing.claims.models import Claim
from tongxing.conftest import NOON
from tongxing.core.refusal import Refused


@pytest.fixture
def opening(db):
    return open_seats(seats=3, closes_at=NOON + timedelta(days=1), waiting_max=2, size_max=3)


def test_the_first_who_come_hold_a_seat(opening, steward, member):
    assert take_seat(opening, by=steward, size=2, now=NOON).state == Claim.HELD
    assert take_seat(opening, by=member, now=NOON).state == Claim.HELD

    opening.refresh_from_db()
    assert (opening.taken, opening.waiting, opening.arrivals) == (3, 0, 2)


def test_who_comes_later_waits_in_order_of_arrival(opening, steward, member, stranger):
    take_seat(opening, by=steward, size=3, now=NOON)

    first, second = take_seat(opening, by=member, now=NOON), take_seat(opening, by=stranger, now=NOON)

    assert (first.state, second.state) == (Claim.WAITING, Claim.WAITING)
    assert (first.place_in_line(), second.place_in_line()) == (1, 2)


def test_a_small_newcomer_never_jumps_a_large_group_in_line(opening, steward, member, stranger):
    take_seat(opening, by=steward, size=2, now=NOON)
    take_seat(opening, by=member, size=2, now=NOON)

    assert take_seat(opening, by=stranger, size=1, now=NOON).state == Claim.WAITING


def test_sending_it_three_times_takes_one_seat(opening, steward):
    claims = {take_seat(opening, by=steward, now=NOON).pk for _ in range(3)}

    opening.refresh_from_db()
    assert len(claims) == 1
    assert (opening.taken, opening.arrivals) == (1, 1)


def test_a_full_line_is_refused(opening, steward, member, stranger, other_steward):
    take_seat(opening, by=steward, size=3, now=NOON)
    take_seat(opening, by=member, now=NOON)
    take_seat(opening, by=stranger, now=NOON)

    with pytest.raises(Refused, match="the waiting list is full"):
        take_seat(opening, by=other_steward, now=NOON)


@pytest.mark.parametrize(("size", "why"), [(0, "1 to 3 people"), (4, "1 to 3 people"), (-5, "1 to 3 people")])
def test_a_size_that_makes_no_sense_is_refused(opening, steward, size, why):
    with pytest.raises(Refused, match=why):
        take_seat(opening, by=steward, size=size, now=NOON)


def test_after_the_deadline_nobody_is_let_in(opening, steward):
    with pytest.raises(Refused, match="Signing up is over"):
        take_seat(opening, by=steward, now=NOON + timedelta(days=1))


def test_without_a_limit_everybody_holds_a_seat(steward, member):
    endless = open_seats(seats=None)

    assert take_seat(endless, by=steward, size=9, now=NOON).state == Claim.HELD
    assert take_seat(endless, by=member, now=NOON).state == Claim.HELD
