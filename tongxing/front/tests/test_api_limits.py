"""How many requests the API answers: more with a token, few guesses, and the first one too many hears when to come."""

import pytest
from django.test import Client

from tongxing.conftest import program, send
from tongxing.core import door

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

    assert statuses(me, 7) == [200] * 6 + [429]  # the first one made it known
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


def test_guesses_of_others_shut_nobody_out(member, client):
    """A school behind one address: what was known goes on, and so do those without a token."""
    me = program(member)
    statuses(me, 1)
    for number in range(9):
        statuses(Client(headers={"authorization": f"Bearer guess{number}"}), 1)

    assert statuses(me, 1) == statuses(client, 1) == [200]


def test_one_token_is_one_however_it_is_written(member):
    me = program(member)
    secret = me.defaults["HTTP_AUTHORIZATION"].partition(" ")[2]
    statuses(me, 1)
    spelled = [f"bearer {secret}", f"Bearer  {secret}", f"BEARER {secret} ", f"Bearer {secret}", f"bEARER {secret}"]

    assert [statuses(Client(headers={"authorization": one}), 1)[0] for one in spelled] == [200] * 5
    assert statuses(me, 1) == [429]


def test_addresses_are_counted_apart(client):
    statuses(client, 4)

    assert client.get("/api/v1/spaces", REMOTE_ADDR="203.0.113.7").status_code == 200
    forged = client.get("/api/v1/spaces", headers={"x-forwarded-for": "203.0.113.8"})
    assert forged.status_code == 429
