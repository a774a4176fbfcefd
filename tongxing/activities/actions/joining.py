"""Joining an activity and leaving it, through the claims room."""

from django.db import transaction

from tongxing.claims import actions as claims
from tongxing.claims.models import Claim
from tongxing.core.events import record

from .. import rules, verbs
from ..models import Activity


@transaction.atomic
def join_activity(activity, *, by, size=1, words="", now):
    """Sign up oneself and one's guests: a place, or the next position in the waiting list. Once, however often sent."""
    activity = Activity.objects.get(pk=activity.pk)
    if by.pk and (mine := activity.opening.claims.live().of(by).first()):
        return mine
    rules.may_join_activity(by, activity, size=size, now=now).or_refuse()
    claim = claims.take_seat(activity.opening, by=by, size=size, words=words, now=now)
    if claim.made_at == now:
        verb = verbs.ACTIVITY_JOINED if claim.state == Claim.HELD else verbs.ACTIVITY_QUEUED
        record(verb, by=by, on=activity, space=activity.space, now=now, claim=claim.uid)
    return claim


@transaction.atomic
def leave_activity(activity, *, by, now):
    """Give back one's place or position; the first in line is asked. Leaving again changes nothing."""
    rules.may_leave_activity(by, activity, now=now).or_refuse()
    claim = activity.opening.claims.live().of(by).first()
    if claim is None:
        return activity
    claims.let_go(claim, by=by, now=now)
    record(verbs.ACTIVITY_LEFT, by=by, on=activity, space=activity.space, now=now, claim=claim.uid)
    return activity


@transaction.atomic
def accept_place(activity, *, by, now):
    """Confirm the place that became free."""
    rules.may_accept_place(by, activity, now=now).or_refuse()
    return claims.accept_seat(claim_of(by, activity), by=by, now=now)


@transaction.atomic
def resize_place(activity, *, by, size, now):
    """Come with more or fewer guests. As many as before: nothing happens."""
    rules.may_resize_place(by, activity, now=now).or_refuse()
    before = claim_of(by, activity)
    claim = claims.resize(before, by=by, size=size, now=now)
    if claim.size == before.size:
        return claim
    record(verbs.ACTIVITY_RESIZED, by=by, on=activity, space=activity.space, now=now, claim=claim.uid)
    return claim


def claim_of(person, activity):
    """The live claim of a person, or the last one they had; without any it is refused."""
    mine = activity.opening.claims.of(person)
    claim = mine.live().first() or mine.order_by("-id").first()
    rules.has_claim(claim).or_refuse()
    return claim
