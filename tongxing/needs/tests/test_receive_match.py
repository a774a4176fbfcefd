"""It has arrived."""

import pytest

from tongxing.conftest import NOON
from tongxing.core.refusal import Refused
from tongxing.needs.actions import receive_match, send_match


def test_by_post_or_by_hand(agreed, member, steward):
    assert receive_match(agreed, by=steward, now=NOON).state == "received"


def test_after_it_was_sent(agreed, member, steward):
    send_match(agreed, by=member, now=NOON)

    assert receive_match(agreed, by=steward, now=NOON).state == "received"


def test_not_by_the_giver(agreed, member):
    with pytest.raises(Refused, match="Only those who look after"):
        receive_match(agreed, by=member, now=NOON)


def test_twice_is_refused(agreed, steward):
    receive_match(agreed, by=steward, now=NOON)

    with pytest.raises(Refused, match="it is arrived"):
        receive_match(agreed, by=steward, now=NOON)
