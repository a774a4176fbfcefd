"""Whichever keyboard makes its blanks, a passphrase is one (RFC 8265, OpaqueString)."""

import pytest
from django.contrib.auth.hashers import make_password
from django.test import Client

from tongxing.conftest import NOON, PASSPHRASE
from tongxing.core.text import opaque
from tongxing.people.actions import make_rescue_codes
from tongxing.people.models import Person
from tongxing.people.rules import may_take_passphrase

from .doors import confirm, press, sign_in, text_of

WIDE = PASSPHRASE.replace(" ", "\u3000")  # the blank of a Chinese keyboard
NEW, NEW_WIDE = "eight blue pencils", "eight\u3000blue\u00a0pencils"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("correct horse battery staple", "correct horse battery staple"),  # RFC 8265, table 3
        ("Correct Horse Battery Staple", "Correct Horse Battery Staple"),
        ("πßå", "πßå"),
        ("Jack of \u2666s", "Jack of \u2666s"),
        ("foo\u1680bar", "foo bar"),
        (" two  blanks ", " two  blanks "),  # neither trimmed nor folded
        ("e\u0301", "\u00e9"),
        ("ｗｉｄｅ", "ｗｉｄｅ"),  # no width is mapped
    ],
)
def test_how_it_is_written(typed, kept):
    assert opaque(typed) == kept == opaque(kept)


def test_signed_in_with_either_blank(client, member):
    assert sign_in(client, "member", WIDE).status_code == 302
    assert sign_in(Client(), "member").status_code == 302
    assert sign_in(Client(), "member", PASSPHRASE.upper()).status_code == 200


def test_signed_up_with_a_wide_blank(db):
    given = {"username": "li_xia", "name": "Li Xia", "password1": NEW_WIDE, "age": "18+"}
    assert "<li><code>" in text_of(Client().post("/account/signup/", given))

    assert sign_in(Client(), "li_xia", NEW).status_code == 302


def test_changed_asked_again_and_rescued(member):
    """Every other door where a passphrase is typed: the old one, the new one, the one that is asked again."""
    client = Client()
    sign_in(client, "member")
    assert confirm(client, WIDE).status_code == 302
    client.post("/account/password/change/", {"oldpassword": WIDE, "password1": NEW_WIDE})
    assert sign_in(Client(), "member", NEW).status_code == 302

    codes = make_rescue_codes(member, by=member, now=NOON)
    press(Client(), None, "/rescue/", {"handle": "member", "code": codes[0], "passphrase": "nine\u3000red pencils"})
    assert sign_in(Client(), "member", "nine red\u3000pencils").status_code == 302


@pytest.fixture
def old_hash(member):
    """Somebody whose hash was made from the text as it was typed."""
    Person.objects.filter(pk=member.pk).update(password=make_password(WIDE))
    return member


def test_a_hash_from_before_opens_and_is_made_anew(client, old_hash):
    assert sign_in(client, "member", PASSPHRASE).status_code == 200  # as it was: these blanks were others
    assert sign_in(client, "member", WIDE).status_code == 302
    assert client.get("/me/").status_code == 200

    assert sign_in(Client(), "member", PASSPHRASE).status_code == 302
    assert sign_in(Client(), "member", WIDE).status_code == 302


def test_asked_again_an_old_hash_keeps_the_session(client, old_hash):
    client.force_login(
        old_hash.__class__.objects.get(pk=old_hash.pk), "allauth.account.auth_backends.AuthenticationBackend"
    )

    assert confirm(client, WIDE).status_code == 302
    assert client.get("/me/").status_code == 200


def test_a_wrong_one_changes_no_hash(client, old_hash):
    before = Person.objects.get(pk=old_hash.pk).password

    assert sign_in(client, "member", "some\u3000other words").status_code == 200
    assert Person.objects.get(pk=old_hash.pk).password == before


@pytest.mark.parametrize("sign", ["\t", "\n", "\x7f", "\x85", "\ud800"])
def test_what_can_not_be_seen_is_refused(db, sign):
    assert "can't be seen" in may_take_passphrase(f"three green{sign}kettles").why


def test_at_sign_up_the_sentence_stands_at_the_field(db):
    given = {"username": "li_xia", "name": "Li Xia", "password1": "three green\tkettles", "age": "18+"}

    page = text_of(Client().post("/account/signup/?lang=en", given))

    assert "There is a character in it that can&#39;t be seen" in page
    assert 'value="Li Xia"' in page
    assert not Person.objects.exists()


def test_an_empty_one_is_none(db):
    assert not may_take_passphrase("")
    assert not Person(handle="x", password=make_password("")).check_password(None)
