"""How many requests the API answers: more with a token, few guesses, and the first one too many hears when to come."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tongxing.conftest import program, send
from tongxing.core import door
from tongxing.people.actions import token_digest
from tongxing.people.models import Token

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def few(monkeypatch):
    """Five with a token, three without one, counted from nothing."""
    monkeypatch.setattr(door, "MOST", {"token": 5, "guess": 3, "nobody": 3})
    monkeypatch.setattr(door, "known", {})
    monkeypatch.setattr(door, "counts", {})
    monkeypatch.setattr(door.time, "time", lambda: 1000.0)


def statuses(client, times, path="/spaces"):
    return [send(client, "GET", path).status_code for _ in range(times)]


def test_without_a_token(client):
    assert statuses(client, 4) == [200] * 3 + [429]


def test_with_a_token(member, client):
    me = program(member)

    assert statuses(me, 6) == [200] * 5 + [429]
    assert statuses(program(member), 1) == [200]  # another token, another count
    assert statuses(client, 1) == [200]


def test_what_one_too_many_hears(client):
    last = [send(client, "GET", "/spaces") for _ in range(4)][-1]

    assert last["Retry-After"] == "201" and last["RateLimit"] == '"default";r=0;t=200'
    assert last.json()["title"] == "These were too many requests. Wait a little."


def test_the_next_window_begins_anew(client, monkeypatch):
    statuses(client, 4)
    monkeypatch.setattr(door.time, "time", lambda: 1200.0)

    assert statuses(client, 1) == [200]


def test_guessing_tokens_ends_soon(db):
    guesses = [Client(headers={"authorization": f"Bearer guess{number}"}) for number in range(5)]

    assert [statuses(guess, 1)[0] for guess in guesses] == [401] * 3 + [429] * 2


def test_a_guess_too_many_costs_one_look_at_the_database(db):
    """Whether a token is valid is looked up before it is counted: that must stay cheap."""
    guess = Client(headers={"authorization": "Bearer guess"})
    statuses(guess, 3)

    with CaptureQueriesContext(connection) as asked:
        assert statuses(guess, 1) == [429]

    assert len(asked) == 1


def test_guesses_of_others_shut_nobody_out(member, client):
    """A school behind one address: what was known goes on, and so do those without a token."""
    me = program(member)
    statuses(me, 1)
    for number in range(9):
        statuses(Client(headers={"authorization": f"Bearer guess{number}"}), 1)

    assert statuses(me, 1) == statuses(client, 1) == [200]


def test_four_hundred_of_one_school_come_with_their_tokens(member, monkeypatch):
    """All from one address, all new to this process, after somebody there has guessed too often."""
    monkeypatch.setattr(door, "MOST", {"token": 5, "guess": 300, "nobody": 300})
    now = timezone.now()
    given = {"name": "school", "made_at": now, "expires_at": now + timedelta(days=1)}
    secrets = [f"tongxing_pupil{number}" for number in range(400)]
    Token.objects.bulk_create(
        Token(person=member, digest=token_digest(secret), scopes="places" if number % 2 else "read", **given)
        for number, secret in enumerate(secrets)
    )
    guesses = [statuses(Client(headers={"authorization": f"Bearer guess{number}"}), 1)[0] for number in range(302)]

    came = [statuses(Client(headers={"authorization": f"Bearer {secret}"}), 1)[0] for secret in secrets]

    assert guesses == [401] * 300 + [429] * 2
    assert came == [200, 403] * 200  # a scope that lacks is no wrong token


def test_a_wrong_token_is_told_so_wherever_it_knocks(member):
    guess = Client(headers={"authorization": "Bearer guess"})

    answers = [send(guess, "GET", "/nowhere"), send(guess, "POST", "/places", {}), send(guess, "DELETE", "/places/x")]

    assert [one.status_code for one in answers] == [401] * 3
    assert statuses(guess, 1) == [429]


def test_one_token_is_one_however_it_is_written(member):
    me = program(member)
    secret = me.defaults["HTTP_AUTHORIZATION"].partition(" ")[2]
    statuses(me, 1)
    spelled = [f"bearer {secret}", f"Bearer  {secret}", f"BEARER {secret} ", f"Bearer {secret}", f"bEARER {secret}"]

    assert [statuses(Client(headers={"authorization": one}), 1)[0] for one in spelled] == [200] * 4 + [429]
    assert statuses(me, 1) == [429]


def test_addresses_are_counted_apart(client):
    statuses(client, 4)

    assert client.get("/api/v1/spaces", REMOTE_ADDR="203.0.113.7").status_code == 200
    forged = client.get("/api/v1/spaces", headers={"x-forwarded-for": "203.0.113.8"})
    assert forged.status_code == 429
