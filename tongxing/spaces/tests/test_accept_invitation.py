"""Joining with a link."""

from datetime import timedelta

import pytest

from tongxing.conftest import NOON
from tongxing.core.models import Event
from tongxing.core.refusal import Refused
from tongxing.people.tests.doors import press, see, text_of
from tongxing.spaces.actions import accept_invitation, change_space, end_invitation, invite


@pytest.fixture
def invitation(space, steward):
    """A link into a space that nobody sees from outside."""
    from django.utils import timezone

    change_space(space, by=steward, joining="invited", audience="members")
    return invite(space, by=steward, now=timezone.now())


def test_the_link_says_who_invites_to_what_and_opens_the_door(client, invitation, stranger):
    page = see(client, stranger, f"/i/{invitation.uid}/")
    assert "You are invited: Sunday Readers" in page
    assert "steward invites you." in page

    answer = press(client, stranger, f"/i/{invitation.uid}/accept/")

    assert answer.headers["Location"] == "/s/readers/"
    told = see(client, stranger, "/s/readers/").count("You now belong to Sunday Readers.")
    assert told == 2  # in the title, which a screen reader says first, and on the page: of one telling, not of two


def test_sent_three_times_it_is_one_membership(client, invitation, stranger):
    answers = [press(client, stranger, f"/i/{invitation.uid}/accept/").status_code for _ in range(3)]

    invitation.refresh_from_db()
    assert answers == [302, 409, 409]
    assert invitation.used == 1
    assert Event.objects.filter(verb="space.joined", by=stranger).count() == 1


def test_signed_out_one_may_sign_up_or_in_and_comes_back(client, invitation):
    page = see(client, None, f"/i/{invitation.uid}/")

    assert f"/account/signup/?next=/i/{invitation.uid}/" in page
    assert f"/account/login/?next=/i/{invitation.uid}/" in page
    assert press(client, None, f"/i/{invitation.uid}/accept/").status_code == 401


def test_an_ended_link_says_so(client, invitation, steward, stranger):
    end_invitation(invitation, by=steward, now=NOON)

    assert "This invitation has ended. Ask for a new link." in see(client, stranger, f"/i/{invitation.uid}/")
    page = press(client, stranger, f"/i/{invitation.uid}/accept/")
    assert (page.status_code, "This invitation has ended." in text_of(page)) == (409, True)
    assert client.get(f"/i/{invitation.uid}/qr.svg").status_code == 404


def test_a_link_holds_for_thirty_days(invitation, stranger):
    with pytest.raises(Refused, match="has ended"):
        accept_invitation(invitation, by=stranger, now=invitation.made_at + timedelta(days=30))

    accept_invitation(invitation, by=stranger, now=invitation.made_at + timedelta(days=29, hours=23))
