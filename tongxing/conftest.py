"""The cast of every test: who looks after a space, who belongs to it, and who is a stranger."""

from datetime import UTC, datetime

import pytest

from tongxing.people.models import Person
from tongxing.spaces.actions import join_space, open_space, sign_up

NOON = datetime(2026, 5, 4, 4, 0, tzinfo=UTC)
PASSPHRASE = "seven yellow pencils"


def newcomer(handle, age=Person.GROWN):
    """Somebody who has just signed up, with a personal space."""
    person = Person(handle=handle)
    person.set_password(PASSPHRASE)
    sign_up(person, name=handle, age=age, now=NOON)
    return person


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
