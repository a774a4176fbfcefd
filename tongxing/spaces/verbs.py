"""What happens in spaces, how it is said, and who hears."""

from django.utils.translation import gettext_lazy as _

from tongxing.core.events import Verb
from tongxing.people.models import Person


def stewards(thing, facts):
    """Those who look after the space of this thing."""
    space = getattr(thing, "space", thing)
    return [member.person for member in space.memberships.stewards().select_related("person")]


def the_person(thing, facts):
    """The person whose membership or request it is."""
    return Person.objects.filter(pk=facts["person"])


SIGNED_UP = Verb("space.signed_up", says=_("{by} signed up"))
SPACE_CREATED = Verb("space.created", says=_("{by} opened {on}"))
SPACE_CHANGED = Verb("space.changed", says=_("{by} changed the page of {on}"))
SPACE_JOINED = Verb("space.joined", says=_("{by} belongs to {on} now"), tells=stewards, mails=False, folds="belonging")
SPACE_LEFT = Verb("space.left", says=_("{by} left {on}"), tells=stewards, mails=False, folds="belonging")
JOIN_ASKED = Verb("space.join_asked", says=_("{by} asks to join {on}"), tells=stewards, at="people/", folds="asking")
JOIN_WITHDRAWN = Verb("space.join_withdrawn", says=_("{by} no longer asks to join {on}"))
JOIN_ACCEPTED = Verb("space.join_accepted", says=_("You now belong to {on}"), tells=the_person)
JOIN_DECLINED = Verb("space.join_declined", says=_("{on} answered your wish to join: not this time"), tells=the_person)
INVITATION_MADE = Verb("space.invitation_made", says=_("{by} made an invitation to {on}"))
INVITATION_ENDED = Verb("space.invitation_ended", says=_("{by} ended an invitation to {on}"))
MEMBER_REMOVED = Verb("space.member_removed", says=_("{by} ended a membership in {on}"), tells=the_person)
STEWARD_ASKED = Verb(
    "space.steward_asked", says=_("{by} asks you to look after {on} together"), tells=the_person, at="people/"
)
STEWARD_ACCEPTED = Verb("space.steward_accepted", says=_("{by} now looks after {on} too"), tells=stewards)
STEWARD_DECLINED = Verb(
    "space.steward_declined", says=_("{by} won't look after {on} this time"), tells=stewards, at="people/"
)
STEWARD_STEPPED_DOWN = Verb("space.steward_stepped_down", says=_("{by} no longer looks after {on}"), tells=stewards)
