"""What ships is run: the demo world is built, its outbox drained, and everybody in it walks the whole house."""

from collections import Counter
from contextlib import contextmanager, nullcontext
from datetime import UTC, datetime

import pytest
import time_machine
from django.http import HttpResponse
from django.template import engines
from django.utils import timezone

from tongxing.core.models import Pending
from tongxing.core.outbox import work_once
from tongxing.core.refusal import Refused
from tongxing.core.tests.databases import on_postgres
from tongxing.front.demo import SIGN_INS, lives
from tongxing.front.demo.build import build
from tongxing.people.actions import choose_language
from tongxing.people.models import Person
from tongxing.places import actions as places
from tongxing.places.models import Place
from tongxing.places.tests.conftest import make_place

from .access import rows
from .tongues import foreign
from .walk import Walk, listening, reached

MOMENTS = {
    "leap day": datetime(2028, 2, 29, 2, 0, tzinfo=UTC),  # 10:00 in Shanghai
    "last minutes of the year": datetime(2026, 12, 31, 15, 50, tzinfo=UTC),  # 23:50 in Shanghai
}
ROLES = [None, *(handle for handle, *_ in SIGN_INS)]
START = ("/", "/api/", "/map/", "/places/", "/needs/", "/activities/", "/spaces/")
# Routes of which a walk opens more than of others, or fewer: thousands of areas, exports of every list.
FEW = {"places:export_csv": 1, "places:export_xlsx": 1, "places:as_geojson": 1, "spaces:invitation_qr": 1}
FEW |= {"spaces:space": 7, "activities:activity": 7, "needs:need": 6, "places:place": 5}

# Pages that no link leads to, and why.
UNREACHED = {
    "front:metrics": "for machines that bear its token; there is none in the demo",
}
# Forms that are never sent, and why.
UNSENT = {}
# Templates that no walk renders, and why.
UNRENDERED = {}


@contextmanager
def at(moment):
    """The demo world as it ships, built and drained at this moment (None: now), as long as somebody walks in it."""
    with time_machine.travel(moment, tick=True) if moment else nullcontext():
        with listening() as heard:
            made = build(timezone.now())
            while work_once(most=100):
                pass
        assert heard.lines == []
        assert made["places"] > 40
        assert not Pending.objects.exclude(given_up_at=None, tries=0).exists()
        yield


@contextmanager
def rendering():
    """The names of all templates that are rendered meanwhile."""
    pages, names = engines["jinja2"].env, Counter()
    plain = type(pages).get_template

    def noted(name, *args, **kwargs):
        names[getattr(name, "name", name)] += 1
        return plain(pages, name, *args, **kwargs)

    pages.get_template = noted
    try:
        yield names
    finally:
        del pages.get_template


def walk_as(role, language, **how):
    """One person of the demo walks, in a language that they have chosen."""
    person = Person.objects.get(handle=role) if role else None
    if person and person.language != language:
        person = choose_language(person, by=person, language=language)
    lively = Place.objects.get(name="石板沟小学").get_absolute_url()
    return Walk(person, language, few=FEW, skips=UNSENT, strange=foreign, **how).go(*START, lively)


def told(walks):
    """Every fault of some walks, one a line."""
    return "\n".join(str(fault) for walk in walks for fault in walk.faults)


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_everybody_walks_today(language):
    same = 1 if on_postgres() else 2
    with at(None), rendering() as rendered:
        walks = [walk_as(role, language, same=4 if role is None else same) for role in ROLES]
        known = {name for name in engines["jinja2"].env.list_templates() if name.endswith(".html")}

    assert told(walks) == ""
    shapes, sent = reached(walks), {route for walk in walks for _method, route, _names in walk.sent}
    print({walk.who: (walk.pages, sum(walk.sent.values())) for walk in walks})
    pages = {route for route, _, get, _ in rows() if "ok" in get.values()}
    posts = {route for route, _, _, post in rows() if set(post.values()) - {"405", "in"}}
    assert pages - shapes.keys() == UNREACHED.keys()
    assert posts - sent == UNSENT.keys()
    assert known - rendered.keys() == UNRENDERED.keys()


@pytest.mark.django_db
@pytest.mark.parametrize("name", MOMENTS)
def test_everybody_walks_on_a_day_of_the_calendar_that_is_rare(name):
    with at(MOMENTS[name]):
        walks = [walk_as(role, "zh-hans", same=1, sends=int(role in (None, "ashu", "luoluo"))) for role in ROLES]

    assert told(walks) == ""
    assert sum(walk.pages for walk in walks) > 1000


# -- the walk itself notices


@pytest.mark.django_db
def test_a_demo_that_lets_the_wrong_person_act_is_noticed(monkeypatch):
    monkeypatch.setattr(lives, "answers", lambda need: need.made_by)

    with pytest.raises(Refused), at(None):
        pass


@pytest.fixture
def walk(stranger):
    return Walk(stranger, "en", strange=foreign)


def test_a_link_that_leads_nowhere_is_noticed(walk):
    walk.note("/nowhere/", "/")
    walk.open("/places/zzzzzzzzzzzz/gone/", "/")

    assert [fault.what for fault in walk.faults] == ["a link leads nowhere", "a link leads to a 404"]


def test_a_form_that_breaks_is_noticed(walk, steward, monkeypatch):
    place = make_place(steward)

    def broken(*args, **kwargs):
        raise TypeError("on is missing")

    monkeypatch.setattr(places, "mark_place", broken)

    walk.go(f"/places/{place.uid}/mark/watching/")

    broken = [fault.what for fault in walk.faults if "mark" in fault.where]
    assert "a form answers 500" in broken
    assert any(what.startswith("logged:") and "TypeError: on is missing" in what for what in broken)


@pytest.mark.parametrize(
    ("html", "says"),
    [
        ("<html lang=en><h1>One</h1><h1>Two</h1></html>", "a page with 2 h1"),
        ("<html lang=en><h1>One</h1><a href='#gone'>down</a></html>", "a link to #gone, which isn't there"),
        ("<html lang=en><h1>One</h1><p>已经确认</p></html>", "words of another language: 已经确认"),
        ("<html lang=zh-hans><h1>一</h1><dd>yes</dd></html>", "words of another language: yes"),
        ("<html lang=zh-hans><h1>一</h1><img alt='A road'></html>", "words of another language: road"),
    ],
)
def test_a_page_that_is_wrong_is_noticed(walk, html, says):
    walk.read(HttpResponse(html), "/places/")

    assert [fault.what for fault in walk.faults] == [says]


def test_what_is_right_is_no_fault(walk):
    html = "<html lang=zh-hans><h1 id=top>一</h1><a href='#top'>GPX</a><code>yes</code><p lang=en>A road</p></html>"
    walk.read(HttpResponse(html), "/places/")

    assert walk.faults == []
