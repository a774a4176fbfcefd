"""Inviting with a link and a QR code."""

import re

from tongxing.core.models import Event
from tongxing.people.tests.doors import press, see, text_of
from tongxing.spaces.actions import change_space
from tongxing.spaces.models import Invitation

PATH = "/s/readers/invite/"


def test_the_link_leads_in_and_can_be_copied_and_read_by_a_phone(client, space, member):
    page = press(client, member, PATH, {"once": "a"})

    invitation = Invitation.objects.get()
    assert page.headers["Location"] == f"/i/{invitation.uid}/"
    shown = see(client, member, page.headers["Location"])
    assert f"http://127.0.0.1:8000/i/{invitation.uid}/" in shown
    assert f'src="/i/{invitation.uid}/qr.svg"' in shown
    drawn = client.get(f"/i/{invitation.uid}/qr.svg")
    assert (drawn.headers["Content-Type"], drawn.content[:4]) == ("image/svg+xml", b"<?xm")


def test_sent_three_times_it_is_one_link(client, space, member):
    for _ in range(3):
        assert press(client, member, PATH, {"once": "a"}).status_code == 302

    assert Invitation.objects.count() == 1
    assert Event.objects.filter(verb="space.invitation_made").count() == 1


def test_the_button_of_every_page_makes_another_one(client, space, member):
    keys = {re.search('name="once" value="([^"]+)"', see(client, member, "/s/readers/people/"))[1] for _ in range(2)}

    assert len(keys) == 2


def test_who_has_no_part_in_it_does_not_invite(client, space, stranger):
    page = press(client, stranger, PATH)

    assert (page.status_code, "Only those who look after" in text_of(page)) == (403, True)
    assert press(client, None, PATH).status_code == 401
    assert not Invitation.objects.exists()


def test_where_joining_is_not_open_stewards_invite(client, space, steward, member):
    change_space(space, by=steward, joining="invited")

    assert press(client, member, PATH).status_code == 403
    assert press(client, steward, PATH, {"once": "b"}).status_code == 302


def test_nobody_is_invited_into_ones_own_space(client, member):
    page = press(client, member, "/s/member/invite/")

    assert (page.status_code, "one person&#39;s own space" in text_of(page)) == (409, True)


def test_a_key_of_any_length_and_kind_is_no_error(client, space, member):
    for key in ("x" * 10_000, "\u202e", "<b>", "a\x00b", ""):
        assert press(client, member, PATH, {"once": key}).status_code == 302
