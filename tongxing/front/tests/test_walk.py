"""What ships is run: the demo world is built, its outbox drained, and everybody in it walks the whole house."""

import random
from collections import Counter
from contextlib import contextmanager, nullcontext
from datetime import UTC, datetime
from unittest.mock import patch

import pytest
import time_machine
from django.db.models import Q
from django.http import HttpResponse
from django.template import engines
from django.utils import timezone

from tongxing.core import ids
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
from tongxing.spaces.models import Space

from .access import rows
from .tongues import foreign
from .walk import Walk, listening, reached

MOMENTS = {
    "leap day": datetime(2028, 2, 29, 2, 0, tzinfo=UTC),  # 10:00 in Shanghai
    "last minutes of the year": datetime(2026, 12, 31, 15, 50, tzinfo=UTC),  # 23:50 in Shanghai
}
ROLES = [None, *(handle for handle, *_ in SIGN_INS)]
START = ("/", "/activities/?time=past", "/api/", "/map/", "/places/", "/needs/", "/activities/", "/spaces/")
# Routes of which a walk opens more than of others, or fewer: thousands of areas, exports of every list.
FEW = {"places:export_csv": 1, "places:export_xlsx": 1, "places:as_geojson": 1, "spaces:invitation_qr": 1}
FEW |= {"spaces:space": 7, "spaces:people": 8, "activities:activity": 7, "needs:need": 6, "places:place": 5}

MAIL = "its link comes by mail, and the demo sends none"
FACTOR = "a second factor or a key of a device, which nobody in the demo has"
SCRIPT = "asked by a script of a page, or drawn in it"
CARES = "asking is open to who was there and doesn't look after it yet; everybody in the demo who was there does"
STATE = "after something that the worker does, or that somebody else must do first"
# Pages that no walk opens, and why; each has tests of its own room.
UNREACHED = {
    **dict.fromkeys(["front:metrics", "front:healthz", "front:readyz", "front:robots"], "for machines"),
    **dict.fromkeys(["account_confirm_email", "account_email_verification_sent", "account_reset_password"], MAIL),
    **dict.fromkeys(["account_reset_password_done", "account_reset_password_from_key", "people:stop_mail"], MAIL),
    "account_reset_password_from_key_done": MAIL,
    "account_inactive": "nobody in the demo is locked out",
    "account_logout": "signing out is a button; its page is for who types the address",
    "activities:join_activity": "joining is a button; its page comes when something is asked back",
    **dict.fromkeys(["places:likes", "places:seat_names", "places:seats", "places:tile"], SCRIPT),
    "places:service_embed": "stands in pages elsewhere",
    "places:import_report": STATE,
    "places:ask_to_care": CARES,
}
# Forms that are never sent, and why; each has tests of its own room.
UNSENT = {
    **dict.fromkeys(["account_confirm_email", "account_reset_password", "account_reset_password_from_key"], MAIL),
    **dict.fromkeys(["account_email", "account_confirm_login_code", "people:stop_mail"], MAIL),
    "account_set_password": "for who came by another service; there is none in the demo",
    **{f"mfa_{name}_totp": FACTOR for name in ("activate", "deactivate")},
    **{f"mfa_{name}_webauthn": FACTOR for name in ("edit", "remove", "reauthenticate")},
    **{f"mfa_{name}": FACTOR for name in ("authenticate", "reauthenticate")},
    **{f"mfa_{name}_recovery_codes": FACTOR for name in ("download", "generate")},
    **dict.fromkeys(["people:end_session", "usersessions_list"], "ends another browser, and there is but one"),
    "people:end_token": STATE,
    **dict.fromkeys(["people:say_birth_month", "people:show_name"], "for who is growing up, which lasts two years"),
    "front:language": "the links of the footer do the same",
    "activities:accept_place": STATE,
    **dict.fromkeys(["places:claim_contact", "places:reopen_contact"], STATE),
    **dict.fromkeys(["places:undo_import", "places:undo_merge", "spaces:accept_invitation"], STATE),
    "places:ask_to_care": CARES,
}
# Templates that no walk renders, and why.
UNRENDERED = {
    **{f"front/errors/{code}.html": "an error" for code in (400, 403, 404, 409, 429, 500, 503)},
    **dict.fromkeys(["core/_refused.html", "core/refused.html"], "an error, or the answer to a piece of a page"),
    **{f"front/components/_{name}.html": "for developers" for name in ("deeds", "figures", "forms", "rows", "words")},
    "front/components.html": "for developers",
    **{f"account/{name}.html": MAIL for name in ("email_confirm", "password_reset", "password_reset_done")},
    **{f"account/password_reset_from_key{name}.html": MAIL for name in ("", "_done")},
    **{f"account/{name}.html": MAIL for name in ("verification_sent", "verified_email_required")},
    **dict.fromkeys(["account/account_inactive.html", "account/logout.html"], "as their pages"),
    **dict.fromkeys(["account/password_set.html", "account/signup_closed.html"], "not in the demo"),
    **{f"mfa/{name}.html": FACTOR for name in ("authenticate", "reauthenticate")},
    **{f"mfa/totp/{name}_form.html": FACTOR for name in ("activate", "deactivate")},
    **{f"mfa/webauthn/{name}.html": FACTOR for name in ("authenticator_confirm_delete", "edit_form", "reauthenticate")},
    **{f"mfa/recovery_codes/{name}.html": FACTOR for name in ("generate", "index")},
    **dict.fromkeys(["people/say_birth_month.html", "people/stop_mail.html"], "as their pages"),
    **dict.fromkeys(["places/claim_contact.html", "places/import_report.html", "places/service_embed.html"], STATE),
    "places/ask_to_care.html": CARES,
    "spaces/ask_to_join.html": "the form stands on the space's page; this page is for who signs in to ask",
    **dict.fromkeys(["places/_no_road.html", "places/along_choose.html"], "of a router, and of files with two ways"),
}


@contextmanager
def at(moment):
    """The demo world as it ships, built and drained at this moment (None: now), as long as somebody walks in it.

    Its things have the same names each time, so lists that go by name are walked in the same order.
    """
    moved = time_machine.travel(moment, tick=True) if moment else nullcontext()
    with moved, patch.object(ids, "secrets", random.Random(7)):
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
    return Walk(person, language, few=FEW, skips=UNSENT, strange=foreign, **how).go(*START, *lively())


def lively():
    """The addresses of what people live in: every team, and the places that somebody looks after or was at."""
    places = Place.objects.filter(Q(marks__isnull=False) | Q(caretakers__isnull=False)).distinct().order_by("pk")
    return [thing.get_absolute_url() for thing in [*Space.objects.filter(person=None).order_by("pk"), *places]]


def told(walks):
    """Every fault of some walks, one a line."""
    return "\n".join(str(fault) for walk in walks for fault in walk.faults)


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_everybody_walks_today(language):
    whole = language == "zh-hans" and not on_postgres()  # there everything is opened that a walk can open
    roles = ROLES if language == "zh-hans" else [None, "ashu", "xiaoyu"] if on_postgres() else ROLES
    with at(None), rendering() as rendered:
        walks = [walk_as(role, language, same=3 if role is None else 2 if whole else 1) for role in roles]
        known = {name for name in engines["jinja2"].env.list_templates() if name.endswith(".html")}

    print({walk.who: (walk.pages, sum(walk.sent.values())) for walk in walks})
    assert told(walks) == ""
    if whole:
        check_what_was_reached(walks, known - rendered.keys())


def check_what_was_reached(walks, unrendered):
    """Every shape of page, form and template, but for those that are declared; and how much that was."""
    shapes, sent = reached(walks), {route for walk in walks for _method, route, _names in walk.sent}
    pages = {route for route, _, get, _ in rows() if "ok" in get.values()}
    posts = {route for route, _, _, post in rows() if set(post.values()) - {"405", "in"}}
    assert sorted(pages - shapes.keys() - UNREACHED.keys()) == []
    assert sorted(posts - sent - UNSENT.keys()) == []
    assert sorted(unrendered - UNRENDERED.keys()) == []
    assert sum(walk.pages for walk in walks) > 2500
    assert sum(sum(walk.sent.values()) for walk in walks) > 800
    assert len(pages & shapes.keys()) > 85


@pytest.mark.django_db
@pytest.mark.parametrize("name", MOMENTS)
def test_everybody_walks_on_a_day_of_the_calendar_that_is_rare(name):
    with at(MOMENTS[name]):
        roles = [None, "ashu", "xiaoyu"] if on_postgres() else ROLES
        walks = [walk_as(role, "zh-hans", same=1, sends=int(role in (None, "ashu"))) for role in roles]

    assert told(walks) == ""
    assert sum(walk.pages for walk in walks) > 100 * len(roles)


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
    walk.language = html[html.index("=") + 1 : html.index(">")]
    walk.read(HttpResponse(html), "/places/")

    assert [fault.what for fault in walk.faults] == [says]


def test_a_page_in_the_other_language_is_noticed(walk):
    walk.read(HttpResponse("<html lang=zh-hans><h1>一</h1></html>"), "/places/")

    assert [fault.what for fault in walk.faults] == ["a page in zh-hans"]


def test_what_is_right_is_no_fault(walk):
    html = "<html lang=zh-hans><h1 id=top>一</h1><a href='#top'>GPX</a><code>yes</code><p lang=en>A road</p></html>"
    walk.language = "zh-hans"
    walk.read(HttpResponse(html), "/places/")

    assert walk.faults == []
