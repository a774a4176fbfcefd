"""Saying what is lacking."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from tongxing.conftest import NOON
from tongxing.core.models import Event, Pending
from tongxing.core.outbox import work_once
from tongxing.core.refusal import Refused
from tongxing.inbox.models import Notice
from tongxing.needs.models import Category, Need, Tick
from tongxing.places.actions import mark_place

from .conftest import make_need, page_of

GIVEN = {"tick": "books-dictionary", "title": "", "category": "", "quantity": "30", "unit": "", "about": ""}


def test_a_tick_is_enough(client, place, stranger):
    client.force_login(stranger)

    answer = client.post(f"/needs/new/?place={place.uid}&lang=en", GIVEN | {"once": "a"})
    client.post(f"/needs/new/?place={place.uid}&lang=en", GIVEN | {"once": "a"})

    need = Need.objects.get()
    assert answer.url == need.get_absolute_url()
    assert (need.title, need.category_id, need.quantity, need.unit) == ("Dictionaries", "books", 30, "copies")
    assert Event.objects.filter(verb="need.created").count() == 1
    assert Pending.objects.filter(key=f"need:{need.uid}", job="needs.ask_again").exists()


def test_ones_own_words_need_a_kind(client, place, stranger):
    client.force_login(stranger)

    page = client.post(f"/needs/new/?place={place.uid}&lang=en", GIVEN | {"tick": "", "title": "A swing"})

    text = page.content.decode()
    assert page.status_code == 422
    assert "Choose what kind of thing it is." in text and 'value="A swing"' in text


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [("quantity", "many", "Write a number"), ("quantity", "0", "1"), ("quantity", "99999999999", "1000000"),
     ("until", "2020-01-01", "Choose a day to come."), ("urgent_until", "soon", "Write the day as"),
     ("tick", "gold", "choice")],
)  # fmt: skip
def test_what_makes_no_sense_stays_in_the_form(client, place, stranger, name, value, says):
    client.force_login(stranger)

    page = client.post(f"/needs/new/?place={place.uid}&lang=en", GIVEN | {name: value})

    assert page.status_code == 422
    assert says in page.content.decode()
    assert not Need.objects.exists()


def test_for_a_space_only_its_stewards(space, member, steward):
    with pytest.raises(Refused, match="Only those who look after Sunday Readers"):
        make_need(member, space=space)

    assert make_need(steward, space=space).whose == space


def test_a_place_that_was_taken_away(place, stranger):
    type(place).objects.filter(pk=place.pk).update(hidden_at=NOON)
    place.refresh_from_db()

    with pytest.raises(Refused, match="taken away"):
        make_need(stranger, place=place)


def test_without_an_account(place):
    with pytest.raises(Refused, match="Sign in"):
        make_need(AnonymousUser(), place=place)


def test_who_watches_the_place_hears(place, steward, member):
    mark_place(place, by=member, kind="watching", on=None, today=NOON.date(), now=NOON)
    make_need(steward, place=place)
    work_once()

    assert Notice.objects.filter(person=member, event__verb="need.created").exists()


def test_the_page_asks_whose_it_is(client, place, steward):
    client.force_login(steward)

    page = client.get("/needs/new/?lang=en").content.decode()

    assert f"/needs/new/?place={place.uid}" in page
    assert "/needs/new/?space=steward" in page


def test_the_page_says_what_is_lacking(client, need):
    page = page_of(client, need)

    assert "30 of 30 copies are still lacking." in page
    assert "Nobody has promised any of it yet." in page


def test_the_vocabulary_is_there(db):
    assert Category.objects.count() == 9
    assert Tick.objects.filter(category="books", grams__gt=0).count() == 6


def test_it_is_asked_again_after_ninety_days(place, steward):
    need = make_need(steward, place=place, now=timezone.now())

    assert Pending.objects.get(key=f"need:{need.uid}").due_at == need.renewed_at + timedelta(days=90)
