"""Thank you."""

import pytest

from tongxing.conftest import NOON
from tongxing.core.outbox import work_once
from tongxing.core.refusal import Refused
from tongxing.inbox.models import Notice
from tongxing.needs.actions import confirm_match, receive_match, thank_match


def test_the_giver_hears(agreed, member, steward):
    receive_match(agreed, by=steward, now=NOON)
    confirm_match(agreed, by=steward, now=NOON)

    assert thank_match(agreed, by=steward, words="They read at night", now=NOON).state == "thanked"

    while work_once():
        pass
    assert Notice.objects.filter(person=member, event__verb="match.thanked").exists()


def test_not_before_it_is_in_use(agreed, steward):
    with pytest.raises(Refused, match="it is agreed"):
        thank_match(agreed, by=steward, now=NOON)
