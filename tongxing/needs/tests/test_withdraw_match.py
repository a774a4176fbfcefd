"""Taking back what one would give."""

import pytest

from tongxing.conftest import NOON
from tongxing.core.refusal import Refused
from tongxing.needs.actions import send_match, withdraw_match


def test_before_the_answer(need, match, member):
    assert withdraw_match(match, by=member, now=NOON).state == "withdrawn"

    need.refresh_from_db()
    assert need.agreed == 0


def test_after_a_yes_so_much_is_lacking_again(need, agreed, member):
    withdraw_match(agreed, by=member, words="Ill", now=NOON)

    need.refresh_from_db()
    assert (need.agreed, need.left) == (0, 30)


def test_not_once_it_is_on_its_way(agreed, member):
    send_match(agreed, by=member, now=NOON)

    with pytest.raises(Refused, match="it is on its way"):
        withdraw_match(agreed, by=member, now=NOON)


def test_only_who_gives_it(match, steward):
    with pytest.raises(Refused, match="Only who gives it"):
        withdraw_match(match, by=steward, now=NOON)
