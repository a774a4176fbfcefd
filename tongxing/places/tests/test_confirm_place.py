"""A person confirms that a place's record still holds."""

from datetime import timedelta

import pytest
from django.utils import timezone
from django.utils.html import strip_tags

from tongxing.conftest import NOON
from tongxing.core.events import Event
from tongxing.core.refusal import Refused
from tongxing.places.actions import change_place, confirm_place

from .conftest import area_named

pytestmark = pytest.mark.django_db


def test_a_stranger_to_the_record_may_confirm_it(place, stranger):
    confirm_place(place, by=stranger, now=NOON)

    place.refresh_from_db()
    assert (place.confirmed_by, place.confirmed_at, place.holds) == (stranger, NOON, True)
    assert Event.objects.last().verb == "place.confirmed"


def test_once_is_enough_for_half_a_year(place, stranger):
    confirm_place(place, by=stranger, now=NOON)

    with pytest.raises(Refused, match="You confirmed this record on"):
        confirm_place(place, by=stranger, now=NOON + timedelta(days=183))
    confirm_place(place, by=stranger, now=NOON + timedelta(days=184))


def test_another_person_may_confirm_it_too(place, stranger, member):
    confirm_place(place, by=stranger, now=NOON)
    confirm_place(place, by=member, now=NOON)

    place.refresh_from_db()
    assert place.confirmed_by == member


def test_a_change_asks_for_a_new_confirmation(place, stranger):
    confirm_place(place, by=stranger, now=NOON)
    later = NOON + timedelta(days=1)
    place = change_place(
        place, by=stranger, now=later, kind="school", name="石板沟小学", area=area_named("雅江"), about="?"
    )

    assert not place.holds
    assert confirm_place(place, by=stranger, now=later).holds


def test_a_hidden_record_is_not_confirmed(client, place, stranger):
    type(place).objects.update(hidden_at=NOON)

    with pytest.raises(Refused, match="taken away"):
        confirm_place(place, by=stranger, now=NOON)
    client.force_login(stranger)
    assert client.post(f"/places/{place.uid}/confirm/").status_code == 404


def test_the_page_says_who_confirmed(client, place, stranger):
    client.force_login(stranger)

    assert client.post(f"/places/{place.uid}/confirm/").headers["Location"] == place.get_absolute_url()

    page = client.get(place.get_absolute_url()).content.decode()
    assert "Confirmed just now by stranger." in strip_tags(page)
    assert "You confirmed this record on" in page


def test_htmx_gets_the_changed_piece(client, place, stranger):
    client.force_login(stranger)

    piece = client.post(f"/places/{place.uid}/confirm/", headers={"HX-Request": "true"})

    assert piece.status_code == 200
    assert piece.content.decode().strip().startswith('<div id="freshness"')


def test_the_page_says_why_not(client, place, stranger):
    confirm_place(place, by=stranger, now=timezone.now())
    client.force_login(stranger)

    page = client.post(f"/places/{place.uid}/confirm/", headers={"HX-Request": "true"})

    assert page.status_code == 409
    assert "You confirmed this record on" in page.content.decode()


def test_signed_out_is_asked_to_sign_in(client, place):
    assert client.post(f"/places/{place.uid}/confirm/").status_code == 401
    assert client.get(f"/places/{place.uid}/confirm/").status_code == 405
