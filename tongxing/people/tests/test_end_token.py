"""Ended, a token opens nothing any more; nobody ends somebody else's."""

import pytest
from django.utils import timezone

from tongxing.conftest import NOON
from tongxing.core.refusal import Refused
from tongxing.people.actions import end_token, make_token

from .doors import press

pytestmark = pytest.mark.django_db


def test_an_ended_token_opens_nothing(client, member):
    token, secret = make_token(member, by=member, name="x", scopes=["read"], now=timezone.now())

    press(client, member, f"/me/tokens/{token.uid}/end/")
    press(client, member, f"/me/tokens/{token.uid}/end/")

    assert client.get("/api/v1/me", headers={"authorization": f"Bearer {secret}"}).status_code == 401


def test_nobody_ends_somebody_elses(member, stranger, client):
    token, _secret = make_token(member, by=member, name="x", scopes=["read"], now=NOON)

    with pytest.raises(Refused):
        end_token(token, by=stranger, now=NOON)
    assert press(client, stranger, f"/me/tokens/{token.uid}/end/").status_code == 404
