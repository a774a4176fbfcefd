"""What every answer carries, whatever it is: a page, a refusal, a picture, a file, a failure."""

import json
import os
import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.db import OperationalError
from django.test import Client

from .routes import address, routes, things
from .test_access import text_of

TOP = Path(__file__).parents[3]
pytestmark = pytest.mark.once  # what the database is called changes no header
ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(self), payment=()",
}
SHOWN_ELSEWHERE = ("places:service_embed", "places:service_svg", "places:service_geojson")


def asked(person=None, **headers):
    """A client, signed in when a person is given, that gets the page of a failure instead of the failure."""
    client = Client(raise_request_exception=False, headers={"Accept-Language": "en"} | headers)
    if person:
        client.force_login(person)
    return client


def check(response, always=ALWAYS):
    """The headers that nothing may lack."""
    for name, value in always.items():
        assert response.headers.get(name) == value, (name, response.headers.get(name))
    policy = response.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe-" not in policy
    framed = always["X-Frame-Options"] is None
    assert "frame-ancestors 'none'" in policy or "sandbox" in policy or framed
    assert "Server" not in response.headers and "X-Powered-By" not in response.headers
    if response.headers["Content-Type"].startswith("text/html"):
        for allowed in ("base-uri 'none'", "form-action 'self'", "script-src 'self'", "style-src 'self'"):
            assert allowed in policy


def elsewhere(route, response):
    """What is always there, but for what other sites may show: a picture, data, and a frame of one address."""
    if route not in SHOWN_ELSEWHERE or response.status_code != 200:
        return ALWAYS
    assert not response.cookies
    framed = {"X-Frame-Options": None if route == "places:service_embed" else "DENY"}
    return ALWAYS | framed | {"Cross-Origin-Resource-Policy": "cross-origin"}


@pytest.mark.parametrize("route", sorted(routes()))
def test_every_address_of_the_house(world, route):
    for person in (None, world.stranger, world.steward):
        client = asked(person)
        for where in {address(route, things(world)[name]) for name in ("open", "photo", "readers", "invitation")}:
            for response in (client.get(where), client.post(where), client.delete(where)):
                check(response, elsewhere(route, response))
                if person and response.headers["Content-Type"].startswith("text/html"):
                    assert "no-store" in response.headers["Cache-Control"], where
                only_from_here(where, response)


class Sources(HTMLParser):
    """Whatever a page loads, and where its forms go."""

    WANTED = {"link": "href", "script": "src", "img": "src", "iframe": "src", "form": "action", "source": "src",
              "input": "formaction", "button": "formaction", "object": "data", "base": "href"}  # fmt: skip

    def handle_starttag(self, tag, attributes):
        values = dict(attributes)
        if tag in self.WANTED and values.get(self.WANTED[tag]) and values.get("rel") not in ("canonical", "alternate"):
            self.found.append(values[self.WANTED[tag]])
        self.found += [value for name, value in attributes if name in ("srcset", "poster", "background")]
        assert not any(name.startswith("on") or name == "style" for name in values), self.get_starttag_text()


def only_from_here(where, response):
    """No page loads or sends anything elsewhere, and none holds a script or style of its own."""
    if not response.headers["Content-Type"].startswith("text/html"):
        return
    sources = Sources()
    sources.found = []
    sources.feed(text_of(response))
    assert [one for one in sources.found if re.match(r"(?!data:)([a-z]+:|//)", one)] == [], where
    assert not re.search(r"<style|<script(?![^>]*\s(src=|type=.application/(ld.)?json))", text_of(response)), where


def test_refusals_and_failures(world, monkeypatch, settings):
    stranger, steward = asked(world.stranger), asked(world.steward)
    answers = {
        400: asked().get("/", headers={"Host": "evil.example"}),
        401: asked().post(f"/activities/{world.open.uid}/join/", {"size": "1"}),
        403: stranger.get("/s/readers/edit/"),
        404: asked().get("/nowhere/"),
        405: asked().post("/"),
        409: stranger.post(f"/activities/{world.past.uid}/join/", {"size": "1"}),
        422: steward.post("/spaces/new/", {}),
    }
    settings.DEBUG_PROPAGATE_EXCEPTIONS = False
    for status, failure in ((500, ValueError("no")), (503, OperationalError("no"))):
        with monkeypatch.context() as broken:
            broken.setattr("tongxing.activities.views.paginate_lazily", raiser(failure))
            answers[status] = asked().get("/activities/")
    for status, response in answers.items():
        assert response.status_code == status
        check(response)


def raiser(failure):
    """A function that fails in this way."""

    def fail(*args, **kwargs):
        raise failure

    return fail


def test_a_form_from_elsewhere_is_refused_with_all_headers(world):
    client = Client(enforce_csrf_checks=True, headers={"Accept-Language": "en"})
    client.force_login(world.steward)
    response = client.post("/notices/read/")

    assert response.status_code == 403
    check(response)
    assert "grown too old" in text_of(response)


def test_too_many_tries_are_answered_in_words(world, settings):
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"rescue": "2/m/ip"}
    client = asked()
    answers = [client.post("/rescue/", {"handle": "steward", "code": "x", "passphrase": "y" * 9}) for _ in range(4)]

    assert answers[-1].status_code == 429
    check(answers[-1])
    assert "Too many tries" in text_of(answers[-1])


def test_files_of_the_house_and_pictures(world):
    for where in ("/static/core/tongxing.css", "/static/core/page.js", "/static/core/mark.svg"):
        response = asked().get(where)
        check(response)
        assert "no-store" not in response.headers["Cache-Control"]
    for photo, person, cached in (
        (world.photo, None, "public"),
        (world.hidden_photo, world.member, "private, no-store"),
    ):
        response = asked(person).get(f"/photos/{photo.uid}/large.webp")
        check(response)
        assert response.headers["Content-Type"] == "image/webp"
        assert response.headers["Cache-Control"].startswith(cached)


def test_cookies(world):
    client = Client()
    client.post("/account/login/?lang=en", {"login": "steward", "password": "seven yellow pencils"})
    client.get("/me/")
    session, token = client.cookies["sessionid"], client.cookies["csrftoken"]

    assert (session["httponly"], session["samesite"]) == (True, "Lax")
    assert token["samesite"] == "Lax"
    assert all(morsel["samesite"] == "Lax" for morsel in client.cookies.values())


ASK_UNDER_HTTPS = """
import json, django
django.setup()
from django.test import Client
client = Client(headers={"Host": "tongxing.example"})
page, plain = client.get("/account/login/", secure=True), client.get("/", secure=False)
wished = client.post("/look/", {"show": "dark"}, secure=True)
spoken = client.get("/about/?lang=en", secure=True)
cookies = {name: dict(morsel) for answer in (page, wished, spoken) for name, morsel in answer.cookies.items()}
print(json.dumps({"headers": dict(page.headers), "plain": [plain.status_code, plain.headers.get("Location")],
                  "cookies": cookies}))
"""


@pytest.fixture(scope="module")
def under_https(tmp_path_factory):
    """`run(*args)`: a command of an installation whose address begins with https."""
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("PYTEST_", "TONGXING_", "DATABASE"))
    }
    folder = tmp_path_factory.mktemp("https")
    env = kept | {"TONGXING_ADDRESS": "https://tongxing.example", "TONGXING_DATA": str(folder)}
    env |= {"TONGXING_PLAIN_STATIC": "1", "DJANGO_SETTINGS_MODULE": "tongxing.settings"}

    def run(*args):
        done = subprocess.run([sys.executable, *args], cwd=TOP, env=env, capture_output=True, text=True, timeout=120)
        assert done.returncode == 0, done.stderr
        return done.stdout + done.stderr

    run("-m", "tongxing", "prepare")
    return run


def test_django_finds_nothing_to_warn_of(under_https):
    assert "no issues" in under_https("-m", "tongxing", "check", "--deploy", "--fail-level", "WARNING")


def test_under_https_cookies_are_bound_to_it(under_https):
    told = json.loads(under_https("-c", ASK_UNDER_HTTPS).splitlines()[-1])

    assert told["headers"]["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"
    assert told["plain"] == [301, "https://tongxing.example/"]
    assert {"__Host-csrf", "look", "language"} <= set(told["cookies"])
    for name, morsel in told["cookies"].items():
        assert morsel["secure"] is True, name
        assert (morsel["path"], morsel["domain"]) == ("/", ""), name


def test_under_https_the_session_is_bound_to_the_host():
    """Read from the settings: a session begins with somebody who signs in."""
    text = (TOP / "tongxing" / "settings.py").read_text()
    assert '"__Host-session", "__Host-csrf"' in text
