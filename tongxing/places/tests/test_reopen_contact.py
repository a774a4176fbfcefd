"""Showing a contact again."""

from datetime import timedelta

from tongxing.conftest import NOON
from tongxing.core.models import Pending
from tongxing.places.actions import close_contact, forget_contact, reopen_contact
from tongxing.places.models import Contact

from .contacts import make_contact


def test_nothing_waits_to_forget_it(place, steward):
    contact = make_contact(place, steward)
    close_contact(contact, by=steward, now=NOON)
    reopen_contact(contact, by=steward, now=NOON)

    assert not Pending.objects.filter(job="places.forget_contact").exists()
    forget_contact(contact.pk, now=NOON + timedelta(days=99))
    assert Contact.objects.get().closed_at is None
