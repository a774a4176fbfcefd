"""Who reads letters when those who look after a place change, or two records become one."""

from datetime import timedelta

from tongxing.conftest import NOON
from tongxing.places.actions import (
    accept_asking,
    ask_to_care,
    mark_place,
    merge_places,
    name_caretaker,
    stop_caring,
)
from tongxing.places.tests.conftest import make_place
from tongxing.talk.actions import answer_letter, write_letter
from tongxing.talk.models import Thread
from tongxing.talk.verbs import readers_of

LATER = NOON + timedelta(hours=1)


def take_over(place, steward, person):
    """The place is left open, and somebody takes it who says that they were there."""
    stop_caring(place, by=steward, leave_open=True, now=NOON)
    mark_place(place, by=person, kind="visited", on=NOON.date(), today=NOON.date(), now=NOON)
    ask_to_care(place, by=person, now=LATER)


def test_who_takes_an_open_place_reads_what_is_written_from_then_on(client, place, thread, steward, stranger, member):
    answer_letter(thread, by=steward, text="In May, yes.", now=NOON)
    take_over(place, steward, member)
    client.force_login(member)

    assert client.get(thread.get_absolute_url()).status_code == 404
    answer_letter(thread, by=stranger, text="Are you still there?", now=LATER + timedelta(hours=1))
    page = client.get(thread.get_absolute_url()).content.decode()
    assert "still there" in page and "In May" not in page and "May I come" not in page


def test_whom_a_caretaker_names_goes_on_with_the_letters(client, place, thread, steward, member):
    accept_asking(name_caretaker(place, by=steward, person=member, now=LATER), by=member, now=LATER)
    client.force_login(member)

    assert "May I come" in client.get(thread.get_absolute_url()).content.decode()


def test_letters_to_both_records_are_read_after_a_merge(client, place, thread, steward, stranger):
    other = make_place(steward, "石板沟完小")
    write_letter(other, by=stranger, text="And here?", now=NOON)
    merge_places(other, loser=place, by=steward, now=NOON)
    thread = Thread.objects.get(pk=thread.pk)

    assert readers_of(thread) == [steward]
    client.force_login(steward)
    assert "May I come" in client.get(thread.get_absolute_url()).content.decode()
    client.force_login(stranger)
    assert client.get(thread.get_absolute_url()).status_code == 200
