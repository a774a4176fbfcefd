"""Deeds of a person on their own account."""

import secrets
from datetime import timedelta
from hashlib import sha256

from django.contrib.sessions.models import Session
from django.core.signing import BadSignature, Signer
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from tongxing.core.events import record
from tongxing.core.ids import ALPHABET
from tongxing.core.joints import run_at_once
from tongxing.core.once import only_once
from tongxing.core.outbox import later
from tongxing.core.text import opaque

from . import rules, verbs
from .ages import age_of, day_of_age, latest_day_of_age, midnight, today
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


def map_passphrase(person, passphrase):
    """Make the hash anew where it was made from a passphrase before its blanks were mapped (`core.text.opaque`)."""
    if opaque(passphrase) != passphrase and person.is_raw_passphrase(passphrase):
        person.set_password(passphrase)
        person.save(update_fields=["password"])
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


def await_growing_up(person):
    """Have a young person grow up in time; done again, the day that holds now counts."""
    if person.is_young:
        later("people.grow_up", due=midnight(coming_of_age(person)), key=f"grow-up:{person.uid}", person=person.pk)


def coming_of_age(person):
    """The day on which a young person is 18: as they said, else the latest that can be."""
    return person.grows_up_on or latest_day_of_age(today(person.joined_at))


@transaction.atomic
def grow_up(person, *, now):
    """Who is 18 is grown up here. Nothing becomes public by it: the name stays hidden until its person shows it.

    Returns when to come again, or None.
    """
    person = Person.objects.select_for_update().filter(pk=person).first()
    if person is None or not person.is_young:
        return None
    due = midnight(coming_of_age(person))
    if now < due:
        return due
    turn_grown(person, now)
    return None


def turn_grown(person, now):
    """The row of somebody who is 18; what we knew of their birth is forgotten."""
    person.age, person.grows_up_on = Person.GROWN, None
    person.save(update_fields=["age", "grows_up_on"])
    record(verbs.GREW_UP, by=None, on=person, now=now)


@transaction.atomic
def ask_birth_month(person, *, now):
    """Ask somebody who signed up from 14 to 17, before the month was asked, when they were born."""
    person = Person.objects.filter(pk=person, age=Person.YOUNG, grows_up_on=None).first()
    if person:
        record(verbs.BIRTH_MONTH_ASKED, by=None, on=person, now=now)


@transaction.atomic
def say_birth_month(person, *, by, born, now):
    """Say once in which month one was born; kept is only the day on which one is 18. A month under 14 is refused."""
    person = Person.objects.select_for_update().get(pk=person.pk)
    rules.may_say_birth_month(by, person).or_refuse()
    rules.may_have_birth_month(person, born, today(now)).or_refuse()
    record(verbs.BIRTH_MONTH_SAID, by=by, on=person, now=now)
    return write_birth_month(person, born, now)


@transaction.atomic
def correct_birth_month(person, *, born, now):
    """Put a wrong month or a wrong age right, for who has the machine; the person is told. Under 14 is refused.

    Who turns out to be under 18 has no public name from now on, nor a public space of their own, and is no operator.
    """
    person = Person.objects.select_for_update().get(pk=person.pk)
    rules.may_have_birth_month(person, born, today(now)).or_refuse()
    record(verbs.BIRTH_MONTH_CORRECTED, by=None, on=person, now=now)
    return write_birth_month(person, born, now)


def write_birth_month(person, born, now):
    """What a month of birth means for somebody today."""
    was_young = person.is_young
    if age_of(born, today(now)) == Person.GROWN:
        if was_young:
            turn_grown(person, now)
        return person
    person.age, person.grows_up_on = Person.YOUNG, day_of_age(born)
    person.shows_name = person.is_operator = False
    person.save(update_fields=["age", "grows_up_on", "shows_name", "is_operator"])
    if not was_young:
        run_at_once("people.turn_young", person)
    await_growing_up(person)
    return person


@transaction.atomic
def show_name(person, *, by, now):
    """Let everybody read one's name and handle, from 18 on. Again changes nothing."""
    person = Person.objects.select_for_update().get(pk=person.pk)
    rules.may_show_name(by, person).or_refuse()
    if not person.shows_name:
        person.shows_name = True
        person.save(update_fields=["shows_name"])
        record(verbs.NAME_SHOWN, by=by, on=person, now=now)
    return person


def stop_key(person):
    """What a link holds with which its reader, signed in or not, ends the notices by mail; good for nothing else."""
    return Signer(salt="people.stop_mail").sign(person.uid)


def person_of_stop_key(key):
    """Whose mails such a link ends, or None."""
    try:
        return Person.objects.filter(uid=Signer(salt="people.stop_mail").unsign(key)).first()
    except BadSignature:
        return None


@transaction.atomic
def stop_mail(person, *, by, now):
    """No more notices by mail. Again changes nothing; in one's account they can be wanted again."""
    person = Person.objects.select_for_update().get(pk=person.pk)
    rules.may_stop_mail(by, person).or_refuse()
    if person.mail_wanted:
        person.mail_wanted = False
        person.save(update_fields=["mail_wanted"])
        record(verbs.MAIL_STOPPED, by=by, on=person, now=now)
    return person


@transaction.atomic
def make_operator(person, *, now):
    """Let a grown-up do what operators may do. Every operator is told. Again changes nothing."""
    person = Person.objects.select_for_update().get(pk=person.pk)
    rules.may_make_operator(person).or_refuse()
    return set_operator(person, True, verbs.OPERATOR_MADE, now)


@transaction.atomic
def end_operator(person, *, now):
    """Take back what an operator may do. Every operator and the person are told. Again changes nothing."""
    return set_operator(Person.objects.select_for_update().get(pk=person.pk), False, verbs.OPERATOR_ENDED, now)


def set_operator(person, wanted, verb, now):
    """The row, and who hears of it."""
    if person.is_operator != wanted:
        person.is_operator = wanted
        person.save(update_fields=["is_operator"])
        record(verb, by=None, on=person, now=now)
    return person
