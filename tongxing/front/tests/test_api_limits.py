"""How many requests the API answers: more with a token, few guesses, and the first one too many hears when to come."""

import pytest
from django.test import Client

from tongxing.conftest import program, send
from tongxing.core import door

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def few(monkeypatch):
    """Five with a token, three without one, counted from nothing."""
    monkeypatch.setattr(door, "MOST", {True: 5, False: 3})
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

    assert [statuses(guess, 1)[0] for guess in guesses] == [401] * 4 + [429]


def test_addresses_are_counted_apart(client):
    statuses(client, 4)

    assert client.get("/api/v1/spaces", REMOTE_ADDR="203.0.113.7").status_code == 200
    forged = client.get("/api/v1/spaces", headers={"x-forwarded-for": "203.0.113.8"})
    assert forged.status_code == 429
