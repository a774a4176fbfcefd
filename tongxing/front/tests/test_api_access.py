"""Every operation × everything it can be about × everybody, against the declared table; what is hidden looks absent."""

import json

import pytest
from django.db import transaction
from django.test import Client

from tongxing.conftest import program
from tongxing.front.api import api

from .access import answer_for
from .api_access import ABOUT, BODIES, QUERIES, rows
from .routes import NOBODY, things
from .world import ACTORS, CANARIES

ROWS = list(rows())
# Over the API one reads the words that one sent.
KEPT = CANARIES | {"canary-words": {"steward", "member"}, "canary-reason": {"steward", "asker"}}


def operations():
    """{name: (method, path)} of the whole description."""
    return {
        one["operationId"]: (method.upper(), path)
        for path, several in api.get_openapi_schema()["paths"].items()
        for method, one in several.items()
    }


OPERATIONS = operations()
EXACT = sorted(name for name, (_method, path) in OPERATIONS.items() if "{" in path)


def things_of(name):
    """The words of the table for everything that an operation can be about."""
    path = OPERATIONS[name][1]
    return ABOUT[path.partition("/{")[0].rpartition("/")[2]] if "{" in path else ("-",)


@pytest.fixture(scope="module")
def tokens(lasting_world):
    """Somebody's token, for every actor; the suspended one had it before."""
    made = {"anonymous": {}}
    for actor in ACTORS[1:]:
        defaults = program(getattr(lasting_world, actor)).defaults
        made[actor] = {"authorization": defaults["HTTP_AUTHORIZATION"]}
    return made


@pytest.fixture
def ask(world, tokens):
    """`ask(actor, operation, thing)`: one request, undone afterwards."""
    known = things(world)

    def send(actor, name, thing="-", **stand_in):
        method, path = OPERATIONS[name]
        where = path.format(**(stand_in or known[thing])) + QUERIES.get(name, "")
        client = Client(raise_request_exception=False, headers={"accept-language": "en"} | tokens[actor])
        before = transaction.savepoint()
        try:
            return client.generic(method, where, json.dumps(BODIES.get(name, {})), content_type="application/json")
        finally:
            transaction.savepoint_rollback(before)

    return send


def test_every_operation_is_declared_for_everything():
    declared = {(name, thing) for name, thing, _answers in ROWS}

    assert declared == {(name, thing) for name in OPERATIONS for thing in things_of(name)}


@pytest.mark.parametrize(("name", "thing", "answers"), ROWS, ids=[f"{row[0]}-{row[1]}" for row in ROWS])
def test_everybody_gets_what_the_table_says(ask, name, thing, answers):
    got = {actor: ask(actor, name, thing).status_code for actor in ACTORS}

    assert got == {a: 401 if a == "suspended" else int(answer_for(a, answers)) for a in ACTORS}


@pytest.mark.parametrize("name", sorted(OPERATIONS))
def test_nobody_reads_what_is_not_for_them(ask, name):
    """A deed that is done may change what one may read (one joined), so its answer is left out."""
    for thing in things_of(name):
        for actor in ACTORS:
            answer = ask(actor, name, thing)
            if OPERATIONS[name][0] == "GET" or answer.status_code >= 400:
                said = answer.content.decode()
                assert [word for word, readers in KEPT.items() if word in said and actor not in readers] == []


@pytest.mark.parametrize("name", EXACT)
def test_what_one_may_not_see_looks_like_what_does_not_exist(ask, name):
    for actor in ACTORS:
        absent = ask(actor, name, uid=NOBODY, short="nobody")
        for thing in things_of(name):
            answer = ask(actor, name, thing)
            if answer.status_code == 404:
                assert (answer.status_code, answer.content) == (absent.status_code, absent.content)


@pytest.mark.parametrize("name", sorted(OPERATIONS))
def test_every_refusal_is_a_problem(ask, name):
    for thing in things_of(name):
        answer = ask("stranger", name, thing)
        if answer.status_code >= 400:
            assert answer["Content-Type"] == "application/problem+json"
            assert {"type", "title", "status", "detail"} <= set(answer.json())
