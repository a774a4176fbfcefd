"""What of a gift is for its two sides alone, and what the map counts while it goes its way."""

from datetime import timedelta

import pytest

from tongxing.conftest import NOON, newcomer, program, send
from tongxing.core.outbox import work_once
from tongxing.core.refusal import Refused
from tongxing.needs.actions import (
    agree_match,
    change_need,
    confirm_match,
    create_need,
    decline_match,
    offer_match,
    receive_match,
    renew_need,
    withdraw_match,
)
from tongxing.needs.models import Category, Match, Need
from tongxing.places.actions import merge_places, recount
from tongxing.places.models import Caretaker
from tongxing.places.tests.conftest import make_place, settle
from tongxing.spaces.actions import change_space

from .conftest import make_need, page_of

WORDS = "my number is 555"


def agreed_of(need, by, steward, quantity=10, **more):
    """A part of a need that was taken."""
    match = offer_match(need, by=by, quantity=quantity, words=WORDS, now=NOON, **more)
    return agree_match(match, by=steward, now=NOON)


def test_words_are_read_by_the_two_sides(client, need, steward, member, stranger):
    agreed_of(need, member, steward)

    for person, reads in ((None, False), (stranger, False), (member, True), (steward, True)):
        client.logout()
        assert (WORDS in page_of(client, need, person)) == reads
        assert (WORDS in send(program(person), "GET", f"/needs/{need.uid}").content.decode()) == reads


def test_a_team_of_members_is_not_named(client, need, space, steward, stranger):
    type(space).objects.filter(pk=space.pk).update(audience="members", name="Night Walkers")
    space.refresh_from_db()
    agreed_of(need, steward, steward, quantity=30, space=space)
    Caretaker.objects.filter(place=need.place).delete()

    for met in (False, True):
        if met:
            Need.objects.update(state=Need.MET)
        for thing in (need, need.place):
            page = page_of(client, thing, stranger)
            assert "Night Walkers" not in page
        assert send(program(None), "GET", f"/needs/{need.uid}").json()["matches"][0]["space"] is None
    assert "A team" in page_of(client, need, stranger)


def test_who_gives_a_part_goes_on_when_the_space_is_closed_to_them(client, space, steward, stranger):
    need = make_need(steward, space=space)
    match = agreed_of(need, stranger, steward)
    change_space(space, by=steward, audience="members")
    client.force_login(stranger)

    assert client.get(need.get_absolute_url()).status_code == 200
    client.post(f"/matches/{match.uid}/withdraw/")
    match.refresh_from_db()
    assert match.state == Match.WITHDRAWN and Need.objects.get().agreed == 0
    assert client.get(need.get_absolute_url()).status_code == 404


def test_who_left_a_space_hears_nothing_of_its_needs(client, space, steward, member, stranger):
    from tongxing.spaces.models import Membership

    Membership.objects.filter(space=space, person=member).update(role=Membership.STEWARD)
    need = make_need(member, space=space)
    Membership.objects.filter(space=space, person=member).delete()
    type(space).objects.filter(pk=space.pk).update(audience="members")
    Need.objects.update(title="Within the team")
    offer_match(need, by=steward, quantity=2, now=NOON)
    client.force_login(member)

    assert "Within the team" not in client.get("/").content.decode()


def test_one_offer_of_a_person_waits_at_a_time(need, member, steward):
    match = offer_match(need, by=member, quantity=1, now=NOON)
    with pytest.raises(Refused, match="offered a part of it already"):
        offer_match(need, by=member, quantity=1, now=NOON)
    decline_match(match, by=steward, now=NOON)

    assert offer_match(need, by=member, quantity=1, now=NOON).state == Match.OFFERED


def test_what_waits_for_an_answer_stands_first(client, need, member, steward):
    for number in range(3):
        agreed_of(need, newcomer(f"giver{number}x"), steward, quantity=1)
    offer_match(need, by=member, quantity=2, words="Look here", now=NOON)

    page = page_of(client, need, steward)
    assert page.index("Look here") < page.index(WORDS)


def test_a_gift_of_ones_own_is_confirmed_by_somebody_else(place, stranger):
    Caretaker.objects.filter(place=place).delete()
    need = make_need(stranger, place=place)
    match = receive_match(agreed_of(need, stranger, stranger, quantity=30), by=stranger, now=NOON)

    with pytest.raises(Refused, match="Somebody else says"):
        confirm_match(match, by=stranger, now=NOON)


def test_where_somebody_looks_after_the_place_only_they_answer(need, place, steward, stranger, member):
    theirs = make_need(stranger, place=place, title="Paint")
    match = offer_match(theirs, by=member, quantity=1, now=NOON)

    with pytest.raises(Refused, match="Only those who look after"):
        agree_match(match, by=stranger, now=NOON)
    assert agree_match(match, by=steward, now=NOON).state == Match.AGREED
    assert change_need(theirs, by=stranger, now=NOON, title="White paint").title == "White paint"


def test_the_map_counts_what_is_promised_and_given_back(need, member, steward):
    settle()
    match = agreed_of(need, member, steward, quantity=30)
    settle()
    assert recount(repair=False) == 0
    withdraw_match(match, by=member, now=NOON)
    settle()
    assert recount(repair=False) == 0
    agreed_of(need, member, steward, quantity=30)
    change_need(need, by=steward, now=NOON, quantity=40)
    settle()
    assert recount(repair=False) == 0


def test_less_than_is_there_is_met(need, member, steward):
    match = agreed_of(need, member, steward, quantity=5)
    confirm_match(receive_match(match, by=steward, now=NOON), by=steward, now=NOON)

    assert change_need(need, by=steward, now=NOON, quantity=5).state == Need.MET


def test_it_rests_when_its_last_day_has_passed(place, steward):
    need = make_need(steward, place=place, until=(NOON + timedelta(days=3)).date())
    work_once(now=NOON + timedelta(days=2))
    need.refresh_from_db()
    assert need.state == Need.OPEN
    settle()
    work_once(now=NOON + timedelta(days=5))
    settle()

    need.refresh_from_db()
    assert need.state == Need.STALE and recount(repair=False) == 0
    again = renew_need(need, by=steward, now=NOON + timedelta(days=6))
    assert (again.state, again.until) == (Need.OPEN, None)


def test_a_place_that_was_taken_into_another_meanwhile(place, steward):
    other = make_place(steward, "石板沟完小")
    merge_places(other, loser=place, by=steward, now=NOON)

    with pytest.raises(Refused, match="taken away"):
        create_need(by=steward, place=place, title="Rope", category=Category.objects.get(code="sport"), now=NOON)
    assert not Need.objects.exists()
