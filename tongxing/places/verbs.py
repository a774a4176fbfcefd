"""What happens to places, and how it is said."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tongxing.core.events import Verb
from tongxing.people.models import Person


def caretakers(thing, facts):
    """Who looks after a place."""
    return Person.objects.filter(cares_for__place=thing)


def the_person(thing, facts):
    """The one person the event is about."""
    return Person.objects.filter(pk=facts["person"])


def who_knows(thing, facts):
    """Who looks after a place, and who has been there."""
    been = Q(marks__place=thing, marks__kind="visited")
    return Person.objects.filter(Q(cares_for__place=thing) | been).distinct()


def who_guards(thing, facts):
    """Who looks after the place, and the one it is about."""
    return Person.objects.filter(Q(cares_for__place=thing) | Q(pk=facts.get("owner"))).distinct()


PLACE_CREATED = Verb("place.created", says=_("{by} added {on}"))
PLACE_CHANGED = Verb("place.changed", says=_("{by} wrote what they know of {on}"))
PLACE_CONFIRMED = Verb("place.confirmed", says=_("{by} confirmed that the record of {on} still holds"))
PLACE_STALE = Verb(
    "place.stale", says=_("Is it still true? {on}"), tells=who_knows, mails=False, at="#freshness", folds="freshness"
)
PLACES_IMPORTED = Verb("place.imported", says=_("Places were read from {on}"))
REVISION_CONFIRMED = Verb("place.revision_confirmed", says=_("{by} confirmed a change of the record of {on}"))
PLACE_GOING = Verb(
    "place.going", says=_("{by} goes to {on}"), tells=caretakers, mails=False, at="#people", folds="marks"
)
PLACE_VISITED = Verb(
    "place.visited", says=_("{by} has been to {on}"), tells=caretakers, mails=False, at="#people", folds="marks"
)
PLACE_WATCHED = Verb("place.watched", says=_("{by} watches {on}"))
PLACES_MERGED = Verb("place.merged", says=_("{by} found that two records are one place: {on}"), tells=caretakers)
MERGE_UNDONE = Verb("place.unmerged", says=_("{by} made two records of {on} again"), tells=caretakers)
CARE_ASKED = Verb(
    "place.care_asked", says=_("{by} asks to look after {on} with you"), tells=caretakers, at="places:caretakers"
)
CARE_OFFERED = Verb(
    "place.care_offered", says=_("{by} asks you to look after {on}"), tells=the_person, at="places:caretakers"
)
CARE_TAKEN = Verb("place.care_taken", says=_("{by} looks after {on} now"), tells=caretakers, at="places:caretakers")
CARE_DECLINED = Verb("place.care_declined", says=_("{by} said no: {on}"), tells=the_person, at="places:caretakers")
CARE_LEFT = Verb(
    "place.care_left", says=_("{by} doesn't look after {on} any more"), tells=caretakers, at="places:caretakers"
)
CONTACT_ADDED = Verb(
    "place.contact_added", says=_("{by} wrote down whom one can ask at {on}"), tells=caretakers, mails=False
)
CONTACT_SEEN = Verb(
    "place.contact_seen",
    says=_("{by} asked how to reach somebody at {on}"),
    tells=who_guards,
    mails=False,
    at="places:contacts",
    folds="looks",
)
CONTACT_CLAIMED = Verb(
    "place.contact_claimed",
    says=_("Somebody at {on} decides for themself now how they are reached"),
    tells=caretakers,
    mails=False,
    at="places:contacts",
)
CONTACT_CHANGED = Verb("place.contact_changed", says=_("{by} changed how somebody at {on} is reached"))
CONTACT_CLOSED = Verb("place.contact_closed", says=_("{by} shows a contact at {on} to nobody any more"))
CONTACT_REOPENED = Verb("place.contact_reopened", says=_("{by} shows a contact at {on} again"))
CARE_WITHDRAWN = Verb("place.care_withdrawn", says=_("{by} took a question back: {on}"))
IMPORT_UNDONE = Verb("place.import_undone", says=_("{by} took back what was read from {on}"))
