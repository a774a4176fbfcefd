"""Every route × GET, POST × everybody, against the declared table; and whatever is not for one's eyes looks absent."""

import re

import pytest
from django.db import transaction
from django.test import Client

from .access import BODIES, TABLE, answer_for, rows
from .routes import ASKED, NOBODY, address, routes, things
from .world import ACTORS, CANARIES

ROWS = list(rows())
ROUTES = sorted({route for route, *_ in ROWS})
ABOUT_THINGS = [route for route, parameters in routes().items() if set(parameters) & {"uid", "short"}]
TURNED_AWAY = {"in", "401", "403", "404", "405"}


@pytest.fixture
def visit(world):
    """`visit(actor, method, address, body)`: one request in a transaction of its own, undone afterwards."""
    cookies = {actor: signed_in(actor, world) for actor in ACTORS}

    def ask(actor, method, where, body=None, **headers):
        client = Client(raise_request_exception=False, headers={"Accept-Language": "en"} | headers)
        client.cookies.load(cookies[actor])
        before = transaction.savepoint()
        try:
            response = client.generic(method, where) if method in ("PUT", "DELETE", "PATCH") else \
                getattr(client, method.lower())(where, body or {})  # fmt: skip
        finally:
            transaction.savepoint_rollback(before)
        return response

    return ask


def signed_in(actor, world):
    """The cookies of an actor."""
    client = Client()
    if actor != "anonymous":
        client.force_login(getattr(world, actor))
    return {name: morsel.value for name, morsel in client.cookies.items()}


def word_for(response):
    """The word of the table for an answer."""
    if response.status_code == 200:
        return "ok"
    if response.status_code != 302:
        return str(response.status_code)
    return "in" if response.headers["Location"].startswith("/account/login/") else "go"


def text_of(response):
    """All that an answer says."""
    body = b"".join(response.streaming_content) if response.streaming else response.content
    return body.decode(errors="replace")


def leaked(actor, where, response):
    """The canaries in an answer that this actor must not read; the address itself, which they sent, is none."""
    text = text_of(response).replace(where, "") + response.headers.get("Location", "").replace(where, "")
    return {canary for canary, readers in CANARIES.items() if canary in text and actor not in readers}


def test_every_route_is_declared():
    assert set(routes()) - set(ROUTES) == set()
    assert set(ROUTES) - set(routes()) == set()


def test_every_thing_of_a_kind_is_declared_once():
    told = [(route, name) for route, name, *_ in ROWS]
    assert len(told) == len(set(told))
    assert len(ROWS) > len(TABLE.splitlines()) - 10


@pytest.mark.parametrize("route", ROUTES)
def test_everybody_gets_what_the_table_says(world, visit, route):
    wrong, known = [], things(world)
    for _, name, *declared in [row for row in ROWS if row[0] == route]:
        where = address(route, known[name]) + ASKED.get(route, "")
        for method, answers in zip(("GET", "POST"), declared, strict=True):
            for actor in ACTORS:
                response = visit(actor, method, where, BODIES.get(route) if method == "POST" else None)
                got, wanted = word_for(response), answer_for(actor, answers)
                if got != wanted or leaked(actor, where, response):
                    wrong.append(
                        f"{method} {where} ({name}) as {actor}: {got}, not {wanted} {leaked(actor, where, response)}"
                    )
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("route", ROUTES)
def test_other_ways_of_asking_answer_alike(world, visit, route):
    """HEAD is GET without its body, htmx changes nothing about who may; what is neither GET nor POST is not known."""
    known = things(world)
    name = next(row[1] for row in ROWS if row[0] == route)
    where, body = address(route, known[name]) + ASKED.get(route, ""), BODIES.get(route)
    for actor in ("anonymous", "steward"):
        got = visit(actor, "GET", where).status_code
        head = visit(actor, "HEAD", where)
        assert (head.status_code, text_of(head)) == (got, "")
        assert visit(actor, "GET", where, **{"HX-Request": "true"}).status_code == got
        posted = visit(actor, "POST", where, body)
        piece = visit(actor, "POST", where, body, **{"HX-Request": "true"}).status_code
        assert piece == posted.status_code or (piece, posted.status_code) == (200, 302)
        asked = {word_for(visit(actor, method, where)) for method in ("GET", "POST")} if ":" not in route else set()
        for method in ("PUT", "DELETE", "PATCH"):  # allauth's views answer some of them like GET or an empty POST
            assert word_for(visit(actor, method, where)) in TURNED_AWAY | asked, (actor, method)
        for response in (visit(actor, "GET", where), posted):
            assert response.status_code != 405 or text_of(response) == ""


@pytest.mark.parametrize("route", ABOUT_THINGS)
def test_what_one_may_not_see_looks_like_what_does_not_exist(world, visit, route):
    known = things(world)
    for method in ("GET", "POST"):
        absent = {actor: visit(actor, method, address(route, {"short": "nobody"})) for actor in ACTORS}
        assert {word_for(response) for response in absent.values()} <= {"404", "405", "in"}
        for _, name, *declared in [row for row in ROWS if row[0] == route]:
            answers = declared[method == "POST"]
            for actor in [actor for actor in ACTORS if answer_for(actor, answers) == "404"]:
                where = address(route, known[name] | {"words": "x"})
                seen = visit(actor, method, where, BODIES.get(route) if method == "POST" else None)
                assert plain(seen, known[name]) == plain(absent[actor], {"short": "nobody", "uid": NOBODY}), (
                    actor,
                    name,
                )


def plain(response, thing):
    """An answer without what differs at each request: the name that was asked for, and the token of the form."""
    text = re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", text_of(response))
    for part in ("uid", "short"):
        text = text.replace(f"/{thing[part]}/", "/") if part in thing else text
    return response.status_code, text


EVIL = [
    "//evil.example/", "https:evil.example", "/\\evil.example", "javascript:alert(1)", "https://evil.example/",
    "\\\\evil.example", "//evil.example%2f..", "http:///evil.example", " //evil.example", "/\t/evil.example",
]  # fmt: skip


@pytest.mark.parametrize("evil", EVIL[:2])
def test_nobody_is_sent_to_another_house(world, visit, evil):
    for route, parameters in routes().items():
        where = address(route, things(world)["open"] if "uid" in parameters else {"short": "readers"})
        for actor in ("anonymous", "steward"):
            for method in ("GET", "POST"):
                query = f"{where}?next={evil}" if method == "GET" else where
                response = visit(actor, method, query, {"next": evil} if method == "POST" else None, Referer=evil)
                assert "evil.example" not in response.headers.get("Location", "").partition("?")[0], (
                    actor,
                    method,
                    where,
                )
                assert not re.search(r'(href|action)="[^"?]*evil\.example', text_of(response)), (actor, method, where)
                assert 'href="javascript:' not in text_of(response)


@pytest.mark.parametrize("evil", EVIL)
def test_signing_in_leads_nowhere_else(client, world, evil):
    page = client.post("/account/login/", {"login": "steward", "password": "seven yellow pencils", "next": evil})

    assert (page.status_code, page.headers["Location"]) == (302, "/")
    for where in ("/look/", "/language/"):
        assert client.post(where, {"next": evil, "language": "en"}).headers["Location"] == "/"


def test_ids_in_forms_and_queries_are_asked_too(world, visit):
    """Another space's id, typed into a form or an address, opens nothing."""
    from tongxing.activities.tests.test_create_activity import ABOUT

    for actor in ("stranger", "member", "other"):
        for space in (world.readers, world.cellar):
            assert visit(actor, "POST", "/activities/new/", ABOUT | {"space": space.short}).status_code == 422
    for uid in (world.draft.uid, world.members.uid, world.private.uid):
        for key in ("copy", "space", "place"):
            page = visit("stranger", "GET", f"/activities/new/?{key}={uid}")
            assert (page.status_code, leaked("stranger", "", page)) == (200, set())


@pytest.mark.parametrize("actor", ACTORS)
def test_no_list_and_no_search_tells_what_is_private(world, visit, actor):
    words = ["canary", "canary-about", "canary-members", "canary-draft", "canary-report", "canary-mail", "cellar"]
    for word in words:
        for where in ("/search/", "/activities/", "/spaces/", "/places/"):
            for more in ("", "&time=past"):
                page = visit(actor, "GET", f"{where}?q={word}{more}")
                assert leaked(actor, word, page) - {word} == set()
                rows = re.sub(
                    r"value=\"[^\"]*\"|“[^”]*”|<title>.*?</title>|\?q=[^\"]*", "", text_of(page), flags=re.DOTALL
                )
                assert {c for c, readers in CANARIES.items() if c in rows and actor not in readers} == set(), (
                    where,
                    word,
                )
