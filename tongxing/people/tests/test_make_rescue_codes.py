"""New codes on paper, after the passphrase; shown once."""

import re

import pytest

from tongxing.conftest import NOON
from tongxing.core.refusal import Refused
from tongxing.people.actions import make_rescue_codes, rescue

from .doors import confirm, press, sign_in, text_of

CODE = re.compile("[A-Z2-9]{5}-[A-Z2-9]{5}-[A-Z2-9]{5}")


def ask_for_codes(client):
    """The page with the codes, through every door before it."""
    sign_in(client, "member")
    client.post("/me/rescue-codes/")
    return client.post("/account/reauthenticate/?next=/me/rescue-codes/", {"password": "seven yellow pencils"})


def test_eight_codes_that_can_be_read_and_printed(client, member):
    page = ask_for_codes(client)

    codes = CODE.findall(text_of(page).partition("data-copy")[0])
    assert len(set(codes)) == 8
    assert member.rescue_codes.unused().count() == 8
    assert "no-store" in page.headers["Cache-Control"]
    assert "data-print" in text_of(page)


def test_they_are_not_kept_where_somebody_could_read_them(client, member):
    codes = CODE.findall(text_of(ask_for_codes(client)))

    kept = str(list(member.rescue_codes.values())) + str(dict(client.session)) + text_of(client.get("/me/"))
    assert [code for code in codes if code in kept] == []


def test_an_open_session_alone_is_not_enough(client, member):
    page = press(client, member, "/me/rescue-codes/")

    assert page.headers["Location"].startswith("/account/reauthenticate/")
    assert not confirm(client, "a wild guess").headers.get("Location")
    assert member.rescue_codes.count() == 8


def test_older_ones_no_longer_hold(member):
    old = make_rescue_codes(member, by=member, now=NOON)
    new = make_rescue_codes(member, by=member, now=NOON)

    with pytest.raises(Refused, match="don't belong together"):
        rescue(handle="member", code=old[0], passphrase="eight blue pencils", now=NOON)
    rescue(handle="member", code=new[0], passphrase="eight blue pencils", now=NOON)


def test_sent_three_times_the_last_eight_hold(client, member):
    sign_in(client, "member")
    confirm(client)

    for _ in range(3):
        page = client.post("/me/rescue-codes/")

    last = CODE.findall(text_of(page))[0]
    assert member.rescue_codes.count() == 8
    rescue(handle="member", code=last, passphrase="eight blue pencils", now=NOON)


def test_looking_makes_none(client, member):
    before = set(member.rescue_codes.values_list("digest", flat=True))
    sign_in(client, "member")

    assert client.get("/me/rescue-codes/").status_code == 200
    assert set(member.rescue_codes.values_list("digest", flat=True)) == before


def test_signed_out_one_signs_in_first(client, db):
    assert press(client, None, "/me/rescue-codes/").headers["Location"].startswith("/account/login/")


def test_nobody_makes_codes_for_somebody_else(member, stranger):
    with pytest.raises(Refused, match="This account isn't yours."):
        make_rescue_codes(member, by=stranger, now=NOON)
