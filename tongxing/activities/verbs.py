"""What happens to activities, how it is said, and who hears."""

from django.utils.translation import gettext_lazy as _

from tongxing.core.events import Verb
from tongxing.people.models import Person
from tongxing.spaces.models import Grant
from tongxing.spaces.verbs import stewards


def everybody_in(thing, facts):
    """All who hold a place, are offered one, wait for one, or are set aside."""
    return Person.objects.filter(claims__in=thing.opening.claims.live())


def who_may_see(thing, facts):
    """The members of the space; for a personal space nobody but the named."""
    if thing.audience == "named":
        return Person.objects.filter(grants__in=Grant.objects.filter(kind="activities.activity", key=thing.uid))
    return Person.objects.filter(memberships__space=thing.space_id)


ACTIVITY_CREATED = Verb("activity.created", says=_("{by} began to plan {on}"))
ACTIVITY_PUBLISHED = Verb("activity.published", says=_("{by} invites you: {on}"), tells=who_may_see)
ACTIVITY_CHANGED = Verb("activity.changed", says=_("{by} changed time or place: {on}"), tells=everybody_in)
ACTIVITY_EDITED = Verb("activity.edited", says=_("{by} changed the page of {on}"))
ACTIVITY_CANCELLED = Verb("activity.cancelled", says=_("{by} cancelled {on}. The page says why"), tells=everybody_in)
ACTIVITY_REOPENED = Verb("activity.reopened", says=_("{on} takes place after all"), tells=everybody_in)
ACTIVITY_JOINED = Verb("activity.joined", says=_("{by} joined {on}"), tells=stewards, at="#people", folds="coming")
ACTIVITY_QUEUED = Verb(
    "activity.queued",
    says=_("{by} is on the waiting list of {on}"),
    tells=stewards,
    mails=False,
    at="#people",
    folds="coming",
)
ACTIVITY_LEFT = Verb(
    "activity.left",
    says=_("{by} can't come: {on}"),
    tells=stewards,
    mails=False,
    at="#people",
    folds="coming",
)
ACTIVITY_RESIZED = Verb(
    "activity.resized",
    says=_("{by} comes with a different number of guests: {on}"),
    tells=stewards,
    mails=False,
    at="#people",
    folds="coming",
)
REPORT_WRITTEN = Verb("activity.told", says=_("{by} told how it was: {on}"), tells=everybody_in, at="#report")
REPORT_CHANGED = Verb("activity.told_anew", says=_("{by} changed the report on {on}"))
PHOTO_REMOVED = Verb("activity.photo_removed", says=_("{by} took a picture away: {on}"))
PHOTO_RESTORED = Verb("activity.photo_restored", says=_("{by} put a picture back: {on}"))
