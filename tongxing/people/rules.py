"""What a person may do with an account."""

from django.conf import settings
from django.utils.translation import gettext as _

from tongxing.core.refusal import YES, no_standing, not_now, sign_in


def own(person, whose):
    """Only the person themself."""
    if person.is_anonymous:
        return sign_in(_("Sign in first."))
    return YES if person.pk == whose.pk else no_standing(_("This account isn't yours."))


def may_make_rescue_codes(person, whose):
    return own(person, whose)


def may_change_profile(person, whose):
    return own(person, whose)


def may_rescue(spent):
    """One sentence for a wrong handle, a wrong code and a used one."""
    return YES if spent else not_now(_("This handle and code don't belong together, or the code was used before."))


def sends_mail(request=None):
    """True where the operator has named a mail server."""
    return bool(settings.EMAIL_HOST)
