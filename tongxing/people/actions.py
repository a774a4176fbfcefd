"""Deeds of a person on their own account."""

import secrets

from django.contrib.sessions.models import Session
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from tongxing.core.events import record
from tongxing.core.ids import ALPHABET

from . import rules, verbs
from .models import Person, RescueCode

CODES = 8


def digest_of(person, code):
    """The keyed digest of a rescue code, whatever its case and dashes."""
    plain = "".join(sign for sign in code.upper() if sign.isalnum())
    return salted_hmac(f"rescue:{person.pk}", plain, algorithm="sha256").hexdigest()


@transaction.atomic
def make_rescue_codes(person, *, by, now):
    """Eight new codes in place of all older ones. They are returned once and can't be read again."""
    rules.may_make_rescue_codes(by, person).or_refuse()
    codes = [
        "-".join("".join(secrets.choice(ALPHABET.upper()) for _ in range(5)) for _ in range(3)) for _ in range(CODES)
    ]
    RescueCode.objects.filter(person=person).delete()
    RescueCode.objects.bulk_create(
        RescueCode(person=person, digest=digest_of(person, code), made_at=now) for code in codes
    )
    record(verbs.RESCUE_CODES_MADE, by=by, on=person, now=now)
    return codes


@transaction.atomic
def rescue(*, handle, code, passphrase, now):
    """Replace a forgotten passphrase with one unused code. Every open session of the person ends.

    The same sentence refuses an unknown handle and a wrong code, so that nobody learns who has an account.
    """
    person = Person.objects.select_for_update().filter(handle__iexact=handle, is_active=True).first()
    spent = person and RescueCode.objects.unused().filter(person=person, digest=digest_of(person, code)).update(
        used_at=now
    )
    rules.may_rescue(spent).or_refuse()
    rules.may_take_passphrase(passphrase, person).or_refuse()
    person.set_password(passphrase)
    person.save(update_fields=["password"])
    end_sessions(person)
    record(verbs.RESCUED, by=person, on=person, now=now)
    return person


def end_sessions(person):
    """End every session of a person, wherever it is open."""
    from allauth.usersessions.models import UserSession

    sessions = UserSession.objects.filter(user=person)
    Session.objects.filter(session_key__in=list(sessions.values_list("session_key", flat=True))).delete()
    sessions.delete()


@transaction.atomic
def change_profile(person, *, by, name, language, zone, mail_wanted):
    """Change how a person is called, and in which language, zone and way they are told things."""
    person = Person.objects.select_for_update().get(pk=person.pk)
    rules.may_change_profile(by, person).or_refuse()
    if (person.name, person.language, person.zone, person.mail_wanted) == (name, language, zone, mail_wanted):
        return person
    person.name, person.language, person.zone, person.mail_wanted = name, language, zone, mail_wanted
    person.save(update_fields=["name", "language", "zone", "mail_wanted"])
    record(verbs.PROFILE_CHANGED, by=by, on=person, now=timezone.now())
    return person


@transaction.atomic
def choose_language(person, *, by, language):
    """Remember in which language a person reads."""
    person = Person.objects.select_for_update().get(pk=person.pk)
    rules.may_change_profile(by, person).or_refuse()
    if person.language == language:
        return person
    person.language = language
    person.save(update_fields=["language"])
    record(verbs.PROFILE_CHANGED, by=by, on=person)
    return person
