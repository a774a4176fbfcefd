"""What happens to claims, beside what their things say themselves."""

from django.utils.translation import gettext_lazy as _

from tongxing.core.events import Verb
from tongxing.people.models import Person


def the_holder(thing, facts):
    """The person whose claim it is."""
    return Person.objects.filter(pk=facts["person"])


SEAT_OFFERED = Verb(
    "claim.offered",
    says=_("A place is free for you: {on}. Confirm until {until}, else the next in line is asked"),
    tells=the_holder,
    at="#mine",
)
SEAT_ACCEPTED = Verb("claim.accepted", says=_("{by} confirmed a place: {on}"))
SEAT_LAPSED = Verb(
    "claim.lapsed",
    says=_("Your offered place was given to the next in line: {on}. You can sign up again"),
    tells=the_holder,
    at="#mine",
)
