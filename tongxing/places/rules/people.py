"""Who looks after a place, who goes there, and whom one may ask: who may, and why not."""

from datetime import date, timedelta

from django.db.models import Q
from django.utils.translation import gettext as _

from tongxing.core.refusal import YES, no_standing, not_now, sign_in

from ..models import Asking, Contact, Mark

AHEAD, LONG_AGO = timedelta(days=731), date(1950, 1, 1)
LOOKS_A_DAY = 10
LOOK_LASTS = timedelta(days=1)
MOST_CARETAKERS = 30


def looks_after(person, place):
    """True for a caretaker of the place."""
    return bool(person.pk) and place.caretakers.filter(person=person).exists()


def knows_contact(person, contact):
    """True for a grown-up caretaker whom another one named, or who was there before the contact was written down.

    Who took a place into their care that nobody looked after says what for before they see a number, as others do.
    """
    if not person.pk or person.is_young:
        return False
    cares = contact.place.caretakers.filter(person=person)
    named = Q(named_by__isnull=False) & ~Q(named_by=person.pk)
    return cares.filter(named | Q(since__lte=contact.made_at)).exists()


def is_trusted(person, place):
    """True for who looks after the place, or was there: what they say needs nobody else's word."""
    return bool(person.pk) and (
        looks_after(person, place) or place.marks.filter(person=person, kind=Mark.VISITED).exists()
    )


def may_mark_place(person, place):
    """Anybody signed in."""
    if person.is_anonymous:
        return sign_in(_("Sign in to say that you go there, or were there."))
    if place.hidden_at:
        return not_now(_("This record was taken away."))
    return YES


def may_be_on(kind, on, today):
    """A way there lies ahead, within two years; a visit lies behind; watching has no day."""
    if kind == Mark.WATCHING:
        return YES
    if on is None:
        return not_now(_("Say on which day."))
    if kind == Mark.GOING and not today <= on <= today + AHEAD:
        return not_now(_("Choose a day from today on, within two years."))
    if kind == Mark.VISITED and not LONG_AGO <= on <= today:
        return not_now(_("Choose a day that has come already."))
    return YES


def may_unmark_place(person, mark):
    """One's own."""
    if person.is_anonymous:
        return sign_in(_("Sign in first."))
    return YES if mark.person_id == person.pk else no_standing(_("This mark is somebody else's."))


def may_ask_to_care(person, place):
    """Whoever was there, once."""
    if person.is_anonymous:
        return sign_in(_("Sign in to ask."))
    if place.hidden_at:
        return not_now(_("This record was taken away."))
    if looks_after(person, place):
        return not_now(_("You look after this place already."))
    if not place.marks.filter(person=person, kind=Mark.VISITED).exists():
        return not_now(_("First write down when you were there: who has seen a place can look after it."))
    return YES


def may_look_after(person, place):
    """Its caretakers."""
    if person.is_anonymous:
        return sign_in(_("Sign in first."))
    if not looks_after(person, place):
        return no_standing(_("Only those who look after %(place)s can do this.") % {"place": place})
    return YES


def may_name_caretaker(person, place):
    """A caretaker, as long as there aren't too many."""
    if not (answer := may_look_after(person, place)):
        return answer
    if place.caretakers.count() >= MOST_CARETAKERS:
        return not_now(_("So many look after it already that nobody would know who does what."))
    return YES


def may_be_named(person, place):
    """Somebody who doesn't look after it yet."""
    if not person.is_active:
        return not_now(_("This account is closed."))
    return not_now(_("%(who)s looks after it already.") % {"who": person}) if looks_after(person, place) else YES


def may_answer_asking(person, asking):
    """The other side: a caretaker for who asks, the asked one for a caretaker."""
    if person.is_anonymous:
        return sign_in(_("Sign in first."))
    asks = asking.asked_by_id == asking.person_id
    other = looks_after(person, asking.place) if asks else person.pk == asking.person_id
    if not other:
        return no_standing(_("This isn't yours to answer."))
    if asking.state != Asking.OPEN:
        return not_now(_("This was answered already."))
    if not asks and asking.hands_over and not looks_after(asking.asked_by, asking.place):
        return not_now(_("Who asked you doesn't look after it any more."))
    return YES


def may_withdraw_asking(person, asking):
    """Who asked."""
    if person.is_anonymous:
        return sign_in(_("Sign in first."))
    if person.pk != asking.asked_by_id:
        return no_standing(_("This isn't yours to take back."))
    return YES if asking.state == Asking.OPEN else not_now(_("This was answered already."))


def may_stop_caring(person, place):
    """Whoever looks after it."""
    return may_look_after(person, place)


def nobody_else(place):
    """Why the last one can't simply go."""
    return not_now(_("Nobody else looks after it. Name somebody first, or say that you leave it open."))


def may_add_contact(person, place):
    """Who looks after the place, or was there; from 18 on."""
    if person.is_anonymous:
        return sign_in(_("Sign in first."))
    if place.hidden_at:
        return not_now(_("This record was taken away."))
    if not is_trusted(person, place):
        return no_standing(_("Whoever looks after %(place)s, or has been there, can write this.") % {"place": place})
    if person.is_young:
        return not_now(_("From 18 on you can write down how others are reached."))
    return YES


def may_change_contact(person, contact):
    """The one it is about, once they made it their own; else who looks after the place, or wrote it."""
    if person.is_anonymous:
        return sign_in(_("Sign in first."))
    if contact.owner_id:
        own = contact.owner_id == person.pk
        return YES if own else no_standing(_("This is somebody's own. Only they change it."))
    wrote_it = contact.made_by_id == person.pk and contact.changed_by_id in (None, person.pk)
    if wrote_it or knows_contact(person, contact):
        return YES
    return no_standing(_("Only those who look after %(place)s can do this.") % {"place": contact.place})


def may_read_contact(person, contact, *, now):
    """Who looks after the place, the one it is about, and for a day whoever said what they look for."""
    if person.is_anonymous:
        return sign_in(_("Sign in to ask how to reach somebody."))
    if person.pk == contact.owner_id or knows_contact(person, contact):
        return YES
    if contact.looks.filter(person=person, at__gt=now - LOOK_LASTS).exists() and not contact.closed_at:
        return YES
    return no_standing(_("Say what for, then you see it."))


def may_read_looks(person, contact):
    """Who looks after the place, and the one it is about."""
    return bool(person.pk) and (person.pk == contact.owner_id or knows_contact(person, contact))


def may_look_at_contact(person, contact, *, now):
    """Anybody grown up who is signed in; so many a day that it is for asking, not for gathering."""
    if person.is_anonymous:
        return sign_in(_("Sign in to ask how to reach somebody."))
    if contact.closed_at:
        return not_now(_("This contact isn't shown any more."))
    if person.is_young:
        return not_now(_("From 18 on you can ask for this. Write to whoever looks after the place instead."))
    today = Contact.objects.filter(looks__person=person, looks__at__gt=now - timedelta(days=1)).distinct()
    if today.exclude(pk=contact.pk).count() >= LOOKS_A_DAY:
        return not_now(_("You asked for many today. Come again tomorrow."))
    return YES


def may_make_claim_link(person, contact):
    """As changing it, while it is nobody's own."""
    if contact.owner_id:
        return not_now(_("It is somebody's own already."))
    return may_change_contact(person, contact)


def may_claim_contact(person, contact):
    """Who holds the link and didn't make it, while it is nobody's own."""
    if person.is_anonymous:
        return sign_in(_("Sign in to make it your own."))
    if contact.owner_id:
        return not_now(_("It is somebody's own already."))
    if person.pk in (contact.claim_by_id, contact.made_by_id):
        return no_standing(_("This link is for the one it is about. Send it to them."))
    return YES
