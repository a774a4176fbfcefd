"""The same request many times at the same moment: one effect; and of many changes of what was read, one holds."""

import threading
from contextlib import contextmanager

import pytest

from tongxing.claims.tests.test_rush import THREADS, at_once
from tongxing.conftest import NOON, program, send
from tongxing.core import door
from tongxing.spaces.actions import open_space
from tongxing.spaces.models import Space

pytestmark = pytest.mark.django_db(transaction=True)
NEW = {"name": "Sunday Walkers", "short": "walkers"}


def twin(client):
    """The same program in another thread."""
    return type(client)(headers={"authorization": client.defaults["HTTP_AUTHORIZATION"], "accept-language": "en"})


def rush(client, *request, **headers):
    """What many answers to the same request were."""
    return at_once(lambda _number: send(twin(client), *request, **headers), range(THREADS))


def test_one_key_at_once_has_one_effect(member):
    answers = rush(program(member), "POST", "/spaces", NEW, idempotency_key="k1")

    assert [answer.status_code for answer in answers] == [201] * THREADS
    assert len({answer.content for answer in answers}) == 1
    assert Space.objects.filter(short="walkers").count() == 1


def test_control_without_a_key_all_but_one_are_refused(member):
    answers = rush(program(member), "POST", "/spaces", NEW)

    statuses = [answer.status_code for answer in answers]
    assert statuses.count(201) == 1 and set(statuses) <= {201, 409, 422}


def change(member):
    """(program, tag) of a space that is about to be changed by many."""
    open_space(by=member, now=NOON, kind="team", short="walkers", name="Walkers")
    me = program(member)
    return me, send(me, "GET", "/spaces/walkers")["ETag"]


def renamed(me, tag):
    """The statuses of many changes at once, each of what had this tag."""
    one = lambda number: send(twin(me), "PATCH", "/spaces/walkers", {"name": f"W{number}"}, if_match=tag)  # noqa: E731
    return sorted(answer.status_code for answer in at_once(one, range(THREADS)))


def test_of_many_changes_of_the_same_state_one_holds(member):
    me, tag = change(member)

    assert renamed(me, tag) == [200] + [412] * (THREADS - 1)


def test_changes_of_different_fields_all_stay(member):
    """What a PATCH doesn't name it doesn't write back."""
    me, _tag = change(member)
    changes = [{"name": "Rowers"}, {"about": "We row"}, {"joining": "ask"}, {"colour": "tea"}] * 2

    answers = at_once(lambda given: send(twin(me), "PATCH", "/spaces/walkers", given), changes)

    assert {answer.status_code for answer in answers} == {200}
    now = send(me, "GET", "/spaces/walkers").json()
    assert [now[name] for name in ("name", "about", "joining", "colour")] == ["Rowers", "We row", "ask", "tea"]


@contextmanager
def nothing_held(*_args, **_kwargs):
    yield


def test_control_without_the_transaction_more_than_one_holds(member, monkeypatch):
    me, tag = change(member)
    all_have_looked = threading.Barrier(THREADS, timeout=20)
    look = door.unlike

    def look_together(*args):
        answer = look(*args)
        all_have_looked.wait()
        return answer

    monkeypatch.setattr(door, "unlike", look_together)
    monkeypatch.setattr(door.transaction, "atomic", nothing_held)

    assert renamed(me, tag) == [200] * THREADS
