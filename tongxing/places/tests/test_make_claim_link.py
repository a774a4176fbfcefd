"""A link by which a contact is claimed."""

import pytest

from tongxing.conftest import NOON
from tongxing.core.refusal import Refused
from tongxing.places.actions import claim_contact, make_claim_link

from .contacts import make_contact


def test_only_its_digest_is_kept_and_a_new_one_ends_the_old(client, place, steward):
    contact = make_contact(place, steward)
    contact, first = make_claim_link(contact, by=steward)
    contact, second = make_claim_link(contact, by=steward)

    assert first not in contact.claim_key and second not in contact.claim_key
    assert client.get(f"/contacts/{contact.uid}/own/{first}/").status_code == 404
    assert client.get(f"/contacts/{contact.uid}/own/{second}/").status_code == 200


def test_none_for_what_is_owned(place, steward, member):
    contact = make_contact(place, steward)
    claim_contact(contact, by=member, now=NOON)

    with pytest.raises(Refused, match="somebody's own already"):
        make_claim_link(contact, by=member)
