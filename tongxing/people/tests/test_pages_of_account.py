"""Every page of the account: it renders in our look, and says nothing in anybody else's words."""

import pytest

from tongxing.conftest import PASSPHRASE

SIGNED_OUT = ["login", "signup", "inactive", "password/reset", "password/reset/done", "password/reset/key/done",
              "password/reset/key/1-x", "confirm-email", "confirm-email/x"]  # fmt: skip
SIGNED_IN = ["logout", "email", "password/change", "reauthenticate", "2fa", "2fa/totp/activate", "2fa/webauthn",
             "2fa/webauthn/add", "sessions"]  # fmt: skip
THEIRS = ["Password", "Username", "successfully", "authenticator", "Two-Factor"]


def sign_in(client, handle):
    """Sign in through the page, so that allauth knows when and how."""
    return client.post("/account/login/?lang=en", {"login": handle, "password": PASSPHRASE})


def check(page):
    text = page.content.decode()
    assert page.status_code == 200
    assert 'class="brand"' in text
    assert "core/tongxing.css" in text
    assert [word for word in THEIRS if word in text] == []


@pytest.mark.django_db
@pytest.mark.parametrize("path", SIGNED_OUT)
def test_signed_out(client, path):
    check(client.get(f"/account/{path}/?lang=en"))


@pytest.mark.parametrize("path", SIGNED_IN)
def test_signed_in(client, member, path):
    sign_in(client, "member")

    check(client.get(f"/account/{path}/?lang=en"))
