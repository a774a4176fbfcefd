"""What people do with their own account."""

from django.utils.translation import gettext_lazy as _

from tongxing.core.events import Verb

RESCUED = Verb(
    "person.rescued",
    says=_("Your passphrase was replaced with a rescue code"),
    tells=lambda person, facts: [person],
)
RESCUE_CODES_MADE = Verb("person.rescue_codes_made", says=_("You made new rescue codes"))
PROFILE_CHANGED = Verb("person.profile_changed", says=_("You changed your profile"))
TOKEN_MADE = Verb("token.made", says=_("You made a token with which a program acts for you"))
SESSION_ENDED = Verb("session.ended", says=_("You signed out one browser"))
TOKEN_ENDED = Verb("token.ended", says=_("You ended a token"))
