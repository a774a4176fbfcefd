"""A need and a giver meet: offered, agreed, sent, received, confirmed, thanked. Never more than is asked."""

from django.db import transaction
from django.db.models import F, PositiveIntegerField, Value
from django.utils import timezone

from tongxing.core.events import record
from tongxing.core.once import only_once
from tongxing.core.refusal import Refused
from tongxing.places.actions import count_again

from .. import rules, verbs
from ..models import Match, Need, Step
from .needs import hold, hold_place, meet, on_the_map


def offer_match(need, *, by, quantity, space=None, offer=None, words="", once="", now=None):
    """Offer a part of what is lacking, in one's own name or in that of a space that one looks after.

    Who looks after the need says yes or no to it; until then nothing is promised. The same form again offers no second.
    """
    need = Need.objects.get(pk=need.pk)
    rules.may_offer_match(by, need, quantity=quantity).or_refuse()
    rules.may_create_offer(by, space).or_refuse()
    given = {"space": space or by.space, "offer": offer, "quantity": quantity}
    return only_once(once, by=by, make=lambda: add_match(need, by, words, now or timezone.now(), **given))


@transaction.atomic
def add_match(need, by, words, now, **given):
    """The row of a match, with its first step; two at once of one person find only one."""
    need = hold(need)
    rules.may_offer_match(by, need, quantity=given["quantity"]).or_refuse()
    match = Match.objects.create(need=need, person=by, made_at=now, **given)
    Step.objects.create(match=match, state=match.state, by=by, at=now, words=words)
    record(verbs.MATCH_OFFERED, by=by, on=match, space=need.space, now=now)
    return match


def locked(match):
    """The bare row, locked after the place of its need."""
    hold_place(match.need_id)
    return Match.objects.select_for_update().get(pk=match.pk)


def step(match, state, verb, *, by, now, words=""):
    """Take a locked match one step on."""
    match.state = state
    match.save(update_fields=["state"])
    Step.objects.create(match=match, state=state, by=by, at=now, words=words)
    record(verb, by=by, on=match, space=match.need.space, now=now)
    return match


@transaction.atomic
def agree_match(match, *, by, words="", now):
    """Take what somebody would give: promised from now on. Refused when less than that is left."""
    match = locked(match)
    rules.may_agree_match(by, match).or_refuse()
    if not promise(match):
        raise Refused(rules.not_enough_left(Need.objects.get(pk=match.need_id)).why)
    return step(match, Match.AGREED, verbs.MATCH_AGREED, by=by, now=now, words=words)


def promise(match):
    """The guard: one conditional UPDATE counts it as promised; True when so much was left."""
    more = Value(match.quantity, output_field=PositiveIntegerField())
    left = Need.objects.filter(pk=match.need_id, state=Need.OPEN, quantity__gte=F("agreed") + more)
    return counted(match, lambda: left.update(agreed=F("agreed") + more))


def counted(match, change):
    """What a change of a need's row answers; the map counts what it means at its place."""
    stood = on_the_map(match.need)
    answer = change()
    count_again(stood, on_the_map(match.need))
    return answer


def give_back(match):
    """What was promised is lacking again."""
    if match.state in Match.COUNTED:
        counted(match, lambda: Need.objects.filter(pk=match.need_id).update(agreed=F("agreed") - match.quantity))


@transaction.atomic
def decline_match(match, *, by, words="", now):
    """Say no to what somebody would give."""
    match = locked(match)
    rules.may_decline_match(by, match).or_refuse()
    return step(match, Match.DECLINED, verbs.MATCH_DECLINED, by=by, now=now, words=words)


@transaction.atomic
def send_match(match, *, by, words="", now):
    """Say that it is on its way, and how."""
    match = locked(match)
    rules.may_send_match(by, match).or_refuse()
    return step(match, Match.SENT, verbs.MATCH_SENT, by=by, now=now, words=words)


@transaction.atomic
def receive_match(match, *, by, words="", now):
    """Say that it has arrived."""
    match = locked(match)
    rules.may_receive_match(by, match).or_refuse()
    return step(match, Match.RECEIVED, verbs.MATCH_RECEIVED, by=by, now=now, words=words)


@transaction.atomic
def confirm_match(match, *, by, words="", now):
    """Confirm that it is there and in use. When all that was asked is confirmed, the need is met."""
    match = locked(match)
    rules.may_confirm_match(by, match).or_refuse()
    Need.objects.filter(pk=match.need_id).update(confirmed=F("confirmed") + match.quantity)
    match = step(match, Match.CONFIRMED, verbs.MATCH_CONFIRMED, by=by, now=now, words=words)
    meet(Need.objects.select_for_update().get(pk=match.need_id), by=by, now=now)
    return match


@transaction.atomic
def thank_match(match, *, by, words="", now):
    """Say thank you."""
    match = locked(match)
    rules.may_thank_match(by, match).or_refuse()
    return step(match, Match.THANKED, verbs.MATCH_THANKED, by=by, now=now, words=words)


@transaction.atomic
def lose_match(match, *, by, words="", now):
    """Say that it was lost on the way; so much is lacking again."""
    match = locked(match)
    rules.may_lose_match(by, match).or_refuse()
    give_back(match)
    return step(match, Match.LOST, verbs.MATCH_LOST, by=by, now=now, words=words)


@transaction.atomic
def withdraw_match(match, *, by, words="", now):
    """Take back what one would give; so much is lacking again. Never a fault."""
    match = locked(match)
    rules.may_withdraw_match(by, match).or_refuse()
    give_back(match)
    return step(match, Match.WITHDRAWN, verbs.MATCH_WITHDRAWN, by=by, now=now, words=words)
