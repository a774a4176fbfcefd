"""Who may keep, change and remove a way, and why not."""

from django.utils.translation import gettext as _

from tongxing.core.refusal import YES, no_standing, not_now, sign_in

ROUTES = 200  # ways that one person keeps


def may_save_route(person):
    """Anybody signed in, up to ROUTES ways."""
    if person.is_anonymous:
        return sign_in(_("Sign in to keep this way."))
    if person.routes.count() >= ROUTES:
        return not_now(_("You keep %(count)s ways. Take one away first.") % {"count": ROUTES})
    return YES


def may_change_route(person, route):
    """Whoever keeps it."""
    if person.is_anonymous:
        return sign_in(_("Sign in to change this way."))
    return YES if route.person_id == person.pk else no_standing(_("Only whoever keeps this way can change it."))


def may_remove_route(person, route):
    """Whoever keeps it."""
    return may_change_route(person, route)
