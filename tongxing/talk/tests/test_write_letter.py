"""Writing to whoever looks after a place."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser

from tongxing.claims.tests.test_rush import at_once
from tongxing.conftest import NOON, newcomer
from tongxing.core.models import Event, SearchRow
from tongxing.core.outbox import work_once
from tongxing.core.refusal import Refused
from tongxing.inbox.models import Notice
from tongxing.people.models import Person
from tongxing.places.models import Caretaker
from tongxing.places.tests.conftest import make_place
from tongxing.talk import rules
from tongxing.talk.actions import move_place, write_letter
from tongxing.talk.models import Letter, Thread


def write(place, by, text="Hello"):
    return write_letter(place, by=by, text=text, now=NOON)


def test_one_thread_for_a_person_and_a_place(place, stranger, letter):
    again = write(place, stranger)

    assert again.thread == letter.thread and again.thread.letters.count() == 2


def test_those_who_look_after_it_are_told_and_nothing_is_told_of_what_it_says(letter, steward, stranger):
    while work_once():
        pass

    assert Notice.objects.get(person=steward, event__verb="letter.written")
    assert not Notice.objects.filter(person=stranger).exists()
    assert "come in May" not in str(list(Event.objects.values())) + str(list(SearchRow.objects.values()))


def test_only_the_two_sides_read_it(client, letter, steward, stranger, member):
    for person, status in ((steward, 200), (stranger, 200), (member, 404)):
        client.force_login(person)
        answer = client.get(letter.thread.get_absolute_url())
        assert (answer.status_code, "come in May" in answer.content.decode()) == (status, status == 200)
    client.logout()
    assert client.get(letter.thread.get_absolute_url()).status_code == 302


def test_through_the_pages(client, place, stranger):
    client.force_login(stranger)
    where = f"/letters/to/{place.uid}/"
    assert "Write to whoever looks after it" in client.get(place.get_absolute_url(), {"lang": "en"}).content.decode()

    empty = client.post(f"{where}?lang=en", {"text": " "})
    sent = [client.post(where, {"text": "May I come?", "once": "a"}) for _twice in range(2)]

    assert empty.status_code == 422
    assert sent[0].url == sent[1].url == Letter.objects.get().get_absolute_url()
    assert client.get(where).url == Thread.objects.get().get_absolute_url()


def test_where_nobody_looks_after_it(place, stranger):
    Caretaker.objects.all().delete()

    with pytest.raises(Refused, match="Nobody looks after this place"):
        write(place, stranger)


def test_not_to_those_under_18(place, stranger, steward):
    Person.objects.filter(pk=steward.pk).update(age=Person.YOUNG)
    steward.refresh_from_db()

    with pytest.raises(Refused, match="Nobody looks after this place"):
        write(place, stranger)


def test_what_was_written_before_is_not_read_by_those_under_18(letter, steward):
    Person.objects.filter(pk=steward.pk).update(age=Person.YOUNG)
    steward.refresh_from_db()

    assert not Thread.objects.visible_to(steward).exists()


def test_not_to_oneself_and_not_without_an_account(place, steward):
    with pytest.raises(Refused, match="yourself"):
        write(place, steward)
    with pytest.raises(Refused, match="Sign in"):
        write(place, AnonymousUser())


def test_not_without_end(place, stranger, monkeypatch):
    monkeypatch.setattr(rules, "MOST", 2)
    write(place, stranger)
    write(place, stranger)

    with pytest.raises(Refused, match="Go on tomorrow"):
        write(place, stranger)
    assert write_letter(place, by=stranger, text="Hello", now=NOON + timedelta(days=2))


@pytest.mark.django_db(transaction=True)
def test_at_the_same_moment_they_find_the_same_thread():
    steward, stranger = newcomer("steward"), newcomer("stranger")
    place = make_place(steward)

    at_once(lambda number: write(place, stranger, str(number)), range(16))

    assert Thread.objects.get().letters.count() == 16


def test_letters_go_along_when_two_records_are_one(letter, steward, place):
    other = make_place(steward, "远山小学")

    assert move_place(place, other) == [("talk.thread", letter.thread_id, "place")]
    assert Thread.objects.get().place == other
