"""One click in a mail ends the notices by mail, signed in or not; looking at the link changes nothing."""

import pytest
from django.test import Client

from tongxing.core.models import Event
from tongxing.people.actions import stop_key
from tongxing.people.models import Person

from .doors import press, text_of


@pytest.fixture
def link(member):
    return f"/mail/stop/{stop_key(member)}/"


def wanted(person):
    return Person.objects.get(pk=person.pk).mail_wanted


@pytest.mark.parametrize("method", ["get", "head"])
def test_looking_changes_nothing(client, member, link, method):
    page = getattr(client, method)(f"{link}?lang=en")

    assert page.status_code == 200
    assert wanted(member)
    assert method == "head" or "No more notices by e-mail?" in text_of(page)


def test_a_mail_program_sends_one_click_without_any_cookie(member, link):
    """RFC 8058, section 3.2: a POST with this body, no cookies, and no redirect as the answer."""
    program = Client(enforce_csrf_checks=True)

    answers = [program.post(link, {"List-Unsubscribe": "One-Click"}) for _ in range(3)]

    assert [one.status_code for one in answers] == [200] * 3
    assert not wanted(member)
    assert Event.objects.filter(verb="person.mail_stopped").count() == 1


def test_the_page_asks_and_says_how_to_come_back(client, member, link):
    assert "Send no more" in text_of(client.get(f"{link}?lang=en"))

    page = text_of(client.post(f"{link}?lang=en"))

    assert "there you can have them sent again" in page
    assert 'href="/me/"' in page
    press(client, member, "/me/", {"name": "member", "mail_wanted": "on"})
    assert wanted(member)


def test_only_the_signed_link_does_it(client, member, stranger, link):
    forged = [link.replace(member.uid, stranger.uid), f"/mail/stop/{member.uid}/", f"/mail/stop/{member.uid}:x/"]

    assert [client.post(one).status_code for one in forged] == [404] * 3
    assert wanted(member) and wanted(stranger)


def test_a_stranger_with_a_forwarded_mail_learns_no_name(client, member, link):
    assert "member" not in text_of(client.get(f"{link}?lang=en")).replace(link, "")


def test_nobody_else_is_touched(client, member, stranger, link):
    press(client, stranger, link)

    assert (wanted(member), wanted(stranger)) == (False, True)
