"""Who decides about a contact."""

import pytest

from tongxing.conftest import NOON
from tongxing.core.refusal import Refused
from tongxing.places.actions import change_contact, claim_contact

from .contacts import make_contact


def test_once_owned_only_its_owner(place, steward, stranger, member):
    contact = make_contact(place, steward)
    assert change_contact(contact, by=steward, phone="0836 777777", now=NOON).phone == "0836 777777"
    with pytest.raises(Refused, match="Only those who look after"):
        change_contact(contact, by=stranger, phone="1", now=NOON)

    claim_contact(contact, by=member, now=NOON)
    with pytest.raises(Refused, match="somebody's own"):
        change_contact(contact, by=steward, phone="1", now=NOON)
    assert change_contact(contact, by=member, phone="0836 888888", now=NOON).phone == "0836 888888"
