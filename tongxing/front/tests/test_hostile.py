"""Whatever is sent, wherever: no address breaks, none dawdles, and nothing that was sent is run or believed.

By default each address gets a different slice of the list of bad things; `bin/test --long` sends everything everywhere.
"""

import gc
import importlib
import inspect
import os
import time
from urllib.parse import quote

import pytest
from django import forms
from django.conf import settings
from django.db import transaction
from django.test import Client
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from tongxing.activities.tests.test_create_activity import ABOUT
from tongxing.core.tests.figures import keep

from .nasty import BODIES, HEADERS, HOSTS, PAYLOADS, QUERIES, TEXTS
from .routes import ASKED, address, routes, things
from .test_access import signed_in, text_of

LONG = os.environ.get("TONGXING_LONG") == "1"
EXAMPLES = 20_000 if LONG else 300
ACTORS = ("anonymous", "member", "steward")
ROUTES = sorted(routes())
SPACE = {
    "name": "New",
    "joining": "open",
    "audience": "public",
    "colour": "bamboo",
    "about": "",
    "area": "",
    "point": "",
}
# Forms as they should be sent, so that one bad value at a time gets past the others.
NEED = {"tick": "", "category": "aids", "quantity": "9", "unit": "", "about": "White", "until": "", "urgent_until": ""}
OFFER = {
    "title": "Server",
    "category": "things",
    "sort": "servers",
    "quantity": "1",
    "terms": "",
    "area": "",
    "until": "",
}
GOOD = {
    "activities:create_activity": ABOUT,
    "activities:change_activity": ABOUT,
    "activities:join_activity": {"size": "1", "words": "I bring tape"},
    "activities:resize_place": {"size": "1"},
    "activities:cancel_activity": {"reason": "Rain"},
    "activities:write_report": {"text": "It rained.", "came": "3", "alt": "x"},
    "needs:create_need": NEED,
    "needs:change_need": NEED,
    "needs:offer_match": {"quantity": "1", "words": "By post"},
    "needs:create_offer": OFFER,
    "needs:change_offer": OFFER,
    "spaces:create_space": SPACE | {"short": "newteam", "kind": "team", "once": "1"},
    "spaces:change_space": SPACE,
    "spaces:ask_to_join": {"words": "Hello"},
    "spaces:decline_asking": {"reason": "Not now"},
    "spaces:invite": {"once": "1"},
    "places:save_route": {"name": "Way", "within_km": "10", "from": "成都", "to": "康定", "once": "1"},
    "places:change_route": {"name": "Way", "within_km": "10"},
    "people:change_profile": {"name": "Me", "language": "en", "zone": "UTC", "mail_wanted": "on"},
    "people:say_birth_month": {"born": "2010-05"},
    "people:rescue": {"handle": "steward", "code": "AAAAA-AAAAA-AAAAA", "passphrase": "a long enough one"},
    "account_signup": {"username": "newone", "name": "New", "password1": "a long enough one", "age": "18+"},
    "account_login": {"login": "steward", "password": "seven yellow pencils"},
    "front:look": {"show": "dark", "next": "/"},
    "front:language": {"language": "en", "next": "/"},
}
READ_MUCH = (
    "front:home",
    "front:search",
    "activities:list",
    "activities:create_activity",
    "spaces:list",
    "places:list",
)


@pytest.fixture
def send(world):
    """`send(actor, method, address, …)`: a request that is undone; it must not break or dawdle."""
    cookies = {actor: signed_in(actor, world) for actor in ACTORS}

    def timed(actor, method, where, data, headers, more):
        client = Client(raise_request_exception=False, headers={"Accept-Language": "en"} | (headers or {}))
        client.cookies.load(cookies[actor])
        before = transaction.savepoint()
        try:
            began = time.thread_time()
            return call(client, method, where, data, more), time.thread_time() - began
        finally:
            transaction.savepoint_rollback(before)

    def ask(actor, method, where, data=None, headers=None, **more):
        response, took = timed(actor, method, where, data, headers, more)
        if took >= 1:  # what collects garbage now and then is fast when it is asked again; what dawdles isn't
            gc.collect()
            took = timed(actor, method, where, data, headers, more)[1]
        check(response, took, f"{actor} {method} {where[:200]} {str(data)[:300]} {headers}")
        return response

    return ask


def call(client, method, where, data, more):
    """One request; `bytes` posts the bytes as they are."""
    if method == "bytes":
        return client.generic("POST", where, data, **more)
    return getattr(client, method)(where, data, **more)


def check(response, took, told):
    """No failure, no wait, and nothing of what was sent stands in the page as markup or was reckoned."""
    assert response.status_code < 500, f"{told}: {response.status_code}"
    assert took < 1, f"{told}: {took:.2f} s"
    if response.headers.get("Content-Type", "").startswith("text/html"):
        text = text_of(response)
        assert not [payload for payload in PAYLOADS[:3] if payload in text], told
        assert "7777777" not in text, told


def slice_for(route, things, step=5):
    """Every `step`th of a list, beginning elsewhere for each address; all of them with --long."""
    return things if LONG else things[ROUTES.index(route) % step :: step]


def fields():
    """The names of every field of every form of the house, and what views read beside them."""
    found = {
        "once",
        "next",
        "keep",
        "show",
        "login",
        "password",
        "password1",
        "username",
        "email",
        "action_add",
        "code",
    }
    for app in settings.INSTALLED_APPS:
        if app.startswith("tongxing.") and importlib.util.find_spec(f"{app}.forms"):
            module = importlib.import_module(f"{app}.forms")
            for _, form in inspect.getmembers(module, inspect.isclass):
                found |= set(getattr(form, "base_fields", {})) if issubclass(form, forms.BaseForm) else set()
    return sorted(found)


def where_of(route, world):
    """An address of a route, for something that is there."""
    known = things(world)
    names = {"photo": "photo", "asking": "asked", "invit": "invitation", "steward": "called", "places:": "place"}
    names |= {"_need": "need", "needs:need": "need", "_offer": "offer", "needs:offer": "offer", "_match": "gift"}
    names |= {"offer_match": "need", "write_letter": "place", "_letter": "thread", "writer": "thread"}
    names |= {"mark_place": "place", "unmark": "mark", "places:a": "place", "contact": "contact", "contacts": "place"}
    names |= {"_member": "membership", "leave_space": "membership", "step_down": "membership", "write_report": "past"}
    name = next((thing for word, thing in names.items() if word in route and thing in known), "open")
    return address(route, {"short": "readers"} | known[name]) + ASKED.get(route, "")


@pytest.mark.parametrize("route", ROUTES)
def test_bad_values_in_every_field_of_every_address(world, send, route):
    where = where_of(route, world)
    for text in slice_for(route, TEXTS, 2 if route in GOOD else 12):
        send("steward", "post", where, dict.fromkeys(fields(), text))
    for actor in ACTORS:
        send(actor, "post", where, {name: [text, text] for name, text in zip(fields(), TEXTS, strict=False)})
        send(actor, "post", where, {})


@pytest.mark.parametrize("route", sorted(GOOD))
def test_one_bad_value_among_good_ones(world, send, route):
    actor = "anonymous" if route.startswith("account") or route == "people:rescue" else "steward"
    good = GOOD[route] | ({"space": world.readers.short} if "title" in GOOD[route] else {})
    step = 1 if LONG else max(4, len(good))
    for number, name in enumerate(good):
        for text in TEXTS[number % step :: step]:
            send(actor, "post", where_of(route, world), good | {name: text})


@pytest.mark.parametrize("route", ROUTES)
def test_odd_queries_headers_and_bodies(world, send, route):
    where = where_of(route, world)
    for query in QUERIES if route in READ_MUCH else slice_for(route, QUERIES, 10):
        send("steward", "get", f"{where.partition('?')[0]}?{query}")
    for headers in slice_for(route, HEADERS):
        send("anonymous", "get", where, headers=headers)
        send("anonymous", "post", where, {}, headers=headers)
    for content_type, body in slice_for(route, BODIES):
        send("steward", "bytes", where, body, content_type=content_type)


def test_words_in_an_address(world, send):
    for text in TEXTS if LONG else TEXTS[::2]:
        raw = text if isinstance(text, bytes) else text.encode("utf-8", "surrogatepass")
        word = quote(raw[:1500], safe="") or "-"
        for where in (
            f"/s/{word}/", f"/s/{word}/people/", f"/activities/{world.open.uid}/{word}/", f"/activities/{word}/",
            f"/{word}", f"/photos/{word}/large.webp", f"/i/{word}/", f"/static/{word}",
            f"/account/confirm-email/{word}/", f"/account/password/reset/key/1-{word}/", f"/places/{word}/",
            f"/account/2fa/webauthn/keys/{word}/edit/",
        ):  # fmt: skip
            send("steward", "get", where)


@pytest.mark.parametrize("host", HOSTS)
def test_another_host_is_not_answered(send, host):
    for where in ("/", "/activities/", "/healthz"):
        response = send("anonymous", "get", where, headers={"Host": host})
        assert response.status_code == 400
        assert "evil" not in text_of(response)


@pytest.mark.parametrize("length", ["", "-1", "3", "99999999999999999999"])
def test_a_length_that_is_a_lie(db, length):
    client = Client(raise_request_exception=False)
    response = client.generic(
        "POST", "/look/", b"show=dark", "application/x-www-form-urlencoded", CONTENT_LENGTH=length
    )
    assert response.status_code in (302, 400, 413)


values = st.one_of(
    st.sampled_from([text for text in TEXTS if isinstance(text, str)]), st.text(max_size=60), st.integers().map(str)
).map(lambda text: text.encode("utf-8", "replace").decode())  # lone surrogates travel as bytes, above
names = st.deferred(lambda: st.one_of(st.sampled_from(fields()), st.text(min_size=1, max_size=9)))
asked_for = st.sampled_from(["q", "page", "lang", "area", "kind", "time", "copy", "space", "place", "next"])
visits = st.fixed_dictionaries(
    {
        "route": st.sampled_from(ROUTES),
        "actor": st.sampled_from(ACTORS),
        "method": st.sampled_from(["get", "post", "post"]),
        "good": st.booleans(),
        "sent": st.dictionaries(names, st.one_of(values, st.lists(values, max_size=3)), max_size=12),
        "query": st.dictionaries(asked_for, values, max_size=4),
        "headers": st.sampled_from([{}, *HEADERS]),
    }
)


def test_anything_at_all(world, send):
    tried = []

    @hypothesis_settings(
        max_examples=EXAMPLES, deadline=None, database=None, derandomize=not LONG,
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(visit=visits)
    def come(visit):
        where, sent = where_of(visit["route"], world), visit["sent"]
        if visit["method"] == "post":
            where += "?" + "&".join(f"{key}={quote(value)}" for key, value in visit["query"].items())
            sent = (GOOD.get(visit["route"], {}) if visit["good"] else {}) | sent
        send(visit["actor"], visit["method"], where, sent, headers=visit["headers"])
        tried.append(visit["route"])

    come()
    assert len(tried) >= EXAMPLES
    keep("hostile visits", asked="20,000 visits without a 5xx", measured=f"{len(tried):,}, none")
