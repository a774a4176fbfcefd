"""Saying no."""

from tongxing.conftest import NOON
from tongxing.places import rules
from tongxing.places.actions import decline_asking, name_caretaker


def test_nobody_is_made_a_caretaker_without_their_yes(place, steward, member):
    asking = name_caretaker(place, by=steward, person=member, now=NOON)

    assert decline_asking(asking, by=member, now=NOON).state == "declined"
    assert not rules.looks_after(member, place)
    assert name_caretaker(place, by=steward, person=member, now=NOON) != asking
