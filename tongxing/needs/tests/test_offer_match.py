"""Giving a part of what is lacking."""

import pytest
from django.contrib.auth.models import AnonymousUser

from tongxing.conftest import NOON
from tongxing.core.outbox import work_once
from tongxing.core.refusal import Refused
from tongxing.inbox.models import Notice
from tongxing.needs.actions import offer_match
from tongxing.needs.models import Match

from .conftest import make_offer, page_of


def test_it_is_said_and_not_promised_yet(client, need, member, steward):
    client.force_login(member)
    given = {"quantity": "10", "words": "By post", "space": member.space.short, "once": "a"}

    answer = client.post(f"/needs/{need.uid}/give/", given)
    client.post(f"/needs/{need.uid}/give/", given)

    need.refresh_from_db()
    match = Match.objects.get()
    assert answer.url == need.get_absolute_url()
    assert (match.state, match.quantity, need.agreed) == ("offered", 10, 0)
    assert match.steps.get().words == "By post"


def test_whoever_looks_after_it_hears(match, steward):
    work_once()

    assert Notice.objects.filter(person=steward, event__verb="match.offered").exists()


def test_more_than_is_left(need, agreed, stranger):
    with pytest.raises(Refused, match="Only 20 of it are left"):
        offer_match(need, by=stranger, quantity=21, now=NOON)


def test_the_refusal_keeps_what_was_typed(client, need, agreed, stranger):
    client.force_login(stranger)
    given = {"quantity": "21", "words": "By train", "space": stranger.space.short}

    page = client.post(f"/needs/{need.uid}/give/?lang=en", given)

    assert page.status_code == 409
    assert "Only 20 of it are left" in page.content.decode() and 'value="By train"' in page.content.decode()


def test_only_in_ones_own_name(need, space, member):
    with pytest.raises(Refused, match="Only those who look after Sunday Readers"):
        offer_match(need, by=member, quantity=1, space=space, now=NOON)


def test_without_an_account(need):
    with pytest.raises(Refused, match="Sign in to help"):
        offer_match(need, by=AnonymousUser(), quantity=1, now=NOON)


def test_what_is_only_offered_is_seen_by_both_sides_alone(client, need, match, member, steward, stranger):
    assert all("10 copies · member" in page_of(client, need, one) for one in (member, steward))
    assert "10 copies · member" not in page_of(client, need, stranger)


def test_an_offer_is_remembered(client, need, member):
    offer = make_offer(member)
    client.force_login(member)

    client.post(f"/needs/{need.uid}/give/?offer={offer.uid}", {"quantity": "5", "space": member.space.short})

    assert Match.objects.get().offer == offer


def test_it_waits_on_the_home_of_both(client, match, steward, member):
    client.force_login(steward)
    assert "Somebody would give" in client.get("/?lang=en").content.decode()
    client.force_login(member)
    assert "10 copies" in client.get("/me/gifts/?lang=en").content.decode()
