"""Saying no to what somebody would give."""

import pytest

from tongxing.conftest import NOON
from tongxing.core.refusal import Refused
from tongxing.needs.actions import decline_match


def test_with_a_word(match, need, steward):
    said = decline_match(match, by=steward, words="We have them now", now=NOON)

    need.refresh_from_db()
    assert (said.state, need.agreed) == ("declined", 0)
    assert match.steps.last().words == "We have them now"


def test_not_after_a_yes(agreed, steward):
    with pytest.raises(Refused, match="it is agreed"):
        decline_match(agreed, by=steward, now=NOON)


def test_not_by_the_giver(match, member):
    with pytest.raises(Refused, match="Only those who look after"):
        decline_match(match, by=member, now=NOON)
