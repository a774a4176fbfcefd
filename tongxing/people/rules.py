"""What a person may do with an account."""

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tongxing.core.refusal import YES, no_standing, not_now, sign_in

MOST_TOKENS = 20


def own(person, whose):
    """Only the person themself."""
    if person.is_anonymous:
        return sign_in(_("Sign in first."))
    return YES if person.pk == whose.pk else no_standing(_("This account isn't yours."))


def may_make_rescue_codes(person, whose):
    return own(person, whose)


def may_change_profile(person, whose):
    return own(person, whose)


def may_make_token(person, whose, alive=0):
    """Twenty at once are enough for anybody's programs."""
    if not (allowed := own(person, whose)):
        return allowed
    return YES if alive < MOST_TOKENS else not_now(_("You have twenty tokens. End one that you no longer need."))


def may_end_token(person, token):
    return own(person, token.person)


def may_end_session(person, session):
    return own(person, session.user)


def may_rescue(spent):
    """One sentence for a wrong handle, a wrong code and a used one."""
    return YES if spent else not_now(_("This handle and code don't belong together, or the code was used before."))


TOO_EASY = {
    "password_too_short": gettext_lazy("This is shorter than 8 signs."),
    "password_too_common": gettext_lazy(
        "This one is among the first that a stranger would try. Take a few words of your own."
    ),
    "password_too_similar": gettext_lazy("This is too much like your handle or your name."),
}


def may_take_passphrase(passphrase, person=None):
    """One that isn't too easy to guess."""
    try:
        validate_password(passphrase, person)
    except ValidationError as easy:
        return not_now(" ".join(str(TOO_EASY.get(one.code, one.message)) for one in easy.error_list))
    return YES


def sends_mail(request=None):
    """True where the operator has named a mail server."""
    return bool(settings.EMAIL_HOST)
