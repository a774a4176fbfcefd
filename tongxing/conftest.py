"""The cast of every test: who looks after a space, who belongs to it, and who is a stranger."""

import json
from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tongxing.activities.actions import create_activity
from tongxing.core import door
from tongxing.imports import readers, tables
from tongxing.people.actions import make_token
from tongxing.people.models import Person, Token
from tongxing.spaces.actions import join_space, open_space, sign_up

NOON = datetime(2026, 5, 4, 4, 0, tzinfo=UTC)
BORN = date(2010, 2, 1)  # 16 at NOON
PASSPHRASE = "seven yellow pencils"


def newcomer(handle, age=Person.GROWN):
    """Somebody who has just signed up, with a personal space."""
    person = Person(handle=handle)
    person.set_password(PASSPHRASE)
    sign_up(person, name=handle, age=age, born=BORN if age == Person.YOUNG else None, now=NOON)
    return person


@pytest.fixture(autouse=True)
def uncounted():
    """Every test begins with no request counted."""
    door.counts.clear()


@pytest.fixture
def read_here(monkeypatch):
    """Tables are read in this process: the process of its own has tests of its own, and takes its time to start."""

    def read(function, data, *, seconds, memory, **plan):
        assert function == tables.READ
        return readers.read(data, **plan)

    monkeypatch.setattr(tables, "read_apart", read)


@pytest.fixture
def steward(db):
    return newcomer("steward")


@pytest.fixture
def member(db):
    return newcomer("member")


@pytest.fixture
def stranger(db):
    return newcomer("stranger")


@pytest.fixture
def other_steward(db):
    """Looks after another space, and has no part in ours."""
    person = newcomer("other")
    open_space(by=person, now=NOON, kind="team", short="elsewhere", name="Elsewhere")
    return person


@pytest.fixture
def space(steward, member):
    """A team with one steward and one member, open to everybody."""
    made = open_space(by=steward, now=NOON, kind="team", short="readers", name="Sunday Readers", about="We read.")
    join_space(made, by=member, now=NOON)
    return made


def make_activity(space, by, *, now=NOON, publish=True, seats=2, **fields):
    """Something in two days, for two hours, in Shanghai."""
    given = {"title": "Sorting parcels", "starts_wall": "2026-05-06T14:00", "ends_wall": "2026-05-06T16:00"}
    given |= {"zone": "Asia/Shanghai", "where": "At the gate", "about": "", "carry": "", "audience": "public"}
    return create_activity(by=by, space=space, publish=publish, now=now, seats=seats, **given | fields)


@pytest.fixture
def activity(space, steward):
    """Published by the space, with two seats."""
    return make_activity(space, steward)


@pytest.fixture
def soon(space, steward):
    """Something with one seat, in three days from now, for tests that go through the pages."""
    start = (timezone.now() + timedelta(days=3)).strftime("%Y-%m-%dT%H:%M")
    end = (timezone.now() + timedelta(days=3, hours=2)).strftime("%Y-%m-%dT%H:%M")
    return make_activity(space, steward, now=timezone.now(), seats=1, starts_wall=start, ends_wall=end)


def program(person, *scopes):
    """A client that acts for somebody over the API, with every scope or with these; for None, one without a token."""
    if person is None:
        return Client(headers={"accept-language": "en"})
    wanted = scopes or [scope for scope, _said in Token.SCOPES]
    _token, secret = make_token(person, by=person, name="test", scopes=wanted, now=timezone.now())
    return Client(headers={"authorization": f"Bearer {secret}", "accept-language": "en"})


def send(client, method, path, given=None, **headers):
    """Send JSON to the API."""
    body = None if given is None else json.dumps(given)
    names = {name.replace("_", "-"): value for name, value in headers.items()}
    return client.generic(method, f"/api/v1{path}", body or "", content_type="application/json", headers=names)
