"""Whom one can ask at a place: written with consent, shown for a purpose, owned by the one it is about."""

import secrets
from datetime import timedelta
from hashlib import sha256

from django.db import transaction

from tongxing.core.events import record
from tongxing.core.once import only_once
from tongxing.core.outbox import later, no_longer

from .. import rules, verbs
from ..models import Contact, Look, Place

RESTORABLE = timedelta(days=30)


def claim_digest(secret):
    """What is kept of the link by which a contact is claimed."""
    return sha256(secret.encode()).hexdigest()


def lock(contact):
    """The bare row."""
    return Contact.objects.select_for_update().get(pk=contact.pk)


def add_contact(place, *, by, once="", now, **fields):
    """Write down whom one can ask at a place, and how they agreed to stand here. The same form again adds no second."""
    rules.may_add_contact(by, place).or_refuse()
    return only_once(once, by=by, make=lambda: write_contact(place, by, now, **fields))


@transaction.atomic
def write_contact(place, by, now, **fields):
    """The row, and what is told of it: never the contact itself."""
    place = Place.objects.select_for_update().get(pk=place.pk)
    rules.may_add_contact(by, place).or_refuse()
    contact = Contact.objects.create(place=place, made_by=by, made_at=now, changed_at=now, **fields)
    record(verbs.CONTACT_ADDED, by=by, on=place, now=now)
    return contact


@transaction.atomic
def change_contact(contact, *, by, now, **fields):
    """Write down how they are reached now."""
    contact = lock(contact)
    rules.may_change_contact(by, contact).or_refuse()
    if all(getattr(contact, name) == value for name, value in fields.items()):
        return contact
    for name, value in fields.items():
        setattr(contact, name, value)
    contact.changed_at, contact.changed_by = now, by
    contact.save()
    record(verbs.CONTACT_CHANGED, by=by, on=contact.place, now=now, fields=sorted(fields))
    return contact


@transaction.atomic
def look_at_contact(contact, *, by, purpose, now):
    """See how to reach somebody, and say what for; who looks after the place, and the one it is about, read who did."""
    contact = lock(contact)
    rules.may_look_at_contact(by, contact, now=now).or_refuse()
    again = contact.looks.filter(person=by, purpose=purpose, at__gt=now - rules.LOOK_LASTS).first()
    if again:
        return again
    look = Look.objects.create(contact=contact, person=by, purpose=purpose, at=now)
    record(verbs.CONTACT_SEEN, by=by, on=contact.place, now=now, owner=contact.owner_id)
    return look


@transaction.atomic
def close_contact(contact, *, by, now):
    """Show them to nobody any more; after thirty days it is gone for good."""
    contact = lock(contact)
    rules.may_change_contact(by, contact).or_refuse()
    if contact.closed_at is None:
        contact.closed_at, contact.changed_by = now, by
        contact.save(update_fields=["closed_at", "changed_by"])
        record(verbs.CONTACT_CLOSED, by=by, on=contact.place, now=now)
        later("places.forget_contact", due=now + RESTORABLE, key=f"contact:{contact.uid}", contact=contact.pk)
    return contact


@transaction.atomic
def reopen_contact(contact, *, by, now):
    """Show them again."""
    contact = lock(contact)
    rules.may_change_contact(by, contact).or_refuse()
    if contact.closed_at:
        contact.closed_at, contact.changed_by = None, by
        contact.save(update_fields=["closed_at", "changed_by"])
        no_longer(f"contact:{contact.uid}")
        record(verbs.CONTACT_REOPENED, by=by, on=contact.place, now=now)
    return contact


@transaction.atomic
def forget_contact(contact, *, now):
    """What was closed thirty days ago is gone, with everybody who looked."""
    Contact.objects.filter(pk=contact, closed_at__lte=now - RESTORABLE).delete()


@transaction.atomic
def make_claim_link(contact, *, by):
    """(contact, secret): a link by which the one it is about makes it their own. An older link ends."""
    contact = lock(contact)
    rules.may_make_claim_link(by, contact).or_refuse()
    secret = secrets.token_urlsafe(24)
    contact.claim_key, contact.claim_by = claim_digest(secret), by
    contact.save(update_fields=["claim_key", "claim_by"])
    return contact, secret


@transaction.atomic
def claim_contact(contact, *, by, now):
    """Make it one's own: from now on its owner decides what is shown, and reads who looked. The link is spent."""
    contact = lock(contact)
    rules.may_claim_contact(by, contact).or_refuse()
    contact.owner, contact.claim_key, contact.changed_at, contact.changed_by = by, "", now, by
    contact.save(update_fields=["owner", "claim_key", "changed_at", "changed_by"])
    record(verbs.CONTACT_CLAIMED, by=by, on=contact.place, now=now)
    return contact
