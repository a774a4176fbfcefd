"""Who may say what of a place."""

from django.utils.translation import gettext as _

from tongxing.core.refusal import YES, no_standing, not_now, sign_in
from tongxing.core.when import day

from .people import is_trusted


def may_create_place(person):
    """Anybody signed in."""
    return sign_in(_("Sign in to add a place.")) if person.is_anonymous else YES


def may_change_place(person, place):
    """Anybody signed in; every change can be looked at and undone."""
    if person.is_anonymous:
        return sign_in(_("Sign in to write what you know."))
    if place.hidden_at:
        return not_now(_("This record was taken away."))
    return YES


def may_confirm_place(person, place, *, now):
    """Anybody signed in, once in half a year, and again after every change."""
    if person.is_anonymous:
        return sign_in(_("Sign in to confirm this record."))
    if place.hidden_at:
        return not_now(_("This record was taken away."))
    if place.confirmed_by_id == person.pk and not place.is_stale(now):
        return not_now(_("You confirmed this record on %(day)s.") % {"day": day(place.confirmed_at, now)})
    return YES


def may_restore_revision(person, revision, place):
    """As changing it."""
    return may_change_place(person, place)


def may_confirm_revision(person, revision, place):
    """Who looks after the place, or was there, and didn't write it."""
    if person.is_anonymous:
        return sign_in(_("Sign in to confirm this change."))
    if not is_trusted(person, place):
        return no_standing(_("Whoever looks after %(place)s, or has been there, confirms this.") % {"place": place})
    if not revision.unconfirmed:
        return not_now(_("This change is confirmed already."))
    return YES
