"""A forgotten passphrase is replaced with a code from the paper."""

import threading

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from django.db import connection
from django.test import Client

from tongxing.conftest import NOON, newcomer
from tongxing.core.models import Event
from tongxing.core.refusal import Refused
from tongxing.people.actions import make_rescue_codes, rescue

from .doors import press, sign_in, text_of

NEW = "eight blue pencils"
REFUSED = "This handle and code don&#39;t belong together"


@pytest.fixture
def codes(member):
    return make_rescue_codes(member, by=member, now=NOON)


def send(client, **changes):
    return press(client, None, "/rescue/", {"handle": "member", "passphrase": NEW} | changes)


def test_the_new_passphrase_opens_the_old_one_no_longer(client, codes):
    assert send(client, code=codes[0]).headers["Location"] == "/"
    assert client.get("/me/").status_code == 200

    assert sign_in(Client(), "member").status_code == 200
    assert sign_in(Client(), "member", NEW).status_code == 302
    assert Event.objects.filter(verb="person.rescued").count() == 1


def test_a_second_proof_is_still_asked_for(client, member, codes):
    TOTP.activate(member, "A" * 32)

    assert send(client, code=codes[0]).headers["Location"] == "/account/2fa/authenticate/"
    assert client.get("/me/").status_code == 302


@pytest.mark.parametrize("written", [str.lower, lambda code: code.replace("-", " "), lambda code: f" {code}\u200b"])
def test_a_code_may_be_typed_as_one_reads_it(client, codes, written):
    assert send(client, code=written(codes[3]), handle="MEMBER").status_code == 302


def test_every_open_session_ends(client, member, codes):
    elsewhere = Client()
    sign_in(elsewhere, "member")
    assert elsewhere.get("/me/").status_code == 200

    send(client, code=codes[0])

    assert elsewhere.get("/me/").status_code == 302


def test_sent_three_times_it_is_spent_once(client, codes):
    assert [send(client, code=codes[0]).status_code for _ in range(3)] == [302, 409, 409]
    assert Event.objects.filter(verb="person.rescued").count() == 1


@pytest.mark.parametrize("given", [{"code": "AAAAA-AAAAA-AAAAA"}, {"handle": "nobody"}, {"handle": "stranger"}])
def test_one_sentence_refuses_a_wrong_handle_and_a_wrong_code(client, stranger, codes, given):
    page = send(client, **({"code": codes[0]} | given))

    assert page.status_code == 409
    assert REFUSED in text_of(page)
    assert f'value="{given.get("handle", "member")}"' in text_of(page)


@pytest.mark.parametrize(
    ("field", "typed", "says"),
    [
        ("passphrase", "short", "shorter than 8 signs"),
        ("passphrase", "password123", "a stranger would try"),
        ("passphrase", "x" * 10_000, "at most 200"),
        ("code", "\u202e", "required"),
        ("code", "x" * 10_000, "at most 40"),
        ("handle", "x" * 10_000, "at most 30"),
        ("handle", "<b>\x00", "don&#39;t belong together"),
    ],
)
def test_what_can_not_be_taken_is_said_and_spends_nothing(client, member, codes, field, typed, says):
    page = send(client, **({"code": codes[0]} | {field: typed}))

    assert page.status_code in (409, 422)
    assert says in text_of(page)
    assert member.rescue_codes.unused().count() == 8


def test_a_resting_account_is_not_rescued(member, codes):
    member.is_active = False
    member.save()

    with pytest.raises(Refused, match="don't belong together"):
        rescue(handle="member", code=codes[0], passphrase=NEW, now=NOON)


@pytest.mark.django_db(transaction=True)
def test_one_code_at_the_same_moment_is_spent_once():
    person = newcomer("member")
    code = make_rescue_codes(person, by=person, now=NOON)[0]
    start, outcomes = threading.Barrier(4, timeout=20), []

    def run(number):
        start.wait()
        try:
            rescue(handle="member", code=code, passphrase=f"{number} {NEW}", now=NOON)
            outcomes.append("rescued")
        except Refused:
            outcomes.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[number]) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(outcomes) == ["refused"] * 3 + ["rescued"]
