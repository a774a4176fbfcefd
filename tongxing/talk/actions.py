"""Everything that writes letters."""

from django.db import transaction

from tongxing.core.events import record
from tongxing.core.once import only_once
from tongxing.places.models import Place

from . import rules, verbs
from .models import Letter, Thread


def write_letter(place, *, by, text, once="", now):
    """Write to whoever looks after a place: the thread of this person and place is begun, or goes on."""
    rules.may_write_letter(by, place, now=now).or_refuse()
    return only_once(once, by=by, make=lambda: begin(place, by, text, now))


@transaction.atomic
def begin(place, by, text, now):
    """A letter in the one thread of a person and a place; two that are written at once find the same one."""
    place = Place.objects.select_for_update().get(pk=place.pk)
    rules.may_write_letter(by, place, now=now).or_refuse()
    Thread.objects.bulk_create([Thread(place=place, person=by, made_at=now, last_at=now)], ignore_conflicts=True)
    thread = Thread.objects.select_for_update().get(place=place, person=by)
    rules.may_answer_letter(by, thread, now=now).or_refuse()
    return add_letter(thread, by, text, now)


def answer_letter(thread, *, by, text, once="", now):
    """Write the next letter of a thread, from either side. The same form sent again writes no second one."""
    rules.may_answer_letter(by, thread, now=now).or_refuse()
    return only_once(once, by=by, make=lambda: go_on(thread, by, text, now))


@transaction.atomic
def go_on(thread, by, text, now):
    """A letter in a locked thread; who was blocked meanwhile writes none."""
    thread = Thread.objects.select_for_update().get(pk=thread.pk)
    rules.may_answer_letter(by, thread, now=now).or_refuse()
    return add_letter(thread, by, text, now)


def add_letter(thread, by, text, now):
    """The row of a letter in a locked thread."""
    letter = Letter.objects.create(thread=thread, by=by, text=text, at=now)
    thread.last_at = now
    thread.save(update_fields=["last_at"])
    record(verbs.LETTER_WRITTEN, by=by, on=thread, now=now, from_traveller=thread.person_id == by.pk)
    return letter


@transaction.atomic
def block_writer(thread, *, by, now):
    """Take no letters from somebody any more. They learn of it when they write."""
    thread = Thread.objects.select_for_update().get(pk=thread.pk)
    rules.may_block_writer(by, thread).or_refuse()
    if thread.blocked_at is None:
        thread.blocked_at, thread.blocked_by = now, by
        thread.save(update_fields=["blocked_at", "blocked_by"])
        record(verbs.WRITER_BLOCKED, by=by, on=thread, now=now)
    return thread


@transaction.atomic
def unblock_writer(thread, *, by, now):
    """Take their letters again."""
    thread = Thread.objects.select_for_update().get(pk=thread.pk)
    rules.may_unblock_writer(by, thread).or_refuse()
    if thread.blocked_at:
        thread.blocked_at, thread.blocked_by = None, None
        thread.save(update_fields=["blocked_at", "blocked_by"])
        record(verbs.WRITER_UNBLOCKED, by=by, on=thread, now=now)
    return thread


@transaction.atomic
def take_back_letter(letter, *, by, now):
    """Take the words of one's own letter back; that there was one is still to be seen."""
    letter = Letter.objects.select_for_update().get(pk=letter.pk)
    rules.may_take_back_letter(by, letter).or_refuse()
    if letter.taken_back_at is None:
        letter.text, letter.taken_back_at = "", now
        letter.save(update_fields=["text", "taken_back_at"])
        record(verbs.LETTER_TAKEN_BACK, by=by, on=letter.thread, now=now)
    return letter


def move_place(loser, winner):
    """Bring over the threads of a record that is taken into another, but for who has one there already."""
    there = set(Thread.objects.filter(place=winner).values_list("person_id", flat=True))
    rows = [one for one in Thread.objects.filter(place=loser).order_by("pk") if one.person_id not in there]
    Thread.objects.filter(pk__in=[one.pk for one in rows]).update(place=winner)
    return [("talk.thread", one.pk, "place") for one in rows]
