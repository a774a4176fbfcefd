"""Every address below /account/ is answered by a page of ours."""

import pytest
from allauth.account import urls as account_urls
from allauth.mfa import urls as mfa_urls
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from allauth.usersessions import urls as session_urls
from django.urls import reverse

from tongxing.conftest import PASSPHRASE

NEEDS = {
    "account_confirm_email": ["no-such-key"],
    "account_reset_password_from_key": ["1", "no-such-key"],
    "mfa_remove_webauthn": [],
    "mfa_edit_webauthn": [],
}


def names_of(patterns):
    """The names of all addresses in a list of patterns, included ones too."""
    for pattern in patterns:
        if hasattr(pattern, "url_patterns"):
            yield from names_of(pattern.url_patterns)
        else:
            yield pattern.name


NAMES = [*names_of(account_urls.urlpatterns), *names_of(mfa_urls.urlpatterns), *names_of(session_urls.urlpatterns)]
OURS = ["people:change_profile", "people:make_rescue_codes", "people:rescue"]


@pytest.fixture
def key(member):
    """A passkey of the member's, as far as its pages need one."""
    data = {"name": "my phone", "credential": {"clientExtensionResults": {"credProps": {"rk": True}}}}
    return Authenticator.objects.create(user=member, type="webauthn", data=data)


def sign_in(client, person):
    """Through the page, so that the session counts as proven just now."""
    client.post(reverse("account_login"), {"login": person.handle, "password": PASSPHRASE})


def enter_just_now(client, person):
    """Signed in, and proven once more a moment ago, so that the pages behind that question are reached."""
    sign_in(client, person)
    client.post(reverse("account_reauthenticate"), {"password": PASSPHRASE})


def look_at(client, name, key):
    """The page behind a name, after every redirect."""
    args = [key.pk] if "webauthn" in name and name in NEEDS else NEEDS.get(name, [])
    return client.get(reverse(name, args=args), follow=True)


def is_in_our_frame(page):
    """The header and the way past it, which no page of allauth's has."""
    said = page.content.decode()
    return 'class="top"' in said and 'class="skip"' in said


def expect_ours(page, name):
    if page.headers["Content-Type"].startswith("text/html"):
        assert is_in_our_frame(page), name
    assert page.status_code < 500, name


@pytest.mark.parametrize("name", NAMES + OURS)
def test_signed_out(client, name, key):
    expect_ours(look_at(client, name, key), name)


@pytest.mark.parametrize("name", NAMES + OURS)
def test_signed_in(client, name, member, key, monkeypatch):
    monkeypatch.setattr("allauth.mfa.webauthn.internal.auth.begin_authentication", lambda user: {"publicKey": {}})
    monkeypatch.setattr("allauth.mfa.webauthn.internal.auth.begin_registration", lambda user, alone: {"publicKey": {}})
    Authenticator.objects.update(type="resting")
    enter_just_now(client, member)
    Authenticator.objects.update(type="webauthn")

    page = look_at(client, name, key)

    expect_ours(page, name)
    assert ("reauthenticate" in page.request["PATH_INFO"]) == ("reauthenticate" in name)


@pytest.mark.parametrize("name", NAMES)
def test_with_a_code_from_an_app(client, name, member):
    enter_just_now(client, member)
    TOTP.activate(member, "JBSWY3DPEHPK3PXP")
    RecoveryCodes.activate(member)
    if name in ("mfa_remove_webauthn", "mfa_edit_webauthn"):
        return
    expect_ours(look_at(client, name, None), name)


def test_the_second_proof_is_asked_in_our_frame(client, member):
    TOTP.activate(member, "JBSWY3DPEHPK3PXP")

    sign_in(client, member)
    page = client.get(reverse("mfa_authenticate"))

    assert page.status_code == 200
    assert is_in_our_frame(page)
    assert 'id="id_code"' in page.content.decode()


def test_a_wrong_code_is_said_at_its_field(client, member):
    TOTP.activate(member, "JBSWY3DPEHPK3PXP")
    sign_in(client, member)

    page = client.post(reverse("mfa_authenticate"), {"code": "000000"})

    assert 'id="id_code_error"' in page.content.decode()
    assert not client.session.get("_auth_user_id")
