"""Whether it is still needed: asked after ninety days, at rest thirty days later, and true again with one click."""

from datetime import timedelta

import pytest

from tongxing.conftest import NOON
from tongxing.core.models import Event
from tongxing.core.refusal import Refused
from tongxing.needs.actions import ask_again, renew_need, withdraw_need
from tongxing.needs.models import Need

ASKED = NOON + timedelta(days=90)
STALE = ASKED + timedelta(days=30)


def test_nobody_is_asked_before_time(need):
    assert ask_again(need.pk, now=ASKED - timedelta(hours=1)) == ASKED
    assert not Event.objects.filter(verb="need.asked").exists()


def test_asked_and_then_at_rest(need, member):
    assert ask_again(need.pk, now=ASKED) == STALE
    assert ask_again(need.pk, now=STALE) is None

    need.refresh_from_db()
    assert need.state == Need.STALE
    assert [event.verb for event in Event.objects.filter(verb__in=["need.asked", "need.stale"]).order_by("id")] == [
        "need.asked", "need.stale"]  # fmt: skip


def test_one_click_and_it_is_true_again(need, steward):
    ask_again(need.pk, now=ASKED)

    again = renew_need(need, by=steward, now=ASKED + timedelta(days=1))

    assert (again.state, again.asked_at, again.renewed_at) == (Need.OPEN, None, ASKED + timedelta(days=1))
    assert ask_again(need.pk, now=STALE) == again.renewed_at + timedelta(days=90)


def test_what_rests_is_open_again(need, steward):
    Need.objects.update(state=Need.STALE)

    assert renew_need(need, by=steward, now=STALE).state == Need.OPEN


def test_twice_is_once(need, steward):
    renew_need(need, by=steward, now=ASKED)
    renew_need(need, by=steward, now=ASKED)

    assert Event.objects.filter(verb="need.renewed").count() == 1


def test_what_was_withdrawn_is_opened_first(need, steward):
    withdraw_need(need, by=steward, now=NOON)

    with pytest.raises(Refused, match="Open it again first"):
        renew_need(need, by=steward, now=NOON)


def test_a_stranger_is_told_to_ask_first(client, need):
    Need.objects.update(state=Need.STALE)

    assert "Ask before you send anything." in client.get(need.get_absolute_url(), {"lang": "en"}).content.decode()
