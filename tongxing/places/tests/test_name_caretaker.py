"""Asking somebody to look after a place."""

import pytest

from tongxing.conftest import NOON
from tongxing.core.refusal import Refused
from tongxing.places import rules
from tongxing.places.actions import ask_to_care, mark_place, name_caretaker


def test_only_caretakers_name(place, stranger, member):
    with pytest.raises(Refused, match="Only those who look after"):
        name_caretaker(place, by=stranger, person=member, now=NOON)


def test_who_asked_already_is_answered_by_it(place, steward, stranger):
    mark_place(place, by=stranger, kind="visited", on=NOON.date(), today=NOON.date(), now=NOON)
    ask_to_care(place, by=stranger, now=NOON)
    name_caretaker(place, by=steward, person=stranger, now=NOON)

    assert rules.looks_after(stranger, place)
    with pytest.raises(Refused, match="already"):
        name_caretaker(place, by=steward, person=stranger, now=NOON)


def test_by_the_page(client, place, steward, member):
    client.force_login(steward)

    bad = client.post(f"/places/{place.uid}/caretakers/name/", {"handle": "nobody", "words": "The key is with Li."})
    assert bad.status_code == 422 and "Nobody here is called nobody" in bad.content.decode()
    assert "The key is with Li." in bad.content.decode()
    client.post(f"/places/{place.uid}/caretakers/name/", {"handle": "@member"})
    assert place.askings.get().person == member
