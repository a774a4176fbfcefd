"""It was lost on the way: so much is lacking again."""

import pytest

from tongxing.conftest import NOON
from tongxing.core.refusal import Refused
from tongxing.needs.actions import lose_match, receive_match, send_match


def test_either_side_says_so(need, agreed, member, steward):
    send_match(agreed, by=member, now=NOON)

    assert lose_match(agreed, by=steward, now=NOON).state == "lost"

    need.refresh_from_db()
    assert (need.agreed, need.left) == (0, 30)


def test_what_arrived_is_not_lost(agreed, member, steward):
    receive_match(agreed, by=steward, now=NOON)

    with pytest.raises(Refused, match="it is arrived"):
        lose_match(agreed, by=member, now=NOON)


def test_a_stranger_may_not(agreed, stranger):
    with pytest.raises(Refused, match="Only those who look after"):
        lose_match(agreed, by=stranger, now=NOON)
