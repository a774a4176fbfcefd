"""Who looks after a place: asking, naming, handing over, going."""

from django.db import transaction

from tongxing.core.events import record
from tongxing.core.refusal import Refused

from .. import rules, verbs
from ..models import Asking, Caretaker, Place


def lock(place):
    """The bare row: whoever changes who looks after a place waits here for the others."""
    return Place.objects.select_for_update().get(pk=getattr(place, "pk", place))


@transaction.atomic
def ask_to_care(place, *, by, words="", now):
    """Ask to look after a place where one was. Where nobody does, it is given at once. Asked again, nothing changes."""
    place = lock(place)
    if open_one := place.askings.filter(person=by, state=Asking.OPEN).first():
        return open_one
    rules.may_ask_to_care(by, place).or_refuse()
    asking = Asking.objects.create(place=place, person=by, asked_by=by, words=words, made_at=now)
    if place.caretakers.exists():
        record(verbs.CARE_ASKED, by=by, on=place, now=now)
        return asking
    return end(asking, Asking.ACCEPTED, by, now)


@transaction.atomic
def name_caretaker(place, *, by, person, words="", hands_over=False, now):
    """Ask somebody to look after a place too, or (`hands_over`) in one's own stead; it holds when they accept."""
    place = lock(place)
    rules.may_name_caretaker(by, place).or_refuse()
    rules.may_be_named(person, place).or_refuse()
    asking, new = Asking.objects.get_or_create(
        place=place,
        person=person,
        state=Asking.OPEN,
        defaults={"asked_by": by, "words": words, "hands_over": hands_over, "made_at": now},
    )
    if new:
        record(verbs.CARE_OFFERED, by=by, on=place, now=now, person=person.pk)
    elif asking.asked_by_id == asking.person_id:  # they asked themselves: this is the yes
        end(asking, Asking.ACCEPTED, by, now)
    return asking


@transaction.atomic
def accept_asking(asking, *, by, now):
    """Say yes: a caretaker to somebody who asks, or somebody to a caretaker who asks them."""
    lock(asking.place_id)
    asking = Asking.objects.select_related("place", "person").get(pk=asking.pk)
    rules.may_answer_asking(by, asking).or_refuse()
    return end(asking, Asking.ACCEPTED, by, now)


@transaction.atomic
def decline_asking(asking, *, by, now):
    """Say no."""
    lock(asking.place_id)
    asking = Asking.objects.select_related("place", "person").get(pk=asking.pk)
    rules.may_answer_asking(by, asking).or_refuse()
    return end(asking, Asking.DECLINED, by, now)


@transaction.atomic
def withdraw_asking(asking, *, by, now):
    """Take back what one asked."""
    lock(asking.place_id)
    asking = Asking.objects.select_related("place", "person").get(pk=asking.pk)
    rules.may_withdraw_asking(by, asking).or_refuse()
    record(verbs.CARE_WITHDRAWN, by=by, on=asking.place, now=now)
    return end(asking, Asking.WITHDRAWN, by, now)


def end(asking, state, by, now):
    """Write down the answer, and what follows from a yes. Called under the place's lock."""
    asking.state, asking.answered_at, asking.answered_by = state, now, by
    asking.save(update_fields=["state", "answered_at", "answered_by"])
    if state == Asking.ACCEPTED:
        named_by = by if asking.asked_by_id == asking.person_id else asking.asked_by
        Caretaker.objects.get_or_create(
            place_id=asking.place_id, person=asking.person, defaults={"since": now, "named_by": named_by}
        )
        if asking.hands_over:
            Caretaker.objects.filter(place_id=asking.place_id, person=asking.asked_by).delete()
        record(verbs.CARE_TAKEN, by=asking.person, on=asking.place, now=now, person=asking.person_id)
    elif state == Asking.DECLINED:
        record(verbs.CARE_DECLINED, by=by, on=asking.place, now=now, person=asking.asked_by_id)
    return asking


@transaction.atomic
def stop_caring(place, *, by, leave_open=False, now):
    """Stop looking after a place. The last one names somebody first, or leaves it open on purpose."""
    place = lock(place)
    rules.may_stop_caring(by, place).or_refuse()
    if not leave_open and not place.caretakers.exclude(person=by).exists():
        raise Refused(rules.nobody_else(place).why)
    place.caretakers.filter(person=by).delete()
    record(verbs.CARE_LEFT, by=by, on=place, now=now)
    return place
