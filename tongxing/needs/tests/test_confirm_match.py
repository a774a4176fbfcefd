"""It is there and in use; when all of it is, the need is met."""

import pytest

from tongxing.conftest import NOON
from tongxing.core.models import Event
from tongxing.core.refusal import Refused
from tongxing.needs.actions import agree_match, confirm_match, offer_match, receive_match
from tongxing.needs.models import Need

from .conftest import page_of


def given(need, giver, steward, quantity):
    """A part that has come the whole way."""
    match = offer_match(need, by=giver, quantity=quantity, now=NOON)
    agree_match(match, by=steward, now=NOON)
    receive_match(match, by=steward, now=NOON)
    return confirm_match(match, by=steward, now=NOON)


def test_three_parts_meet_a_need(client, need, member, stranger, other_steward, steward):
    given(need, member, steward, 10)
    given(need, stranger, steward, 5)
    need.refresh_from_db()
    assert (need.state, need.left, need.confirmed) == (Need.OPEN, 15, 15)

    given(need, other_steward, steward, 15)

    need.refresh_from_db()
    assert (need.state, need.left, need.confirmed) == (Need.MET, 0, 30)
    assert Event.objects.filter(verb="need.met").count() == 1
    page = page_of(client, need)
    assert "All 30 copies are there." in page
    assert all(name in page for name in ("member", "stranger", "other"))
    assert "What came" in page_of(client, need.place)


def test_not_before_it_arrived(agreed, steward):
    with pytest.raises(Refused, match="it is agreed"):
        confirm_match(agreed, by=steward, now=NOON)
