"""Taking what somebody would give: never more than is asked, whoever answers at the same moment."""

import time

import pytest
from django.db import connection

from tongxing.claims.tests.test_rush import THREADS, at_once, crowd
from tongxing.conftest import NOON, newcomer
from tongxing.core.refusal import Refused
from tongxing.needs.actions import agree_match, matching, offer_match, withdraw_match
from tongxing.needs.models import Match, Need
from tongxing.places.tests.conftest import make_place

from .conftest import make_need


def test_it_is_promised(need, match, steward):
    agree_match(match, by=steward, words="Gladly", now=NOON)

    need.refresh_from_db()
    assert (need.agreed, need.left) == (10, 20)
    assert [step.state for step in match.steps.all()] == ["offered", "agreed"]


def test_twice_is_refused(agreed, need, steward):
    with pytest.raises(Refused, match="it is agreed"):
        agree_match(agreed, by=steward, now=NOON)

    need.refresh_from_db()
    assert need.agreed == 10


def test_more_than_is_left_now(need, match, steward, stranger):
    other = offer_match(need, by=stranger, quantity=25, now=NOON)
    agree_match(match, by=steward, now=NOON)

    with pytest.raises(Refused, match="Only 20 of it are left"):
        agree_match(other, by=steward, now=NOON)


def test_only_who_looks_after_it(match, member, stranger):
    for person in (member, stranger):
        with pytest.raises(Refused, match="Only those who look after"):
            agree_match(match, by=person, now=NOON)


def offered_fifty():
    """(need of 20, its caretaker, fifty offers of one)."""
    steward = newcomer("steward")
    need = make_need(steward, place=make_place(steward), quantity=20)
    return need, steward, [offer_match(need, by=one, quantity=1, now=NOON) for one in crowd(50)]


def agree_all(steward, offers):
    """Say yes to each of them, eight at a time; how many yeses held."""

    def agree(match):
        try:
            return bool(agree_match(match, by=steward, now=NOON))
        except Refused:
            return False

    return sum(at_once(agree, offers))


@pytest.mark.django_db(transaction=True)
def test_fifty_at_once_for_twenty():
    need, steward, offers = offered_fifty()

    assert agree_all(steward, offers) == 20

    need.refresh_from_db()
    assert need.agreed == 20 == Match.objects.filter(state="agreed").count()


@pytest.mark.django_db(transaction=True)
def test_coming_and_going_counts_every_part():
    need, steward, offers = offered_fifty()

    def agree_and_take_back(match):
        try:
            agree_match(match, by=steward, now=NOON)
            withdraw_match(match, by=match.person, now=NOON)
        except Refused:
            pass

    at_once(agree_and_take_back, offers)

    need.refresh_from_db()
    assert need.agreed == Match.objects.filter(state__in=Match.COUNTED).count() == 0


@pytest.mark.django_db(transaction=True)
def test_control_without_the_guard_more_is_promised_than_asked(monkeypatch):
    need, steward, offers = offered_fifty()
    with connection.cursor() as cursor:  # the database itself would refuse: the control takes that away too
        if connection.vendor == "postgresql":
            cursor.execute("ALTER TABLE needs_need DROP CONSTRAINT never_more_than_asked")
        else:
            cursor.execute("PRAGMA ignore_check_constraints = ON")

    def promise_after_a_look(match):
        left = Need.objects.get(pk=match.need_id).left >= match.quantity
        time.sleep(0.02)
        return left

    monkeypatch.setattr(matching, "promise", promise_after_a_look)
    try:
        assert agree_all(steward, offers[: 3 * THREADS]) > 20
    finally:
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute(
                    "ALTER TABLE needs_need ADD CONSTRAINT never_more_than_asked CHECK (agreed <= quantity) NOT VALID"
                )


@pytest.mark.django_db(transaction=True)
def test_the_database_itself_refuses_too(need):
    from django.db import IntegrityError

    with pytest.raises(IntegrityError):
        Need.objects.update(agreed=31)
