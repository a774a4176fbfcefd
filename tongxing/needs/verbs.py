"""What happens to needs, offers and matches, how it is said, and who hears."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tongxing.core.events import Verb
from tongxing.people.models import Person


def who_looks_after(thing, facts):
    """The caretakers of the place or the stewards of the space, and whoever wrote the need."""
    need = getattr(thing, "need", thing)
    own = Q(pk=need.made_by_id) if need.made_by_id else Q(pk__in=[])
    if need.place_id:
        return Person.objects.filter(Q(cares_for__place=need.place_id) | own).distinct()
    return Person.objects.filter(memberships__space=need.space_id, memberships__role="steward").distinct()


def who_gives(thing, facts):
    """The giver of a match."""
    return Person.objects.filter(pk=thing.person_id)


def who_watches(thing, facts):
    """Those who watch the place, or are about to go there."""
    return Person.objects.filter(marks__place=thing.place_id, marks__kind__in=["watching", "going"]).distinct()


NEED_CREATED = Verb("need.created", says=_("Needed: {on}"), tells=who_watches, mails=False)
NEED_CHANGED = Verb("need.changed", says=_("{by} changed what is needed: {on}"))
NEED_WITHDRAWN = Verb("need.withdrawn", says=_("{by} withdrew a need: {on}"))
NEED_REOPENED = Verb("need.reopened", says=_("{by} says that it is needed again: {on}"))
NEED_RENEWED = Verb("need.renewed", says=_("{by} says that it is still needed: {on}"))
NEED_ASKED = Verb("need.asked", says=_("Is it still needed? {on}"), tells=who_looks_after)
NEED_STALE = Verb(
    "need.stale", says=_("It rests now, for nobody said that it is still needed: {on}"), tells=who_looks_after
)
NEED_MET = Verb("need.met", says=_("All of it is there: {on}"), tells=who_looks_after, mails=False)
OFFER_CREATED = Verb("offer.created", says=_("{by} offers: {on}"))
OFFER_CHANGED = Verb("offer.changed", says=_("{by} changed an offer: {on}"))
OFFER_CLOSED = Verb("offer.closed", says=_("{by} closed an offer: {on}"))
OFFER_REOPENED = Verb("offer.reopened", says=_("{by} offers again: {on}"))
MATCH_OFFERED = Verb("match.offered", says=_("{by} would give a part: {on}"), tells=who_looks_after)
MATCH_AGREED = Verb("match.agreed", says=_("{by} gladly takes what you give: {on}"), tells=who_gives)
MATCH_DECLINED = Verb("match.declined", says=_("{by} can't take it this time: {on}"), tells=who_gives)
MATCH_SENT = Verb("match.sent", says=_("{by} has sent it: {on}"), tells=who_looks_after)
MATCH_RECEIVED = Verb("match.received", says=_("It has arrived: {on}"), tells=who_gives)
MATCH_CONFIRMED = Verb("match.confirmed", says=_("{by} confirmed that it is in use: {on}"), tells=who_gives)
MATCH_THANKED = Verb("match.thanked", says=_("{by} says thank you: {on}"), tells=who_gives)
MATCH_LOST = Verb("match.lost", says=_("{by} says that it was lost on the way: {on}"), tells=who_gives)
MATCH_WITHDRAWN = Verb("match.withdrawn", says=_("{by} can't give it after all: {on}"), tells=who_looks_after)
