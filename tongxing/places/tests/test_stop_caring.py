"""Stopping to look after a place."""

import pytest

from tongxing.conftest import NOON
from tongxing.core.refusal import Refused
from tongxing.places.actions import accept_asking, name_caretaker, stop_caring


def test_the_last_one_names_somebody_or_leaves_it_open(place, steward, member):
    with pytest.raises(Refused, match="Nobody else looks after it"):
        stop_caring(place, by=steward, now=NOON)
    accept_asking(name_caretaker(place, by=steward, person=member, now=NOON), by=member, now=NOON)
    stop_caring(place, by=steward, now=NOON)
    stop_caring(place, by=member, leave_open=True, now=NOON)

    assert not place.caretakers.exists()


def test_only_who_does(place, stranger):
    with pytest.raises(Refused, match="Only those who look after"):
        stop_caring(place, by=stranger, now=NOON)
