"""A key for a program: made after the passphrase, shown once, as strong as its scopes, ended at once."""

import re
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from tongxing.conftest import NOON, program, send
from tongxing.core.refusal import Refused
from tongxing.people.actions import make_rescue_codes, make_token, rescue, use_token
from tongxing.people.models import Token

from .doors import confirm, press, sign_in, text_of

pytestmark = pytest.mark.django_db
SECRET = re.compile("tongxing_[A-Za-z0-9_-]{43}")
WANTED = {"name": "our calendar", "scopes": ["read", "claims"]}


def test_a_token_is_shown_once_and_works(client, member):
    sign_in(client, "member")
    confirm(client)

    page = client.post("/me/tokens/?lang=en", WANTED)
    secret = SECRET.search(text_of(page))[0]

    assert "no-store" in page["Cache-Control"]
    assert secret not in text_of(client.get("/me/tokens/")) and "our calendar" in text_of(client.get("/me/tokens/"))
    answer = client.get("/api/v1/me", headers={"authorization": f"Bearer {secret}"}).json()
    assert (answer["handle"], answer["scopes"]) == ("member", ["read", "claims"])


def test_only_its_digest_is_kept(member):
    _token, secret = make_token(member, by=member, name="x", scopes=["read"], now=NOON)

    assert secret not in str(list(Token.objects.values())) and secret[9:] not in str(list(Token.objects.values()))


def test_an_open_session_alone_is_not_enough(client, member):
    assert press(client, member, "/me/tokens/", WANTED)["Location"].startswith("/account/reauthenticate/")
    assert not Token.objects.exists()


def test_a_session_opens_nothing_in_the_api(client, member):
    client.force_login(member)

    assert client.get("/api/v1/me").status_code == 401


def test_what_is_missing_is_said(client, member):
    sign_in(client, "member")
    confirm(client)

    page = client.post("/me/tokens/?lang=en", {"name": "kept words"})

    assert page.status_code == 422 and "kept words" in text_of(page)


@pytest.mark.parametrize(
    "sent", ["Bearer", "Bearer x", "Basic eDp5", "tongxing_x", "Bearer \x00", "Bearer " + "x" * 9000]
)
def test_what_is_no_token_is_refused_even_where_nobody_would_do(client, sent):
    assert client.get("/api/v1/spaces", headers={"authorization": sent}).status_code == 401


def test_it_holds_a_year(member):
    _token, secret = make_token(member, by=member, name="x", scopes=["read"], now=NOON)

    assert use_token(secret, now=NOON + timedelta(days=364))
    assert not use_token(secret, now=NOON + timedelta(days=366))


def test_a_suspended_person_has_no_token(member):
    me = program(member)
    member.is_active = False
    member.save(update_fields=["is_active"])

    assert send(me, "GET", "/me").status_code == 401


def test_that_it_was_used_is_noted_once_an_hour(member, django_assert_num_queries):
    token, secret = make_token(member, by=member, name="x", scopes=["read"], now=NOON)
    use_token(secret, now=NOON)
    with django_assert_num_queries(1):
        use_token(secret, now=NOON + timedelta(minutes=59))
    use_token(secret, now=NOON + timedelta(minutes=61))

    token.refresh_from_db()
    assert token.used_at == NOON + timedelta(minutes=61)


def test_rescue_ends_every_token(member):
    codes = make_rescue_codes(member, by=member, now=NOON)
    _token, secret = make_token(member, by=member, name="x", scopes=["read"], now=NOON)

    rescue(handle="member", code=codes[0], passphrase="eight blue pencils", now=NOON)

    assert not use_token(secret, now=NOON)


def test_twenty_are_enough(member):
    for number in range(20):
        make_token(member, by=member, name=str(number), scopes=["read"], now=NOON)

    with pytest.raises(Refused, match="twenty"):
        make_token(member, by=member, name="x", scopes=["read"], now=NOON)


def test_the_operator_makes_one_on_the_command_line(member, capsys):
    call_command("token", "Member", "--scopes", "read", "places")

    secret = capsys.readouterr().out.strip()
    assert use_token(secret, now=timezone.now()).scopes == "read places"
    with pytest.raises(CommandError, match="Nobody here is called nosuch"):
        call_command("token", "nosuch")


def test_nobody_makes_somebody_elses(member, stranger):
    with pytest.raises(Refused):
        make_token(member, by=stranger, name="x", scopes=["read"], now=NOON)
