"""What people do with their own account."""

from django.utils.translation import gettext_lazy as _

from tongxing.core.events import Verb

from .models import Person


def the_person(person, facts):
    """Only whom it is about."""
    return [person]


def operators_and(person, facts):
    """Everybody who is an operator, and whom it is about."""
    return [person, *Person.objects.filter(is_operator=True)]


RESCUED = Verb(
    "person.rescued",
    says=_("Your passphrase was replaced with a rescue code"),
    tells=the_person,
)
RESCUE_CODES_MADE = Verb("person.rescue_codes_made", says=_("You made new rescue codes"))
PROFILE_CHANGED = Verb("person.profile_changed", says=_("You changed your profile"))
TOKEN_MADE = Verb("token.made", says=_("You made a token with which a program acts for you"))
SESSION_ENDED = Verb("session.ended", says=_("You signed out one browser"))
TOKEN_ENDED = Verb("token.ended", says=_("You ended a token"))
GREW_UP = Verb(
    "person.grew_up",
    says=_("You are 18 now, so everything here is open to you. Your name stays hidden until you show it yourself"),
    tells=the_person,
    at="/me/",
)
BIRTH_MONTH_ASKED = Verb(
    "person.birth_month_asked",
    says=_("In which month were you born? Say it once, and here too you are grown up when you are 18"),
    tells=the_person,
    at="/me/birth-month/",
)
BIRTH_MONTH_SAID = Verb("person.birth_month_said", says=_("You said in which month you were born"))
BIRTH_MONTH_CORRECTED = Verb(
    "person.birth_month_corrected",
    says=_("Those who look after this house put your month of birth right"),
    tells=the_person,
    at="/me/",
)
NAME_SHOWN = Verb("person.name_shown", says=_("You showed your name"))
MAIL_STOPPED = Verb("person.mail_stopped", says=_("You ended notices by e-mail"))
OPERATOR_MADE = Verb(
    "person.operator_made",
    says=_("{on} is an operator of this house now"),
    tells=operators_and,
)
OPERATOR_ENDED = Verb(
    "person.operator_ended",
    says=_("{on} is no operator of this house any more"),
    tells=operators_and,
)
