"""One browser is signed out, the others stay; nobody signs somebody else out."""

import pytest
from allauth.usersessions.models import UserSession
from django.test import Client

from tongxing.core.models import Event
from tongxing.core.refusal import Refused
from tongxing.people.actions import end_session

from .doors import press, sign_in, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def phone(member):
    """A browser in which the member is signed in."""
    return entered("Mozilla/5.0 (Linux; Android 15) Chrome/140.0")


def entered(agent):
    client = Client(headers={"user-agent": agent, "accept-language": "en"})
    sign_in(client, "member")
    client.get("/me/")
    return client


def test_one_browser_is_signed_out_and_the_other_stays(phone):
    desk = entered("Mozilla/5.0 (X11; Linux) Firefox/140.0")
    other = UserSession.objects.get(user_agent__contains="Android")
    page = text_of(desk.get("/account/sessions/"))
    assert f"/me/sessions/{other.pk}/end/" in page and page.count("Sign out there") == 1

    answer = desk.post(f"/me/sessions/{other.pk}/end/", follow=True)

    assert "Signed out there." in text_of(answer) and "Android" not in text_of(answer)
    assert phone.get("/me/").status_code == 302
    assert desk.get("/me/").status_code == 200
    assert Event.objects.filter(verb="session.ended").count() == 1


def test_nobody_signs_somebody_else_out(client, phone, stranger):
    session = UserSession.objects.get()

    with pytest.raises(Refused):
        end_session(session, by=stranger)
    assert press(client, stranger, f"/me/sessions/{session.pk}/end/").status_code == 404
    assert phone.get("/me/").status_code == 200
