"""Many at once, on both databases; and the control that shows the guard is what keeps them apart."""

import threading
from concurrent.futures import ThreadPoolExecutor
from random import Random

import pytest
from django.db import connection, transaction
from django.db.models import F, Sum

from tongxing.claims import actions
from tongxing.claims.actions import let_go, open_seats, take_seat
from tongxing.claims.models import Claim, Opening
from tongxing.conftest import NOON, make_activity, newcomer
from tongxing.spaces.actions import open_space

THREADS = 8


def at_once(deed, things):
    """Run the deed for each thing in eight threads that start together; what they raise is raised."""
    start = threading.Barrier(THREADS, timeout=20)

    def run(index_and_thing):
        index, thing = index_and_thing
        if index < THREADS:
            start.wait()
        try:
            return deed(thing)
        finally:
            connection.close()

    with ThreadPoolExecutor(THREADS) as pool:
        return list(pool.map(run, enumerate(things)))


def crowd(count):
    return [newcomer(f"person{number:03}") for number in range(count)]


def check(opening):
    """What must hold after any rush."""
    opening.refresh_from_db()
    seated = opening.claims.seated().aggregate(all=Sum("size"))["all"] or 0
    assert opening.taken == seated
    assert opening.seats is None or seated <= opening.seats
    assert opening.waiting == opening.claims.in_line().count()
    assert sorted(opening.claims.values_list("arrival", flat=True)) == list(range(1, opening.arrivals + 1))


@pytest.mark.django_db(transaction=True)
def test_forty_people_for_ten_seats():
    people = crowd(40)
    opening = open_seats(seats=10)

    at_once(lambda person: take_seat(opening, by=person, now=NOON), people)

    check(opening)
    in_order = list(opening.claims.order_by("arrival").values_list("state", flat=True))
    assert in_order == ["held"] * 10 + ["waiting"] * 30


@pytest.mark.django_db(transaction=True)
def test_groups_come_while_others_let_go():
    people = crowd(40)
    host = people[0]
    space = open_space(by=host, now=NOON, kind="team", short="rush", name="Rush")
    opening = make_activity(space, host, seats=12).opening
    dice = Random(7)
    sizes = {person.pk: dice.randint(1, 3) for person in people}

    def come_and_perhaps_go(person):
        claim = take_seat(opening, by=person, size=sizes[person.pk], now=NOON)
        if sizes[person.pk] == 2:
            let_go(claim, by=person, now=NOON)

    at_once(come_and_perhaps_go, people)

    check(opening)
    offered = opening.claims.filter(state=Claim.OFFERED).order_by("-arrival").first()
    first_waiting = opening.claims.in_line().first()
    assert not (offered and first_waiting) or offered.arrival < first_waiting.arrival


@pytest.mark.django_db(transaction=True)
def test_one_person_with_eight_fingers_holds_one_seat():
    person = newcomer("eager")
    opening = open_seats(seats=10)

    at_once(lambda _: take_seat(opening, by=person, now=NOON), range(8))

    check(opening)
    assert opening.claims.count() == 1


@pytest.mark.django_db(transaction=True)
def test_control_without_the_guard_the_same_rush_oversells(monkeypatch):
    """The conditional update replaces reading first and writing after, which must fail here."""
    people = crowd(16)
    opening = open_seats(seats=3)
    everybody_has_read = threading.Barrier(THREADS, timeout=20)

    def count_in_without_guard(opening, size, now):
        Opening.objects.filter(pk=opening.pk).update(arrivals=F("arrivals") + 1, last_took=True)
        return True

    def read_then_take(person):
        room = opening.claims.seated().count() < opening.seats
        if person in people[:THREADS]:
            everybody_has_read.wait()
        if room:
            take_seat(opening, by=person, now=NOON)

    monkeypatch.setattr(actions, "count_in", count_in_without_guard)
    at_once(read_then_take, people)

    assert opening.claims.seated().count() > opening.seats


@pytest.mark.django_db(transaction=True)
def test_the_database_itself_refuses_one_seat_too_many():
    opening = open_seats(seats=1)

    with pytest.raises(Exception, match="never_more_than_the_seats"), transaction.atomic():
        Opening.objects.filter(pk=opening.pk).update(taken=2)
