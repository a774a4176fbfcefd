"""What is lacking: said, changed, withdrawn, still true."""

from datetime import datetime, time, timedelta

from django.db import connections, transaction
from django.utils import timezone

from tongxing.core.areas import stem_of
from tongxing.core.events import record
from tongxing.core.once import only_once
from tongxing.core.outbox import later, no_longer
from tongxing.core.pinyin import sounds_of
from tongxing.core.refusal import Refused
from tongxing.core.search import index
from tongxing.core.text import render_prose
from tongxing.places.actions import count_again
from tongxing.places.cells import standing
from tongxing.places.models import Place

from .. import rules, verbs
from ..models import Category, Need, Tick
from ..vocabulary import CATEGORIES

SAID = ("category_id", "tick_id", "title", "about", "quantity", "unit", "urgent_until", "until")
ASKED_AFTER, STALE_AFTER = timedelta(days=90), timedelta(days=30)


def hold_place(key):
    """The place of a need (its key), locked, or None: whoever changes what the map counts there waits here.

    The order is always this one: places, then matches, then needs, as a merge of places takes them too.
    """
    at = Need.objects.values_list("place_id", flat=True)
    place = None
    while (pk := at.get(pk=key)) and (place is None or place.pk != pk):  # a merge may move it while we wait
        place = Place.objects.select_for_update().get(pk=pk)
    return place


def hold(need):
    """The bare row, locked after its place; relations are followed after it."""
    place = hold_place(need.pk)
    row = Need.objects.select_for_update().get(pk=need.pk)
    if place is not None:
        row.place = place
    return row


def on_the_map(need):
    """How the place of a need is counted on the map now; nothing for a space."""
    return standing([need.place]) if need.place_id else standing([])


def create_need(*, by, place=None, space=None, once="", now=None, **fields):
    """Say what a place or a space lacks, as `change_need` takes it. The same form sent again makes no second one."""
    rules.may_create_need(by, place, space).or_refuse()
    return only_once(once, by=by, make=lambda: add_need(by, place, space, now or timezone.now(), **fields))


@transaction.atomic
def add_need(by, place, space, now, **fields):
    """The row of a need, and all that follows from it."""
    place = place and Place.objects.select_for_update().get(pk=place.pk)
    rules.may_create_need(by, place, space).or_refuse()
    need = Need(place=place, space=space, made_by=by, made_at=now, changed_at=now, renewed_at=now)
    stood = on_the_map(need)
    fill(need, **fields)
    need.save()
    find_again(need)
    count_again(stood, on_the_map(need))
    wait(need, now)
    record(verbs.NEED_CREATED, by=by, on=need, space=space, now=now)
    return need


@transaction.atomic
def change_need(need, *, by, now, **fields):
    """Write what is lacking now: category, tick, title, about, quantity, unit, urgent_until, until.

    What is left out stays. Less than is promised already is refused.
    """
    need = hold(need)
    rules.may_change_need(by, need).or_refuse()
    stood, before = on_the_map(need), said(need)
    fill(need, **fields)
    if said(need) == before:
        return need
    if need.quantity < need.agreed:
        raise Refused(rules.promised_already(need).why)
    need.changed_at = need.renewed_at = now
    need.asked_at = None
    need.save()
    find_again(need)
    count_again(stood, on_the_map(need))
    wait(need, now)
    record(verbs.NEED_CHANGED, by=by, on=need, space=need.space, now=now)
    return meet(need, by=by, now=now)


def meet(need, *, by, now):
    """A need of which all is confirmed is met."""
    if need.state in (Need.OPEN, Need.STALE) and need.confirmed >= need.quantity:
        return become(need, Need.MET, verbs.NEED_MET, by=by, now=now)
    return need


def said(need):
    """What people have said of it, to be compared."""
    return [getattr(need, name) for name in SAID]


def fill(need, **fields):
    """Set what people say of it."""
    for name, value in fields.items():
        setattr(need, name, value)
    need.about_html = render_prose(need.about)


def become(need, state, verb, *, by, now):
    """Change the state of a locked need, with what follows on the map and in time."""
    if need.state == state and verb is not verbs.NEED_RENEWED:
        return need
    stood = on_the_map(need)
    need.state, need.changed_at = state, now
    if state == Need.OPEN:
        need.renewed_at, need.asked_at = now, None
        need.until = None if is_over(need, now) else need.until
    need.save()
    count_again(stood, on_the_map(need))
    wait(need, now)
    record(verb, by=by, on=need, space=need.space, now=now)
    return need


@transaction.atomic
def withdraw_need(need, *, by, now):
    """It isn't needed any more. What is promised already goes its way."""
    need = hold(need)
    rules.may_withdraw_need(by, need).or_refuse()
    return become(need, Need.WITHDRAWN, verbs.NEED_WITHDRAWN, by=by, now=now)


@transaction.atomic
def reopen_need(need, *, by, now):
    """It is needed again."""
    need = hold(need)
    rules.may_reopen_need(by, need).or_refuse()
    return become(need, Need.OPEN, verbs.NEED_REOPENED, by=by, now=now)


@transaction.atomic
def renew_need(need, *, by, now):
    """Say that it is still needed: nobody asks for the next ninety days."""
    need = hold(need)
    rules.may_renew_need(by, need).or_refuse()
    if need.state == Need.OPEN and now - need.renewed_at < timedelta(hours=1):
        return need
    return become(need, Need.OPEN, verbs.NEED_RENEWED, by=by, now=now)


def wait(need, now):
    """Let the question come in time, or nothing while it isn't open."""
    key = f"need:{need.uid}"
    if need.state == Need.OPEN:
        later("needs.ask_again", due=next_look(need), key=key, need=need.pk)
    else:
        no_longer(key)


def is_over(need, now):
    """True when the last day of a need has passed."""
    return need.until is not None and need.until < timezone.localdate(now)


def next_look(need):
    """When to look at it again: ninety days after it was said to be needed, or when its last day has passed."""
    asks = need.renewed_at + ASKED_AFTER
    if need.until is None:
        return asks
    ends = timezone.make_aware(datetime.combine(need.until + timedelta(days=1), time()))
    return min(asks, ends)


@transaction.atomic
def ask_again(need, *, now):
    """Ask kindly whether it is still needed; thirty days later it rests, and when its last day has passed, at once.

    Returns when to come again, or None.
    """
    known = Need.objects.filter(pk=need, state=Need.OPEN).first()
    need = known and hold(known)
    if need is None or need.state != Need.OPEN:
        return None
    if next_look(need) > now:
        return next_look(need)
    if need.asked_at is None and not is_over(need, now):
        need.asked_at = now
        need.save(update_fields=["asked_at"])
        record(verbs.NEED_ASKED, by=None, on=need, space=need.space, now=now)
        return now + STALE_AFTER
    stood = on_the_map(need)
    need.state = Need.STALE
    need.save(update_fields=["state"])
    count_again(stood, on_the_map(need))
    record(verbs.NEED_STALE, by=None, on=need, space=need.space, now=now)
    return None


def find_again(need):
    """Let it be found by what is said of it, and by whose it is."""
    index("needs.need", need.uid, text_of(need))


@transaction.atomic
def name_again(event):
    """Let the needs of the place or the space that an event is about be found by what it is called now."""
    whose = "place__uid" if event.kind == "places.place" else "space__uid"
    for need in Need.objects.filter(**{f"{whose}__in": [event.key, event.facts.get("loser", "")]}).with_row():
        find_again(need)


def text_of(need):
    """The words by which a need is found."""
    whose = need.place.name if need.place_id else need.space.name
    area = need.place.area.full_name if need.place_id and need.place.area_id else ""
    sounds = sounds_of(need.title, whose, *(stem_of(part) for part in area.split(" ")))
    return "\n".join(filter(None, [need.title, need.category.zh, need.category.en, whose, area, sounds, need.about]))


def texts():
    """(uid, text) of every need, for `tongxing reindex`."""
    rows = Need.objects.select_related("category", "place__area", "space").order_by("pk")
    for need in rows.iterator(chunk_size=500):
        yield need.uid, text_of(need)


def move_place(loser, winner):
    """What one record lacks is lacking at the other. Called inside the merge; says what was moved."""
    keys = list(Need.objects.filter(place=loser).order_by("pk").values_list("pk", flat=True))
    Need.objects.filter(pk__in=keys).update(place=winner)
    return [("needs.need", key, "place") for key in keys]


def fill_vocabulary(using, **kwargs):
    """After migrating: an empty vocabulary gets its words."""
    there = set(connections[using].introspection.table_names())
    tables = {Category._meta.db_table, Tick._meta.db_table}
    if not tables <= there or Category.objects.using(using).exists():
        return
    for at, (code, zh, en, ticks) in enumerate(CATEGORIES):
        category = Category.objects.using(using).create(code=code, zh=zh, en=en, order=at)
        rows = [Tick(category=category, code=f"{code}-{name}", zh=its_zh, en=its_en, unit_zh=unit_zh, unit_en=unit_en,
                     grams=grams, order=number)
                for number, (name, its_zh, its_en, unit_zh, unit_en, grams) in enumerate(ticks)]  # fmt: skip
        Tick.objects.using(using).bulk_create(rows)
