"""Public pages are kept for a moment and given again to the next signed-out reader, as long as nothing was written.

What was written is asked of the database itself, so that no deed can forget to say so: SQLite's data version (with the
changes of this very connection), PostgreSQL's snapshot, which moves with every transaction that writes. A page also
tells times, so none is kept for longer than a minute. Nothing of a signed-in person, nothing with a form's token, a
cookie or a message is ever kept.
"""

import time
from collections import OrderedDict
from hashlib import sha256
from threading import local

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpResponse
from django.utils import timezone, translation
from django.utils.cache import get_conditional_response

LONGEST = 60  # seconds
MOST_PAGES, MOST_PIECES, MOST_BYTES, MOST_ADDRESS = 100, 1000, 150_000, 300
OWN_COOKIES = {"language", "look"}  # what a signed-out reader may have; each is part of the key
mine = local()


def kept_pages(get_response):
    """Give again what was said a moment ago; keep what may be given again."""

    def middleware(request):
        mine.state = state = state_of_database() if request.method == "GET" else None
        if not may_be_kept(request):
            return get_response(request)
        pages, key = kept_by_thread("pages"), key_of(request)
        page = pages.get(key)
        if page and state and page["state"] == state and time.monotonic() - page["at"] < LONGEST:
            pages.move_to_end(key)
            response = HttpResponse(page["body"], headers=page["headers"])
        else:
            response = get_response(request)
            if not (state and keep(pages, key, state, response)):
                return response
        return get_conditional_response(request, etag=response["ETag"], response=response)

    return middleware


def may_be_kept(request):
    """True for a page that a signed-out reader asks for in the plainest way."""
    return (
        request.method == "GET"
        and OWN_COOKIES.issuperset(request.COOKIES)
        and len(request.get_full_path()) <= MOST_ADDRESS
        and "HTTP_HX_REQUEST" not in request.META
        and "HTTP_AUTHORIZATION" not in request.META
        and not settings.DEBUG
    )


def key_of(request):
    """All that a public page depends on, but for what is in the database."""
    look = request.look
    return request.get_host(), request.get_full_path(), request.LANGUAGE_CODE, look.theme, look.text


def kept_by_thread(name):
    """What this thread keeps: the state of its own connection says whether it holds."""
    if not hasattr(mine, name):
        setattr(mine, name, OrderedDict())
    return getattr(mine, name)


def kept(name, key, caller):
    """A piece of a page that depends on one public thing, the language, the zone and the minute alone.

    In a template: {% call kept("row", thing.uid) %}…{% endcall %}. Readers share it, until something is written.
    """
    if getattr(mine, "state", None) is None:
        return caller()
    pieces = kept_by_thread("pieces")
    clock = int(time.time() // 60), timezone.get_current_timezone_name()
    key = (name, key, mine.state, clock, translation.get_language())
    if key not in pieces:
        pieces[key] = caller()
        if len(pieces) > MOST_PIECES:
            pieces.popitem(last=False)
    return pieces[key]


def keep(pages, key, state, response):
    """Keep an answer that may be given again, under an ETag. False for one that may not."""
    if (
        response.status_code != 200
        or response.streaming
        or response.cookies
        or len(response.content) > MOST_BYTES
        or not response.headers["Content-Type"].startswith("text/html")
        or "Cache-Control" in response.headers
        or state != state_of_database()  # somebody wrote while it was made
    ):
        return False
    response["ETag"] = f'"{sha256(response.content).hexdigest()[:32]}"'
    response["Cache-Control"] = "no-cache"
    headers = dict(response.headers)
    pages[key] = {"state": state, "at": time.monotonic(), "body": response.content, "headers": headers}
    if len(pages) > MOST_PAGES:
        pages.popitem(last=False)
    return True


def state_of_database():
    """What differs whenever anything was written; None when it can't be asked now, or inside a transaction."""
    try:
        if connection.in_atomic_block:
            return None
        connection.ensure_connection()
        raw = connection.connection
        if connection.vendor == "sqlite":
            return id(raw), raw.execute("PRAGMA data_version").fetchone()[0], raw.total_changes
        with raw.cursor() as cursor:
            return id(raw), cursor.execute("SELECT pg_current_snapshot()::text").fetchone()[0]
    except (DatabaseError, *errors_of(connection)):
        return None


def errors_of(connection):
    """What the driver itself raises."""
    return (connection.Database.Error,)
