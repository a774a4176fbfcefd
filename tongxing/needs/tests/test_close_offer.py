"""It can't be had any more."""

import pytest

from tongxing.conftest import NOON
from tongxing.core.models import Event
from tongxing.core.refusal import Refused
from tongxing.needs.actions import close_offer
from tongxing.needs.suggesting import offers_for

from .conftest import make_offer


def test_it_is_suggested_to_nobody(need, member):
    offer = make_offer(member)
    assert [one for one, why in offers_for(need, member, today=NOON.date())] == [offer]

    close_offer(offer, by=member, now=NOON)
    close_offer(offer, by=member, now=NOON)

    assert offers_for(need, member, today=NOON.date()) == []
    assert Event.objects.filter(verb="offer.closed").count() == 1


def test_somebody_elses(member, stranger):
    with pytest.raises(Refused, match="Only those who look after"):
        close_offer(make_offer(member), by=stranger, now=NOON)
