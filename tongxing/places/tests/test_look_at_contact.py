"""Seeing how to reach somebody: for a purpose, written down, not for gathering."""

from datetime import timedelta

import pytest

from tongxing.conftest import NOON, newcomer
from tongxing.core.outbox import work_once
from tongxing.core.refusal import Refused
from tongxing.inbox.models import Notice
from tongxing.places import rules
from tongxing.places.actions import (
    ask_to_care,
    change_contact,
    claim_contact,
    look_at_contact,
    make_claim_link,
    mark_place,
    stop_caring,
)
from tongxing.places.models import Look

from .contacts import make_contact


def look(contact, by, purpose="Which books do you need?", now=NOON):
    return look_at_contact(contact, by=by, purpose=purpose, now=now)


def test_it_is_shown_for_a_day(place, steward, stranger):
    contact = make_contact(place, steward)
    assert not rules.may_read_contact(stranger, contact, now=NOON)
    look(contact, stranger)

    assert rules.may_read_contact(stranger, contact, now=NOON + timedelta(hours=23))
    assert not rules.may_read_contact(stranger, contact, now=NOON + timedelta(hours=25))


def test_the_one_it_is_about_reads_who_looked(client, place, steward, stranger, member):
    contact = make_contact(place, steward)
    claim_contact(contact, by=member, now=NOON)
    look(contact, stranger)
    while work_once():
        pass

    client.force_login(member)
    page = client.get(f"/contacts/{contact.uid}/").content.decode()
    assert "Which books do you need?" in page and stranger.name in page
    assert set(Notice.objects.filter(event__verb="place.contact_seen").values_list("person", flat=True)) == {
        member.pk, steward.pk}  # fmt: skip
    client.force_login(stranger)
    assert "Which books do you need?" not in client.get(f"/contacts/{contact.uid}/").content.decode()


def test_said_again_it_is_one_look(place, steward, stranger):
    contact = make_contact(place, steward)
    for _ in range(3):
        look(contact, stranger)
    look(contact, stranger, "May we come in May?")

    assert Look.objects.count() == 2


def test_nobody_gathers_them(place, steward, stranger):
    for number in range(rules.people.LOOKS_A_DAY):
        look(make_contact(place, steward, name=f"Li {number}"), stranger)
    one_more = make_contact(place, steward)

    with pytest.raises(Refused, match="many today"):
        look(one_more, stranger)
    assert look(one_more, stranger, now=NOON + timedelta(hours=25))


def test_before_18_nobody(place, steward):
    with pytest.raises(Refused, match="From 18 on"):
        look(make_contact(place, steward), newcomer("young", age="14-17"))


def test_by_the_pages(client, place, steward, stranger):
    contact = make_contact(place, steward)
    client.force_login(stranger)

    assert client.get(f"/contacts/{contact.uid}/").headers["Location"] == f"/contacts/{contact.uid}/look/"
    assert client.post(f"/contacts/{contact.uid}/look/", {"purpose": "x"}).status_code == 422
    page = client.post(f"/contacts/{contact.uid}/look/", {"purpose": "Which books?"}, follow=True).content.decode()
    assert "0836 5551234" in page and "Which books?" not in page


def test_who_took_an_open_place_into_their_care_says_what_for(client, place, steward, stranger):
    contact = make_contact(place, steward)
    stop_caring(place, by=steward, leave_open=True, now=NOON)
    mark_place(place, by=stranger, kind="visited", on=NOON.date(), today=NOON.date(), now=NOON)
    ask_to_care(place, by=stranger, now=NOON + timedelta(hours=1))
    client.force_login(stranger)

    assert contact.phone not in client.get(f"/contacts/{contact.uid}/", follow=True).content.decode()
    assert client.get(f"/contacts/{contact.uid}/edit/").status_code == 403
    assert client.post(f"/contacts/{contact.uid}/link/").status_code == 403
    own = make_contact(place, stranger, phone="0836 7777", now=NOON + timedelta(hours=2))
    assert "0836 7777" in client.get(f"/contacts/{own.uid}/").content.decode()


def test_who_wrote_it_once_reads_no_later_number(client, place, steward, stranger):
    mark_place(place, by=stranger, kind="visited", on=NOON.date(), today=NOON.date(), now=NOON)
    contact = make_contact(place, stranger)
    client.force_login(stranger)
    assert client.get(f"/contacts/{contact.uid}/edit/").status_code == 200
    change_contact(contact, by=steward, phone="0836 9999", now=NOON)

    assert client.get(f"/contacts/{contact.uid}/edit/").status_code == 403
    assert "0836 9999" not in client.get(f"/contacts/{contact.uid}/", follow=True).content.decode()


def test_the_link_is_for_somebody_else(place, steward, member):
    contact, secret = make_claim_link(make_contact(place, steward), by=steward)

    with pytest.raises(Refused, match="for the one it is about"):
        claim_contact(contact, by=steward, now=NOON)
    assert claim_contact(contact, by=member, now=NOON).owner == member
