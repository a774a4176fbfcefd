"""What somebody gives: offered, changed, closed."""

from django.db import transaction
from django.utils import timezone

from tongxing.core.events import record
from tongxing.core.once import only_once
from tongxing.core.text import render_prose

from .. import rules, verbs
from ..models import Offer

SAID = ("category_id", "sort", "title", "about", "quantity", "unit", "terms", "area_id", "until")


def create_offer(*, by, space, once="", now=None, **fields):
    """Offer something in the name of a space. The same form sent again makes no second one."""
    rules.may_create_offer(by, space).or_refuse()
    return only_once(once, by=by, make=lambda: add_offer(by, space, now or timezone.now(), **fields))


@transaction.atomic
def add_offer(by, space, now, **fields):
    """The row of an offer."""
    offer = Offer(by=by, space=space, made_at=now)
    fill(offer, **fields)
    offer.save()
    record(verbs.OFFER_CREATED, by=by, on=offer, space=space, now=now)
    return offer


def fill(offer, **fields):
    """Set what people say of it."""
    for name, value in fields.items():
        setattr(offer, name, value)
    offer.about_html = render_prose(offer.about)


@transaction.atomic
def change_offer(offer, *, by, now, **fields):
    """Write what is offered now. What is left out stays."""
    offer = Offer.objects.select_for_update().get(pk=offer.pk)
    rules.may_change_offer(by, offer).or_refuse()
    before = [getattr(offer, name) for name in SAID]
    fill(offer, **fields)
    if before == [getattr(offer, name) for name in SAID]:
        return offer
    offer.save()
    record(verbs.OFFER_CHANGED, by=by, on=offer, space=offer.space, now=now)
    return offer


@transaction.atomic
def close_offer(offer, *, by, now):
    """It can't be had any more. What is promised goes its way."""
    offer = Offer.objects.select_for_update().get(pk=offer.pk)
    rules.may_close_offer(by, offer).or_refuse()
    return become(offer, Offer.CLOSED, verbs.OFFER_CLOSED, by, now)


@transaction.atomic
def reopen_offer(offer, *, by, now):
    """It can be had again."""
    offer = Offer.objects.select_for_update().get(pk=offer.pk)
    rules.may_reopen_offer(by, offer).or_refuse()
    return become(offer, Offer.OPEN, verbs.OFFER_REOPENED, by, now)


def become(offer, state, verb, by, now):
    """Change its state, once."""
    if offer.state != state:
        offer.state = state
        offer.save(update_fields=["state"])
        record(verb, by=by, on=offer, space=offer.space, now=now)
    return offer
