"""Every component takes odd input without breaking, and lets no markup of others through."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
from django import forms
from django.contrib.auth.models import AnonymousUser
from django.template import engines
from django.test import RequestFactory
from django.urls import reverse
from django.utils import timezone, translation

from tongxing.core.refusal import YES, no_standing, not_now, sign_in
from tongxing.core.when import ago, ago_tag, day, day_tag, say_moment, say_span, span_of, when

pytestmark = pytest.mark.urls("tongxing.core.tests.stub_urls")
EVIL = '"><script>alert(1)</script><b>'
LONG = "吴" * 400 + "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft" * 4
ODD = [EVIL, LONG, "", "%s %(x)s {{ 1 }}"]
THING = SimpleNamespace(uid="k3v9x2m4p7qa")
NOW = datetime(2026, 9, 26, 4, 0, tzinfo=UTC)
SEVEN = datetime(2026, 10, 1, 23, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def render(source, path="/somewhere/?a=1", **context):
    request = RequestFactory().get(path)
    request.user = AnonymousUser()
    return engines["jinja2"].from_string(source).render({**context, "THING": THING}, request)


MARKS = '{% from "core/marks.html" import tag, dots, avatar, person, faces, note, refusal with context %}'
ROWS = '{% from "core/rows.html" import row, card, path, steps, facts, fresh, empty, pager with context %}'
FIGURES = '{% from "core/figures.html" import crumbs, tabs, banner, photo, qr, codes, aside_bit with context %}'
DEEDS = '{% from "core/deeds.html" import deed, to, to_sign_in, copy with context %}'
FORMS = '{% from "core/forms.html" import field, fields, errors, error_count, submit with context %}'
SHOWN = [
    MARKS
    + "{{ tag(x, 'want') }}{{ tag(x, href='/') }}{{ avatar(x) }}{{ person(x, '/') }}{{ faces([x, (x, '/')], x) }}",
    MARKS + "{{ note(x) }}{{ refusal(x) }}{% call note() %}{{ x }}{% endcall %}",
    ROWS + "{{ row(x, '/', x, tag=x) }}{{ row(x, line=[x, none, x]) }}{{ card(x, '/', x, [x]) }}{{ fresh(x, '/', x) }}",
    ROWS + "{{ path([{'title': x, 'when': x, 'line': x}]) }}{{ steps([x, {'title': x, 'line': x}]) }}{{ empty(x, x) }}",
    ROWS + "{{ facts([(x, x), (x, x, 'cal')]) }}",
    FIGURES + "{{ crumbs([(x, '/')]) }}{{ tabs([(x, '/', true)], x) }}{{ banner(x, x, x, 'sky') }}{{ codes([x]) }}",
    FIGURES + "{{ photo('/a.webp', x, x) }}{{ qr('', x, x) }}{% call aside_bit(x) %}{{ x }}{% endcall %}",
    DEEDS
    + "{{ to('/', x, about=x) }}{{ to_sign_in(x) }}{{ copy(x, x) }}{{ deed('thing', THING, yes, x, fields={'a': x}) }}",
]


@pytest.mark.parametrize("odd", ODD)
@pytest.mark.parametrize("source", SHOWN)
def test_odd_words_come_out_as_words(source, odd):
    html = render(source, x=odd, yes=YES)
    assert "<script" not in html and "<b>" not in html
    assert "style=" not in html and "onclick" not in html


def test_a_deed_that_may_be_done_is_a_form():
    html = render(DEEDS + "{{ deed('thing', THING, yes, 'Join', fields={'size': 2}) }}", yes=YES)
    assert f'method="post" action="{reverse("thing", kwargs={"uid": THING.uid})}"' in html
    assert '<input type="hidden" name="size" value="2">' in html
    assert "csrfmiddlewaretoken" in html


def test_a_deed_for_htmx_names_its_target():
    html = render(DEEDS + "{{ deed('thing', THING, yes, 'Join', htmx_target='#piece') }}", yes=YES)
    assert 'hx-target="#piece" hx-swap="outerHTML"' in html


@pytest.mark.parametrize("refuse", [no_standing, not_now])
def test_a_deed_that_may_not_be_done_says_why(refuse):
    html = render(DEEDS + "{{ deed('thing', THING, no, 'Join') }}", no=refuse("It is full. Wait in line."))
    assert "<form" not in html
    assert 'aria-disabled="true"' in html and ">Join</button>" in html
    assert '-why">It is full. Wait in line.</span>' in html


def test_signed_out_it_leads_to_signing_in_and_back():
    html = render(DEEDS + "{{ deed('thing', THING, no, 'Join') }}", no=sign_in("Sign in."))
    assert html == '<a class="btn " href="/login/?next=/somewhere/%3Fa%3D1">Join</a>'


def test_a_deed_nobody_asked_about_is_not_there():
    assert render(DEEDS + "{{ deed('thing', THING, none, 'Join') }}").strip() == ""


class Every(forms.Form):
    """One of each kind of field."""

    line = forms.CharField(help_text="A hint.")
    prose = forms.CharField(widget=forms.Textarea, required=False)
    one = forms.ChoiceField(choices=[("a", EVIL), ("b", "B")], widget=forms.RadioSelect)
    many = forms.MultipleChoiceField(choices=[("a", "A")], widget=forms.CheckboxSelectMultiple, required=False)
    pick = forms.ChoiceField(choices=[("a", "A")])
    yes = forms.BooleanField(required=False)
    file = forms.FileField(required=False)
    at = forms.DateTimeField(widget=forms.DateTimeInput({"type": "datetime-local"}))
    once = forms.CharField(widget=forms.HiddenInput)


def test_a_form_that_came_back_keeps_what_was_typed_and_says_what_is_wrong():
    form = Every({"line": EVIL, "prose": EVIL, "at": "yesterday-ish", "pick": "a"}, auto_id="id_%s")
    html = render(FORMS + "{{ error_count(form) }}{{ errors(form) }}{{ fields(form, {'at': 'mid'}) }}", form=form)
    assert "<script" not in html
    assert html.startswith("3 to change: ")
    assert 'value="&quot;&gt;&lt;script&gt;' in html
    assert '<a href="#id_one">One: This field is required.</a>' in html
    assert 'aria-describedby="id_at_error"' in html and 'aria-invalid="true"' in html
    assert 'value="yesterday-ish"' in html
    assert '<fieldset class="field bad" id="id_one"' in html
    assert html.count('name="once"') == 1


def test_a_hint_belongs_to_its_field():
    html = render(FORMS + "{{ field(form['line'], size='short') }}", form=Every())
    assert '<p class="hint" id="id_line_hint">A hint.</p>' in html
    assert 'class="in short"' in html and 'aria-describedby="id_line_hint"' in html


def test_a_form_without_mistakes_has_no_summary():
    assert render(FORMS + "{{ error_count(form) }}{{ errors(form) }}", form=Every()).strip() == ""


def test_paging_keeps_what_was_asked():
    page = SimpleNamespace(number=2, has_next=True, has_previous=True, next=3, previous=1, count=90)
    html = render(ROWS + "{{ pager(page) }}", "/places/?q=%E5%AE%8C%E5%B0%8F&page=2", page=page)
    assert 'href="?q=%E5%AE%8C%E5%B0%8F&amp;page=3"' in html and 'rel="prev"' in html


@pytest.mark.parametrize("seats", [0, 3, 24, 400, None])
def test_dots_never_flood_a_page(seats):
    assert render(MARKS + "{{ dots(2, seats) }}", seats=seats).count('class="dot') <= 25


@pytest.mark.parametrize("name, sign", [("小满", "满"), ("老", "老"), ("豆豆妈", "豆"), ("leo", "L"), (None, "")])
def test_one_sign_stands_for_a_person(name, sign):
    assert f">{sign}</span>" in render(MARKS + "{{ avatar(name) }}", name=name)


@pytest.mark.parametrize("number", [400, 403, 404, 409, 429, 500, 503])
@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_a_bad_day_has_a_page(number, language):
    template = engines["jinja2"].get_template(f"front/errors/{number}.html")
    request = None if number in (400, 429, 500, 503) else RequestFactory().get("/x/")
    with translation.override(language):
        html = template.render({}, request)
    assert f'<html lang="{language}">' in html and "<h1>" in html


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_the_living_page_shows_them_all(client, db, language):
    page = client.get("/components/", {"lang": language}, HTTP_HOST="localhost")
    html = page.content.decode()
    assert page.status_code == 200
    assert f'<html lang="{language}">' in html
    assert "style=" not in html and "<script>" not in html


def test_the_look_is_on_the_page_from_the_first_byte(client, db):
    client.cookies["look"] = "dark.large"
    html = client.get("/components/", {"lang": "en"}, HTTP_HOST="localhost").content.decode()
    assert '<html lang="en" data-theme="dark" data-text="large">' in html
    assert 'value="dark" aria-pressed="true"' in html and 'value="system" aria-pressed="false"' in html


def test_a_person_finds_notices_and_home_in_the_header(monkeypatch):
    monkeypatch.setattr("tongxing.core.joints.PAGE_FACTS", {"unread": "tongxing.core.tests.stub_urls.twelve"})
    request = RequestFactory().get("/x/?a=1")
    request.user = SimpleNamespace(is_authenticated=True, name=EVIL)
    html = (
        engines["jinja2"]
        .from_string('{% extends "core/base.html" %}{% block nav %}spaces{% endblock %}')
        .render({}, request)
    )
    assert '<span class="unread">12' in html and 'href="/front/home/"' in html
    assert html.count('aria-current="page"') == 1 and '<a href="/spaces/list/" aria-current="page">' in html
    assert 'name="next" value="/x/?a=1"' in html and "?a=1&amp;lang=zh-hans" in html
    assert "<script>" not in html and "account_login" not in html


def test_a_form_page_says_the_number_of_mistakes_in_its_title():
    form = Every({}, auto_id="id_%s")
    html = render('{% extends "core/form_page.html" %}{% block heading %}Open <b>{% endblock %}', form=form)
    assert "<title>5 to change: Open" in html.replace("\n", "")
    assert 'enctype="multipart/form-data"' in html and "csrfmiddlewaretoken" in html


def test_a_moment_is_said_as_people_say_it():
    with timezone.override("Asia/Shanghai"):
        assert say_moment(SEVEN, now=NOW) == "Fri 2 Oct, 07:00"
        assert say_moment(SEVEN.replace(year=2027), now=NOW) == "Sat 2 Oct 2027, 07:00"
        assert say_span(SEVEN, SEVEN + timedelta(hours=2), now=NOW) == "Fri 2 Oct, 07:00 to 09:00"
        with translation.override("zh-hans"):
            assert say_moment(SEVEN, now=NOW) == "10 月 2 日（周五）早 7 点"
            assert say_moment(SEVEN + timedelta(hours=13, minutes=5), now=NOW) == "10 月 2 日（周五）晚 8:05"
            assert say_moment(SEVEN.replace(year=2027), now=NOW) == "2027 年 10 月 2 日（周六）早 7 点"
            assert day(SEVEN, now=NOW) == "10 月 2 日"


def test_a_reader_elsewhere_sees_both_clocks():
    with timezone.override("Europe/Berlin"):
        html = when(SEVEN, "Asia/Shanghai", now=NOW)
        assert '<time datetime="2026-10-02T07:00+08:00">Fri 2 Oct, 07:00</time>' in html
        assert '<span class="zone">Beijing time</span>' in html and "Fri 2 Oct, 01:00" in html
        assert "Fri 2 Oct, 01:00 to 03:00" in span_of(SEVEN, SEVEN + timedelta(hours=2), "Asia/Shanghai", now=NOW)


def test_a_reader_at_home_sees_one_clock():
    with timezone.override("Asia/Shanghai"):
        assert (
            when(SEVEN, "Asia/Shanghai", now=NOW) == '<time datetime="2026-10-02T07:00+08:00">Fri 2 Oct, 07:00</time>'
        )
        assert "Beijing time" in when(SEVEN, "Asia/Shanghai", full=True, now=NOW)


@pytest.mark.parametrize("back, words", [
    (timedelta(seconds=20), "just now"), (timedelta(minutes=1), "1 minute ago"), (timedelta(hours=3), "3 hours ago"),
    (timedelta(hours=20), "yesterday"), (timedelta(days=3), "3 days ago"), (timedelta(days=90), "28 Jun"),
])  # fmt: skip
def test_how_long_ago(back, words):
    with timezone.override("Asia/Shanghai"):
        assert ago(NOW - back, now=NOW) == words


def test_pages_say_the_exact_moment_too():
    with timezone.override("Asia/Shanghai"):
        moment = NOW - timedelta(hours=3)
        assert ago_tag(moment, now=NOW) == f'<time datetime="{localised(moment)}">3 hours ago</time>'
        assert day_tag(moment, now=NOW) == f'<time datetime="{localised(moment)[:10]}">{day(moment, now=NOW)}</time>'
        assert day_tag(moment.date()).startswith(f'<time datetime="{moment.date()}">')


def localised(moment):
    return timezone.localtime(moment).isoformat(timespec="minutes")
