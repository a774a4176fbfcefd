"""Offers that nobody answers, and long lines: what the worker does for the claims room."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tongxing.activities.actions import cancel_activity, reopen_activity
from tongxing.claims.actions import accept_seat, change_seats, lapse, let_go, take_seat
from tongxing.claims.models import Claim
from tongxing.conftest import newcomer
from tongxing.core.models import Event, Pending
from tongxing.core.outbox import work_once
from tongxing.core.refusal import Refused


def states(opening):
    return list(opening.claims.order_by("arrival").values_list("state", flat=True))


def take_all(opening, count):
    return [take_seat(opening, by=newcomer(f"person{number}"), now=timezone.now()) for number in range(count)]


@pytest.mark.django_db
def test_the_worker_gives_an_unanswered_offer_to_the_next_in_line(soon):
    held, _first, second = take_all(soon.opening, 3)
    let_go(held, by=held.person, now=timezone.now() - timedelta(hours=25))

    work_once()

    assert states(soon.opening) == ["let_go", "expired", "offered"]
    offered = Pending.objects.get(job="claims.lapse")
    assert (offered.key, offered.payload) == (f"claim:{second.uid}", {"claim": second.pk})
    assert Event.objects.filter(verb="claim.lapsed").count() == 1


@pytest.mark.django_db
def test_an_answer_in_time_is_not_undone_by_the_worker(soon):
    held, first, _second = take_all(soon.opening, 3)
    let_go(held, by=held.person, now=timezone.now())
    accept_seat(first, by=first.person, now=timezone.now())

    work_once(now=timezone.now() + timedelta(days=2))

    assert states(soon.opening) == ["let_go", "held", "waiting"]


@pytest.mark.django_db
def test_an_offer_at_something_that_was_cancelled_waits_until_that_takes_place_after_all(soon, steward):
    held, first, _second = take_all(soon.opening, 3)
    let_go(held, by=held.person, now=timezone.now())
    cancel_activity(soon, by=steward, reason="Snow on the pass.", now=timezone.now())

    with pytest.raises(Refused, match="called off"):
        accept_seat(first, by=first.person, now=timezone.now())

    later = timezone.now() + timedelta(days=2)
    lapse(first.pk, now=later)
    assert states(soon.opening) == ["let_go", "offered", "waiting"]
    assert not Event.objects.filter(verb="claim.lapsed").exists()

    reopen_activity(soon, by=steward, now=later)
    assert accept_seat(first, by=first.person, now=later).state == Claim.HELD
    assert Event.objects.filter(verb="claim.offered").count() == 2


@pytest.mark.django_db
def test_from_the_beginning_on_nothing_can_be_confirmed(soon):
    held, first, _second = take_all(soon.opening, 3)
    let_go(held, by=held.person, now=timezone.now())

    with pytest.raises(Refused, match="It has begun"):
        accept_seat(first, by=first.person, now=soon.starts_at)


@pytest.mark.django_db
def test_a_long_line_is_asked_in_pieces_and_to_its_end(soon, monkeypatch):
    monkeypatch.setattr("tongxing.claims.actions.ASKED_AT_ONCE", 3)
    take_all(soon.opening, 9)

    change_seats(soon.opening, seats=8, closes_at=None, ends_at=soon.ends_at, now=timezone.now())
    assert states(soon.opening).count(Claim.OFFERED) == 3
    work_once()

    assert states(soon.opening) == ["held"] + ["offered"] * 7 + ["waiting"]
    soon.opening.refresh_from_db()
    assert (soon.opening.taken, soon.opening.waiting) == (8, 1)
