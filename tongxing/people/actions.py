"""Deeds of a person on their own account."""

import secrets
from datetime import timedelta
from hashlib import sha256

from django.contrib.sessions.models import Session
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from tongxing.core.events import record
from tongxing.core.ids import ALPHABET
from tongxing.core.once import only_once

from . import rules, verbs
from .models import Person, RescueCode, Token

CODES = 8
TOKEN_PREFIX = "tongxing_"  # so that a token left in some text is known for what it is
TOKEN_LIVES = timedelta(days=365)


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
    """Replace a forgotten passphrase with one unused code. Every open session and every token of the person ends.

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
    person.tokens.filter(ended_at=None).update(ended_at=now)
    record(verbs.RESCUED, by=person, on=person, now=now)
    return person


def make_token(person, *, by, name, scopes, now, once="", lives=TOKEN_LIVES):
    """A new key for a program. Returns (token, secret); the secret is told once and can't be read again.

    Asked again with the same one-time key it makes no second one: then the secret is empty.
    """
    rules.may_make_token(by, person).or_refuse()
    secret = TOKEN_PREFIX + secrets.token_urlsafe(32)
    given = {"name": name, "scopes": scopes, "now": now, "expires_at": now + lives}
    token = only_once(once, by=by, make=lambda: write_token(person, by, token_digest(secret), **given))
    return token, secret if token.digest == token_digest(secret) else ""


@transaction.atomic
def write_token(person, by, digest, *, name, scopes, now, expires_at):
    """The row of a new token."""
    person = Person.objects.select_for_update().get(pk=person.pk)
    rules.may_make_token(by, person, person.tokens.alive(now).count()).or_refuse()
    scopes = " ".join(scope for scope, _said in Token.SCOPES if scope in scopes)
    token = Token.objects.create(
        person=person, name=name, digest=digest, scopes=scopes, made_at=now, expires_at=expires_at
    )
    record(verbs.TOKEN_MADE, by=by, on=token, now=now)
    return token


def token_digest(secret):
    """What is kept of a token: it is long and random, so one round of SHA-256 is enough."""
    return sha256(secret.encode()).hexdigest()


@transaction.atomic
def end_token(token, *, by, now):
    """From now on the token opens nothing. Ending it again changes nothing."""
    token = Token.objects.select_for_update().get(pk=token.pk)
    rules.may_end_token(by, token).or_refuse()
    if token.ended_at is None:
        token.ended_at = now
        token.save(update_fields=["ended_at"])
        record(verbs.TOKEN_ENDED, by=by, on=token, now=now)
    return token


def use_token(secret, *, now):
    """The token of this secret while it is alive, with its person; notes once an hour that it was used. Or None."""
    token = Token.objects.alive(now).filter(digest=token_digest(secret)).select_related("person").first()
    if token and (token.used_at is None or now - token.used_at > timedelta(hours=1)):
        Token.objects.filter(pk=token.pk).update(used_at=now)
    return token


def end_sessions(person):
    """End every session of a person, wherever it is open."""
    from allauth.usersessions.models import UserSession

    sessions = UserSession.objects.filter(user=person)
    Session.objects.filter(session_key__in=list(sessions.values_list("session_key", flat=True))).delete()
    sessions.delete()


@transaction.atomic
def end_session(session, *, by):
    """Sign a person out in one browser; nobody else's."""
    rules.may_end_session(by, session).or_refuse()
    session.end()
    record(verbs.SESSION_ENDED, by=by, on=by)
    return session


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
