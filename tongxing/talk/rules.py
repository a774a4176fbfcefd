"""Who may write to whom, and why not."""

from datetime import timedelta

from django.utils.translation import gettext as _

from tongxing.core.refusal import YES, no_standing, not_now, sign_in
from tongxing.places.models import Caretaker
from tongxing.places.rules import looks_after

from .models import Letter

MOST, WITHIN = 40, timedelta(days=1)  # letters that one person writes


def may_write_letter(person, place, *, now):
    """Anybody signed in, to the grown-ups who look after a place that stands; not to oneself."""
    if person.is_anonymous:
        return sign_in(_("Sign in to write a letter."))
    if place.hidden_at:
        return not_now(_("This record was taken away."))
    if looks_after(person, place):
        return not_now(_("You look after this place yourself."))
    if thread := place.threads.filter(person=person.pk).first():
        return may_answer_letter(person, thread, now=now)
    cares = Caretaker.objects.filter(place=place).select_related("person")
    if all(one.person.is_young for one in cares):
        return not_now(_("Nobody looks after this place whom one could write to yet."))
    return not_too_many(person, now)


def may_answer_letter(person, thread, *, now):
    """The two sides of a thread; the traveller for as long as nobody has blocked them."""
    if person.is_anonymous:
        return sign_in(_("Sign in to write a letter."))
    if not may_read(person, thread):
        return no_standing(_("These letters are between others."))
    if thread.blocked_at and thread.person_id == person.pk:
        return no_standing(_("Whoever looks after this place takes no letters from you any more."))
    if thread.blocked_at:
        return not_now(_("You take no letters from them. Take letters again first."))
    return not_too_many(person, now)


def not_too_many(person, now):
    """Yes, until somebody has written very many letters within a day."""
    if Letter.objects.filter(by=person.pk, at__gt=now - WITHIN).count() >= MOST:
        return not_now(_("You have written %(most)s letters since yesterday. Go on tomorrow.") % {"most": MOST})
    return YES


def may_read(person, thread):
    """True for the traveller, and for the grown-ups who look after the place."""
    if thread.person_id == person.pk:
        return True
    return looks_after(person, thread.here) and not person.is_young and thread.letters_for(person).exists()


def may_block_writer(person, thread):
    """The grown-ups who look after the place. Again is no harm."""
    if person.is_anonymous:
        return sign_in(_("Sign in first."))
    if thread.person_id == person.pk or not may_read(person, thread):
        return no_standing(_("Only those who look after the place can do this."))
    return YES


def may_unblock_writer(person, thread):
    """As blocking."""
    return may_block_writer(person, thread)


def may_take_back_letter(person, letter):
    """Whoever wrote it. Again is no harm."""
    if person.is_anonymous:
        return sign_in(_("Sign in first."))
    return YES if letter.by_id == person.pk else no_standing(_("Only who wrote it can take it back."))
