"""Asking to look after a place."""

import pytest

from tongxing.conftest import NOON
from tongxing.core.refusal import Refused
from tongxing.places import rules
from tongxing.places.actions import ask_to_care, mark_place, stop_caring


def visited(place, person):
    mark_place(place, by=person, kind="visited", on=NOON.date(), today=NOON.date(), now=NOON)


def test_who_adds_a_place_looks_after_it(place, steward):
    assert rules.looks_after(steward, place)


def test_who_was_there_may_ask_once(place, stranger):
    with pytest.raises(Refused, match="First write down when you were there"):
        ask_to_care(place, by=stranger, now=NOON)
    visited(place, stranger)

    asking = ask_to_care(place, by=stranger, words="I live near by.", now=NOON)
    assert asking.state == "open" and not rules.looks_after(stranger, place)
    assert ask_to_care(place, by=stranger, now=NOON) == asking


def test_where_nobody_does_it_is_given_at_once(place, steward, stranger):
    stop_caring(place, by=steward, leave_open=True, now=NOON)
    visited(place, stranger)

    assert ask_to_care(place, by=stranger, now=NOON).state == "accepted" and rules.looks_after(stranger, place)
