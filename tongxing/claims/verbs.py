"""What happens to claims, beside what their things say themselves."""

from django.utils.translation import gettext_lazy as _

from tongxing.core.events import Verb
from tongxing.people.models import Person


def the_holder(thing, facts):
    """The person whose claim it is."""
    return Person.objects.filter(pk=facts["person"])


SEAT_OFFERED = Verb(
    "claim.offered",
    says=_("A place is free for you: {on}. Confirm by {until}; after that it is no longer kept for you"),
    tells=the_holder,
    at="#mine",
)
SEAT_ACCEPTED = Verb("claim.accepted", says=_("{by} confirmed a place: {on}"))
SEAT_LAPSED = Verb(
    "claim.lapsed",
    says=_("The place that was offered to you is no longer kept: {on}. You can sign up again"),
    tells=the_holder,
    at="#mine",
)
OFFER_SHORTENED = Verb(
    "claim.offer_shortened",
    says=_("It begins earlier: {on}. The place that is kept for you can be confirmed until then, {until}"),
    tells=the_holder,
    at="#mine",
)
OFFER_ENDED = Verb(
    "claim.offer_ended",
    says=_("It has begun, and the place that was offered to you is no longer kept: {on}"),
    tells=the_holder,
    at="#mine",
)
SET_ASIDE = Verb(
    "claim.set_aside",
    says=_("There are now fewer places than there are of you: {on}. With fewer people you are in line again"),
    tells=the_holder,
    at="#mine",
)
IN_LINE_AGAIN = Verb(
    "claim.in_line_again",
    says=_("There are places enough for all of you again: {on}. You stand in line where you stood"),
    tells=the_holder,
    at="#mine",
)
