"""Every place in which a thing is named – addresses, fields of forms, the API – with the names of things that are
somebody else's, of another kind, or of nothing: no canary is read, nothing hidden shows that it exists, nothing breaks.
"""

import json
import os
from functools import cache
from random import Random

import pytest
from django.db import transaction
from django.test import Client

from tongxing.activities.tests.test_create_activity import ABOUT as PLAN
from tongxing.conftest import program
from tongxing.core.tests.figures import keep

from .access import BODIES
from .api_access import BODIES as SENT
from .api_access import QUERIES
from .routes import NOBODY, address, routes, things
from .test_access import signed_in, text_of
from .test_api_access import KEPT, OPERATIONS
from .world import ACTORS, CANARIES

LONG = os.environ.get("TONGXING_LONG") == "1"
SWAPS = 6000 if LONG else 500
DOORS = ("page", "piece", "api")  # HTML, htmx, JSON

# Fields that name a thing: (route or operation, method, field, the rest of what is sent).
FIELDS = [
    ("activities:create_activity", "GET", "copy", {}),
    ("activities:create_activity", "GET", "space", {}),
    ("activities:create_activity", "GET", "place", {}),
    ("activities:create_activity", "POST", "space", PLAN),
    ("activities:create_activity", "POST", "where", PLAN),
    ("activities:create_activity", "POST", "named", PLAN | {"audience": "named"}),
    ("activities:list", "GET", "q", {}),
    ("places:list", "GET", "q", {}),
    ("front:search", "GET", "q", {}),
    ("spaces:list", "GET", "q", {}),
    ("create_activity", "POST", "space", SENT["create_activity"]),
    ("create_activity", "POST", "where", SENT["create_activity"]),
    ("create_activity", "POST", "place", SENT["create_activity"]),
    ("create_activity", "POST", "copy_of", SENT["create_activity"]),
    ("list_activities", "GET", "space", {}),
    ("list_activities", "GET", "q", {}),
    ("list_places", "GET", "q", {}),
    ("list_spaces", "GET", "q", {}),
]


@cache
def named():
    """Routes whose address names a thing, as (door, route)."""
    pages = [name for name, parameters in routes().items() if {"uid", "short"} & set(parameters)]
    exact = [name for name, (_method, path) in OPERATIONS.items() if "{" in path]
    return [(door, name) for name in pages for door in ("page", "piece")] + [("api", name) for name in exact] * 2


@pytest.fixture(scope="module")
def doors(lasting_world):
    """{door: {actor: what opens it}}."""
    cookies = {actor: signed_in(actor, lasting_world) for actor in ACTORS}
    tokens = {actor: program(getattr(lasting_world, actor)).defaults["HTTP_AUTHORIZATION"] for actor in ACTORS[1:]}
    return {"page": cookies, "piece": cookies, "api": {"anonymous": ""} | tokens}


@pytest.fixture
def ask(world, doors):
    """`ask(door, actor, method, where, given)`: one request, undone afterwards; (status, what was said)."""

    def send(door, actor, method, where, given):
        client = Client(raise_request_exception=False, headers={"accept-language": "en"})
        more = {"headers": {"hx-request": "true"}} if door == "piece" else {}
        before = transaction.savepoint()
        try:
            if door == "api":
                headers = {"authorization": doors[door][actor]} if actor != "anonymous" else {}
                answer = client.generic(method, where, json.dumps(given), "application/json", headers=headers)
            else:
                client.cookies.load(doors[door][actor])
                answer = getattr(client, method.lower())(where, given, **more)
            return answer.status_code, text_of(answer)
        finally:
            transaction.savepoint_rollback(before)

    return send


def every_name(world):
    """{what it is: its name} of everything in the world: uids and shorts."""
    known = {word: one for word, one in things(world).items() if one and "pk" not in one}
    return {word: next(iter(one.values())) for word, one in known.items()} | {"nobody": NOBODY}


def swaps(world):
    """Endless (door, actor, method, address, what is sent, the same address for nothing), at random but repeatable."""
    random, names = Random(20261123), every_name(world)
    while True:
        actor, (word, name) = random.choice(ACTORS), random.choice(sorted(names.items()))
        if random.random() < 0.2:
            yield random_field(random, actor, name)
            continue
        door, route = random.choice(named())
        if len(name) != 12 and ("uid" in routes()[route] if door != "api" else "{uid}" in OPERATIONS[route][1]):
            continue  # no address of this shape
        if door == "api":
            method, path = OPERATIONS[route]
            where = [path.format(uid=one, short=one) + QUERIES.get(route, "") for one in (name, NOBODY)]
            yield door, actor, method, where[0], SENT.get(route, {}), where[1]
        else:
            method = random.choice(("GET", "POST"))
            given = {"uid": name, "short": name, "words": word}
            where = [address(route, given), address(route, {"uid": NOBODY, "short": NOBODY, "words": word})]
            yield door, actor, method, where[0], BODIES.get(route, {}) if method == "POST" else {}, where[1]


def random_field(random, actor, name):
    """One field that names a thing, with this name."""
    route, method, field, rest = random.choice(FIELDS)
    if ":" in route:
        return "page", actor, method, address(route, {}), {**rest, field: name}, None
    path = OPERATIONS[route][1]
    if method == "GET":
        return "api", actor, method, f"{path}?{field}={name}", {}, None
    return "api", actor, method, path, {**rest, field: name}, None


def test_no_name_opens_what_is_not_ones_own(world, ask):
    stream, absent = swaps(world), {}
    for _ in range(SWAPS):
        door, actor, method, where, given, nothing = next(stream)
        status, said = ask(door, actor, method, where, given)
        case = f"{actor} by {door}: {method} {where} {given}"
        assert status < 500, case
        known = KEPT if door == "api" else CANARIES
        if method == "GET" or status >= 400:
            leaked = [word for word, readers in known.items() if word in said and actor not in readers]
            assert [word for word in leaked if word not in str(given) + where] == [], case
        if status == 404 and nothing:
            key = (door, actor, method, nothing)
            absent[key] = absent.get(key) or ask(door, actor, method, nothing, given)
            assert (status, plain(said)) == (absent[key][0], plain(absent[key][1])), case
    keep("id swaps", asked="5,000 swaps, 0 canaries, 404 = 404", measured=f"{SWAPS:,} swaps, none")


def plain(said):
    """What is said without what names the address itself: the forms that lead back to it, and tokens of forms."""
    return [
        line for line in said.splitlines() if 'name="next"' not in line and "?lang=" not in line and "csrf" not in line
    ]


def test_control_a_planted_leak_is_found(world, ask, monkeypatch):
    """The sweep sees a hidden place as soon as a rule forgets it."""
    from tongxing.places.models import PlaceQuerySet

    monkeypatch.setattr(PlaceQuerySet, "visible_to", lambda self, person: self)

    status, said = ask("api", "stranger", "GET", f"/api/v1/places/{world.hidden_place.uid}", {})

    assert status == 200 and "canary-place" in said
