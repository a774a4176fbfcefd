"""Schemathesis over the whole API: whatever fits or doesn't fit the description, no answer breaks, and each answer is
what the description says. Now and then a name in an address is one that exists.
"""

import os
from functools import cache

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, transaction
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode, checks

from tongxing.conftest import program
from tongxing.core import door
from tongxing.front.api import api
from tongxing.wsgi import application

LONG = os.environ.get("TONGXING_LONG") == "1"
EXAMPLES = 1000 if LONG else 12
HELD = [
    checks.not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_schema_conformance,
    checks.response_headers_conformance,
]


@cache
def schema():
    """The API as schemathesis reads it, answered by the very application that is served."""
    read = schemathesis.openapi.from_dict(api.get_openapi_schema())
    read.app = application
    return read


def operations():
    """Every operation, by name."""
    return {one.ok().label: one.ok() for one in schema().get_all_operations()}


@pytest.fixture
def one_connection():
    """Requests leave the connection of the test open, as those of Django's own client do."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def known(world):
    """Names that exist, by the word in the address before them."""
    return {
        "spaces": [world.readers.short, world.cellar.short, "READERS"],
        "memberships": [world.membership.uid, world.kept.uid, world.called.uid],
        "join-requests": [world.asked.uid, world.declined.uid],
        "invitations": [world.invitation.uid, world.ended.uid, world.into_cellar.uid],
        "places": [world.place.uid, world.hidden_place.uid],
        "activities": [world.open.uid, world.full.uid, world.draft.uid, world.past.uid, world.cancelled.uid],
        "marks": [world.mark.uid, world.visit.uid],
        "needs": [world.need.uid, world.hidden_need.uid],
        "offers": [world.offer.uid, world.hidden_offer.uid],
        "matches": [world.gift.uid, world.promised.uid, world.arrived.uid, world.used.uid],
        "claims": [claim.uid for claim in world.open.opening.claims.all()],
    }


@pytest.mark.usefixtures("one_connection")
@pytest.mark.parametrize("label", sorted(operations()))
def test_no_answer_breaks_or_surprises(world, label, monkeypatch):
    monkeypatch.setattr(door, "MOST", dict.fromkeys(door.MOST, 10**9))
    operation, names = operations()[label], known(world)
    tokens = [program(who).defaults.get("HTTP_AUTHORIZATION") for who in (None, world.steward, world.member)]
    cases = st.one_of(operation.as_strategy(generation_mode=mode) for mode in GenerationMode)

    @seed(20261123)
    @settings(
        max_examples=EXAMPLES, deadline=None, database=None, phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(case=cases, data=st.data())
    def ask(case, data):
        token = data.draw(st.sampled_from(tokens))
        before = operation.path.partition("/{")[0].rpartition("/")[2]
        if case.path_parameters and before in names and data.draw(st.booleans()):
            case.path_parameters = {name: data.draw(st.sampled_from(names[before])) for name in case.path_parameters}
        with transaction.atomic():
            case.call_and_validate(headers={"Authorization": token} if token else {}, checks=HELD)
            transaction.set_rollback(True)

    ask()
