"""What a person may do with an account."""

import unicodedata

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tongxing.core.refusal import YES, no_standing, not_now, sign_in
from tongxing.core.text import opaque

from .ages import TOO_YOUNG, age_of
from .models import Person

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
    """One that can be typed again and isn't too easy to guess."""
    mapped = opaque(passphrase)
    if any(unicodedata.category(one) in ("Cc", "Cs") for one in mapped):
        return not_now(_("There is a character in it that can't be seen, such as a tab. Leave it out."))
    try:
        validate_password(mapped, person)
    except ValidationError as easy:
        return not_now(" ".join(str(TOO_EASY.get(one.code, one.message)) for one in easy.error_list))
    return YES


def may_be_this_old(age, born, today):
    """An age that may have an account: from 14 on, and from 14 to 17 with the month of birth, which must fit."""
    if age == Person.YOUNG and born is None:
        return not_now(_("Say in which month you were born, such as 2009-03."))
    if age == Person.YOUNG:
        age = age_of(born, today)
        if age == Person.GROWN:
            return not_now(_("By this month you are 18 already. Choose 18 or older, or look at the month again."))
    if age == TOO_YOUNG:
        return not_now(
            _(
                "From 14 on you can have an account of your own. Until then you can read everything here, "
                "and come along with a grown-up who signs you both up."
            )
        )
    return YES


def may_say_birth_month(person, whose):
    """Once, and only who is 14 to 17 and hasn't said it at sign-up."""
    if not (allowed := own(person, whose)):
        return allowed
    if not whose.is_young:
        return not_now(_("We ask this only of those who are 14 to 17."))
    if whose.grows_up_on:
        return not_now(_("You have said it. Is it wrong? Ask those who look after this house to put it right."))
    return YES


def may_have_birth_month(whose, born, today):
    """Any month by which its person may have an account."""
    if age_of(born, today) == TOO_YOUNG:
        return not_now(_("By this month you are under 14. Look at it again, or ask those who look after this house."))
    return YES


def may_show_name(person, whose):
    """From 18 on. Again is no harm."""
    if not (allowed := own(person, whose)):
        return allowed
    return (
        not_now(_("Before you are 18 your name is shown only to those you do something with."))
        if whose.is_young
        else YES
    )


def may_stop_mail(person, whose):
    return own(person, whose)


def may_make_operator(whose):
    """A grown-up whose account isn't suspended. Only who has the machine is asked: there is no page for it."""
    if not whose.is_active:
        return not_now(_("The account %(handle)s is suspended.") % {"handle": whose.handle})
    if whose.is_young:
        return not_now(_("%(handle)s is under 18. Operators are grown up.") % {"handle": whose.handle})
    return YES


def sends_mail(request=None):
    """True where the operator has named a mail server."""
    return bool(settings.EMAIL_HOST)
