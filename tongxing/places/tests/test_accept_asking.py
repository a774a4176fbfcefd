"""Saying yes to who would look after a place."""

import pytest

from tongxing.conftest import NOON
from tongxing.core.outbox import work_once
from tongxing.core.refusal import Refused
from tongxing.inbox.models import Notice
from tongxing.places import rules
from tongxing.places.actions import accept_asking, ask_to_care, mark_place, name_caretaker, stop_caring


@pytest.fixture
def asking(place, stranger):
    mark_place(place, by=stranger, kind="visited", on=NOON.date(), today=NOON.date(), now=NOON)
    return ask_to_care(place, by=stranger, now=NOON)


def test_a_caretaker_says_yes(place, asking, steward, stranger, member):
    with pytest.raises(Refused, match="isn't yours"):
        accept_asking(asking, by=member, now=NOON)
    accept_asking(asking, by=steward, now=NOON)

    assert rules.looks_after(stranger, place)
    with pytest.raises(Refused, match="answered already"):
        accept_asking(asking, by=steward, now=NOON)


def test_they_are_told_with_the_exact_link(client, place, asking, steward):
    while work_once():
        pass

    client.force_login(steward)
    assert Notice.objects.filter(person=steward).exists()
    assert f"/places/{place.uid}/caretakers/" in client.get("/notices/").content.decode()


def test_handed_over(place, steward, member):
    given = name_caretaker(place, by=steward, person=member, hands_over=True, words="The key is with Li.", now=NOON)
    accept_asking(given, by=member, now=NOON)

    assert rules.looks_after(member, place) and not rules.looks_after(steward, place)


def test_a_hand_over_by_somebody_who_is_gone(place, asking, steward, stranger, member):
    given = name_caretaker(place, by=steward, person=member, hands_over=True, now=NOON)
    accept_asking(asking, by=steward, now=NOON)
    stop_caring(place, by=steward, now=NOON)

    with pytest.raises(Refused, match="doesn't look after it any more"):
        accept_asking(given, by=member, now=NOON)
