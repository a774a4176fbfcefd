"""Many at once, on both databases; and the control that shows the guard is what keeps them apart."""

import threading
from concurrent.futures import ThreadPoolExecutor
from random import Random

import pytest
from django.db import connection, transaction
from django.db.models import F, Sum

from tongxing.claims import actions
from tongxing.claims.actions import accept_seat, change_seats, let_go, open_seats, resize, take_seat
from tongxing.claims.models import Claim, Opening
from tongxing.conftest import NOON, make_activity, newcomer
from tongxing.core.refusal import Refused
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
    assert not opening.claims.filter(state=Claim.ASIDE, size__lte=opening.seats or 10**6).exists()
    first = opening.claims.in_line().first()
    if first:
        assert opening.taken + first.size > opening.seats, "seats are free, and the first who fits waits"
        assert not opening.claims.in_line().filter(size__gt=opening.seats).exists()


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


def a_full_one(people, seats):
    """Seats that are all held by one, and everybody else in line."""
    space = open_space(by=people[0], now=NOON, kind="team", short="rush", name="Rush")
    opening = make_activity(space, people[0], seats=seats).opening
    take_seat(opening, by=people[0], size=seats, now=NOON)
    return opening


def try_to(deed, *given, **named):
    """Do it, or be refused: in a rush both are right, a broken count is not."""
    try:
        return deed(*given, **named)
    except Refused:
        return None


@pytest.mark.django_db(transaction=True)
def test_seats_come_and_go_while_groups_change_join_and_leave():
    people = crowd(25)
    opening = a_full_one(people, 9)
    claims = [
        take_seat(opening, by=person, size=1 + number % 5, now=NOON) for number, person in enumerate(people[1:18])
    ]
    dice = Random(11)
    resize(opening.claims.get(person=people[0]), by=people[0], size=2, now=NOON)
    deeds = [lambda n=n: change_seats(opening, seats=n, closes_at=None, ends_at=opening.ends_at, now=NOON)
             for n in (3, 4, 9, 2, 6, 4)]  # fmt: skip
    deeds += [lambda c=c: resize(c, by=c.person, size=dice.randint(1, 6), now=NOON) for c in claims]
    deeds += [lambda c=c: accept_seat(c, by=c.person, now=NOON) for c in claims[:8]]
    deeds += [lambda c=c: let_go(c, by=c.person, now=NOON) for c in claims[::4]]
    deeds += [lambda p=p: take_seat(opening, by=p, size=dice.randint(1, 4), now=NOON) for p in people[18:]]
    dice.shuffle(deeds)

    at_once(try_to, deeds)

    check(opening)


def a_line_behind_six():
    """(opening, claims): nine seats, five of them held; six wait and don't fit, and seven people one by one behind."""
    host, *people = crowd(9)
    opening = a_full_one([host], 9)
    claims = [take_seat(opening, by=person, size=1 if number else 6, now=NOON) for number, person in enumerate(people)]
    resize(opening.claims.get(person=host), by=host, size=5, now=NOON)
    assert [claim.state for claim in opening.claims.order_by("arrival")[1:]] == ["waiting"] * 8
    return opening, claims[1:]


def only_six(opening):
    """Three seats are taken away."""
    change_seats(opening, seats=6, closes_at=None, ends_at=opening.ends_at, now=NOON)


@pytest.mark.django_db(transaction=True)
def test_groups_grow_while_the_seats_become_fewer():
    """Whoever comes first: nobody stands in line who can never be served."""
    opening, claims = a_line_behind_six()

    deeds = [lambda c=c: resize(c, by=c.person, size=8, now=NOON) for c in claims]
    at_once(try_to, [*deeds[:4], lambda: only_six(opening), *deeds[4:]])

    check(opening)
    sizes = set(opening.claims.exclude(state=Claim.HELD).values_list("state", "size"))
    assert (opening.seats, sizes - {("waiting", 1), ("waiting", 6)}) in [(6, set()), (6, {("aside", 8)})]


@pytest.mark.django_db(transaction=True)
def test_control_who_looks_before_the_lock_stands_in_line_for_ever():
    """Each reads how many seats there are before its transaction, and writes after they became fewer."""
    opening, claims = a_line_behind_six()
    everybody_has_read, fewer = threading.Barrier(THREADS, timeout=20), threading.Event()

    def grow(claim):
        seats = Opening.objects.get(pk=opening.pk).seats
        everybody_has_read.wait()
        if claim is None:
            only_six(opening)
            fewer.set()
        elif fewer.wait(20) and seats >= 8:
            Claim.objects.filter(pk=claim.pk, state=Claim.WAITING).update(size=8)

    at_once(grow, [*claims, None])

    with pytest.raises(AssertionError):
        check(opening)


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
