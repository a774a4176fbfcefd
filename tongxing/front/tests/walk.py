"""Walking a house as somebody would: every link followed, every form sent empty and with plausible values.

A walk reads pages as a browser does (links, forms, headings), never templates or views, so it finds what is really
offered to this person in this language. What it finds wrong is a list of `Fault`s.
"""

import json
import logging
from collections import Counter, deque
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import parse_qs, unquote, urldefrag, urljoin, urlsplit

from django.db import transaction
from django.test import Client
from django.urls import Resolver404, resolve
from django.utils import timezone

from .markup import Page, empty, plausible

HOST = "http://testserver"
ANSWERS = (200, 422)  # of a form: what was asked for, or the form again
TOKENLESS = {"front:look", "front:language"}  # they keep a wish in a cookie; public pages are kept without a token


@dataclass(frozen=True)
class Fault:
    """Something that must not be: what, where, for whom."""

    what: str
    where: str
    who: str

    def __str__(self):
        return f"{self.what}  {self.where}  ({self.who})"


class Complaints(logging.Handler):
    """What is logged as a warning or worse while somebody walks."""

    def __init__(self):
        super().__init__(logging.WARNING)
        self.lines = []

    def emit(self, record):
        told = record.getMessage()
        if record.exc_info and record.exc_info[1] is not None:
            told += f" {type(record.exc_info[1]).__name__}: {record.exc_info[1]}"
        self.lines.append(told)


@contextmanager
def listening():
    """The complaints of everything that is logged meanwhile."""
    heard, root = Complaints(), logging.getLogger()
    loggers = [root, logging.getLogger("django.request"), logging.getLogger("django")]
    for one in loggers:
        one.addHandler(heard)
    try:
        yield heard
    finally:
        for one in loggers:
            one.removeHandler(heard)


def shape_of(path):
    """The name of the route that a path belongs to; None when there is none."""
    try:
        return resolve(unquote(path)).view_name
    except Resolver404:
        return None


class Walk:
    """One person's way through the house, in one language.

    Of every shape of page with the same names behind its question mark at most `same` are opened, or as many as `few`
    says for its route; in all at most LISTS. Of every form with the same controls `sends` are sent; routes in `skips`
    are never sent one. What comes of a form that is new here is walked too, a few steps deep, before it is undone.
    `strange(page, route)` lists the words of another language on a page.
    """

    LISTS, DEEP = 8, 3

    def __init__(self, person, language, *, few=None, same=6, sends=2, skips=(), strange=None):
        self.strange = strange or (lambda page, shape: ())
        self.person, self.language = person, language
        self.who = f"{person.handle if person else 'stranger'}, {language}"
        self.few, self.same, self.sends, self.skips = few or {}, same, sends, set(skips)
        self.faults, self.shapes, self.sent, self.pages = [], Counter(), Counter(), 0
        self.seen, self.queue, self.told, self.depth = set(), deque(), set(), 0
        self.opened = Counter()
        self.client = Client(enforce_csrf_checks=True, raise_request_exception=False)
        self.client.cookies["language"] = language
        if person:
            self.client.force_login(person)

    def fault(self, what, where):
        """Write a fault down, once for each kind of page."""
        key = (what, shape_of(urlsplit(where).path) or where)
        if key not in self.told:
            self.told.add(key)
            self.faults.append(Fault(what, unquote(where)[:200], self.who))

    def go(self, *starts):
        """Walk from here until nothing new is found; returns itself."""
        for start in starts:
            self.note(start, "/", (200,))
        with listening() as heard:
            while self.queue:
                where, came_from, expected = self.queue.popleft()
                before = len(heard.lines)
                self.open(where, came_from, expected)
                for line in heard.lines[before:]:
                    if "Broken pipe" not in line:
                        self.fault(f"logged: {line[:300]}", where)
        return self

    def note(self, link, base, answers=None):
        """Remember a link, unless it leads elsewhere or enough of its kind were seen; with `answers` always."""
        where, _fragment = urldefrag(urljoin(f"{HOST}{base}", link))
        parts = urlsplit(where)
        if f"{parts.scheme}://{parts.netloc}" != HOST:
            return
        path = parts.path + (f"?{parts.query}" if parts.query else "")
        if path in self.seen:
            return
        shape = shape_of(parts.path)
        if shape is None:
            if not parts.path.startswith("/static/"):
                self.fault("a link leads nowhere", f"{path} on {base}")
            return
        kind = (shape, tuple(sorted(parse_qs(parts.query, keep_blank_values=True))))
        most = self.few.get(shape, self.same)
        enough = self.shapes[kind] >= most or self.opened[shape] >= max(most, self.LISTS)
        if enough and not answers:
            return
        self.seen.add(path)
        self.shapes[kind] += 1
        self.opened[shape] += 1
        self.queue.append((path, base, answers or (200,)))

    def open(self, where, came_from, expected=(200,)):
        """Look at a page: what it says, where it leads, what it asks."""
        self.client.cookies["language"] = self.language
        where, response = self.fetch(where)
        if response is None:
            return
        self.pages += 1
        if response.status_code not in expected:
            self.fault(f"a link leads to a {response.status_code}", f"{where} on {came_from}")
        elif page := self.read(response, where):
            self.take_in(page, where)

    def fetch(self, where):
        """(where it is in the end, the answer) after a few redirects; no answer where they lead out of the house."""
        response = self.client.get(where)
        for _step in range(4):
            if response.status_code not in (301, 302):
                break
            where = urldefrag(urljoin(f"{HOST}{where}", response["Location"]))[0]
            if not where.startswith(f"{HOST}/"):
                return where, None
            where = where.removeprefix(HOST)
            response = self.client.get(where)
        return where, response

    def take_in(self, page, where):
        """Remember where a page leads, and send its forms."""
        if self.depth:
            self.deeper(page, where)
            return
        for link in page.links + page.sources:
            self.note(link, where)
        for form in page.forms if page.language == self.language else ():
            self.fill(form, where)

    def read(self, response, where):
        """The page of an answer, looked through; None for what is no page."""
        if not response.headers.get("Content-Type", "").startswith("text/html"):
            b"".join(response) if response.streaming else response.content
            return None
        html = response.content.decode()
        page = Page(html)
        if "<html" not in html:
            return page
        if page.language != self.language and "lang=" not in where:
            self.fault(f"a page in {page.language or 'no language'}", where)
        if page.headings != 1:
            self.fault(f"a page with {page.headings} h1", where)
        for link in page.links:
            if link.startswith("#") and link[1:] and unquote(link[1:]) not in page.ids:
                self.fault(f"a link to {link}, which isn't there", where)
        if foreign := self.strange(page, shape_of(urlsplit(where).path)):
            self.fault(f"words of another language: {', '.join(foreign)[:200]}", where)
        return page

    def fill(self, form, where, sends=None):
        """Send a form, if enough of its kind weren't sent yet: a question as a link, the others empty and filled in."""
        target = urljoin(f"{HOST}{where}", form.action or where).removeprefix(HOST)
        shape = shape_of(urlsplit(target).path)
        if shape is None:
            self.fault("a form leads nowhere", f"{target} on {where}")
            return
        kind = (form.method, shape, form.names)
        if self.sent[kind] >= (sends or self.sends) or shape in self.skips:
            return
        self.sent[kind] += 1
        today = timezone.localdate()
        if form.method == "get":
            path = urlsplit(target).path
            for values in (empty(form), plausible(form, today)):
                asked = f"{path}?{'&'.join(f'{name}={value}' for name, value in values.items())}"
                self.open(asked, where, ANSWERS) if self.depth else self.note(asked, where, ANSWERS)
            return
        if shape not in TOKENLESS and "csrfmiddlewaretoken" not in {one.name for one in form.fields}:
            self.fault("a form without its token", f"{target} on {where}")
        for button in form.buttons[:3] or [None]:
            pressed = dict([button]) if button else {}
            self.post(target, empty(form) | pressed, where, {*ANSWERS, 302, 303, 400, 409})
            self.post(target, plausible(form, today) | pressed, where, {*ANSWERS, 302, 303, 409})

    def post(self, target, values, where, expected):
        """Send a form, look at what comes of it, and undo it."""
        before, cookies = transaction.savepoint(), dict(self.client.cookies)
        session = {name: morsel.value for name, morsel in cookies.items()}
        try:
            response = self.client.post(target, values, headers={"Referer": f"{HOST}{where}"})
            told = f"{target} {json.dumps(values, default=str, ensure_ascii=False)[:160]} on {where}"
            if response.status_code not in expected:
                self.fault(f"a form answers {response.status_code}", told)
            elif response.status_code in (302, 303):
                self.after(response, told)
            else:
                self.read(response, told)
        finally:
            transaction.savepoint_rollback(before)
            for name in [name for name in self.client.cookies if name not in session]:
                del self.client.cookies[name]
            for name, value in session.items():
                self.client.cookies[name] = value

    def after(self, response, told):
        """Where an answer leads."""
        where = response["Location"]
        if not where.startswith("http") or where.startswith(HOST):
            then = self.client.get(urldefrag(urljoin(f"{HOST}/", where))[0].removeprefix(HOST), follow=True)
            if then.status_code != 200:
                self.fault(f"a form leads to a {then.status_code}", f"{told} → {where}")
            elif page := self.read(then, told):
                self.opened[shape_of(then.request["PATH_INFO"])] += 1
                self.deeper(page, then.request["PATH_INFO"])

    def deeper(self, page, where):
        """Forms and shapes of pages that are new here, on a page that is undone in a moment."""
        if self.depth == self.DEEP or page.language != self.language:
            return
        self.depth += 1
        for form in page.forms:
            self.fill(form, where, sends=1)
        for link in page.links + page.sources:
            path = urldefrag(urljoin(f"{HOST}{where}", link))[0].removeprefix(HOST)
            shape = None if path.startswith("http") else shape_of(urlsplit(path).path)
            if shape and not self.opened[shape]:
                self.opened[shape] += 1
                self.open(path, where)
        self.depth -= 1


def reached(walks):
    """How often each shape of page was opened in these walks."""
    return sum((walk.opened for walk in walks), Counter())
