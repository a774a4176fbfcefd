"""Showing a contact to nobody any more."""

from datetime import timedelta

import pytest

from tongxing.conftest import NOON
from tongxing.core.models import Pending
from tongxing.core.refusal import Refused
from tongxing.places import rules
from tongxing.places.actions import close_contact, forget_contact, look_at_contact
from tongxing.places.models import Contact

from .contacts import make_contact


def test_it_ends_for_everybody_and_is_gone_after_thirty_days(place, steward, stranger):
    contact = make_contact(place, steward)
    look_at_contact(contact, by=stranger, purpose="Which books?", now=NOON)
    close_contact(contact, by=steward, now=NOON)
    contact.refresh_from_db()

    assert not rules.may_read_contact(stranger, contact, now=NOON)
    with pytest.raises(Refused, match="isn't shown any more"):
        look_at_contact(contact, by=stranger, purpose="Which books?", now=NOON)
    forget_contact(contact.pk, now=NOON + timedelta(days=29))
    assert Contact.objects.exists()
    waiting = Pending.objects.get(job="places.forget_contact")
    assert waiting.due_at == NOON + timedelta(days=30)
    forget_contact(**waiting.payload, now=waiting.due_at)
    assert not Contact.objects.exists()
