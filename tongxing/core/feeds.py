"""Feeds that anybody may follow: Atom (RFC 4287), of what the public may read, the newest first."""

import re
from datetime import UTC, datetime
from hashlib import sha256
from typing import NamedTuple

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape
from django.utils.translation import get_language

from .ids import lasting_id

ANYBODY = AnonymousUser()  # whoever reads a feed, signed in or not
NEVER = datetime(1970, 1, 1, tzinfo=UTC)
MOST = 40
FRESH = 300  # seconds for which a reader may keep one
NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # XML 1.0, production 2


class Entry(NamedTuple):
    """One thing that happened: a key that no other has, what it is called, its page, when, some words, when changed."""

    key: str
    title: str
    path: str
    at: datetime
    text: str = ""
    changed_at: datetime | None = None


def atom(request, key, title, path, entries):
    """The answer: the newest of these entries, under the title and with the page that they belong to.

    The key names the feed as those of the entries name them: it stays when the title or the page's address changes.
    """
    newest = sorted(entries, key=lambda entry: entry.at, reverse=True)[:MOST]
    feed = Atom1Feed(
        title=clean(title),
        link=settings.ADDRESS + path,
        description="",
        language=get_language(),
        feed_url=settings.ADDRESS + request.get_full_path(),
        feed_guid=lasting_id(f"feed/{key}"),
        author_name=settings.SITE_NAME,
        author_link=settings.ADDRESS,
    )
    for entry in newest:
        feed.add_item(
            clean(entry.title),
            settings.ADDRESS + entry.path,
            escape(clean(entry.text)),  # a summary is HTML
            unique_id=lasting_id(entry.key),
            pubdate=entry.at,
            updateddate=entry.changed_at or entry.at,
        )
    if not newest:  # Django would say that it changed just now, each time anew
        feed.latest_post_date = lambda: NEVER
    body = feed.writeString("utf-8").encode()
    return open_to_all(request, HttpResponse(body, content_type="application/atom+xml; charset=utf-8"))


def open_to_all(request, response):
    """An answer that is the same for everybody: pages elsewhere may read it, without cookies; 304 while it holds."""
    response["Cache-Control"] = f"public, max-age={FRESH}"
    response["ETag"] = f'"{sha256(response.content).hexdigest()[:20]}"'
    response = get_conditional_response(request, etag=response["ETag"], response=response)
    response["Access-Control-Allow-Origin"] = "*"
    return response


def clean(text):
    """Without the signs that XML can't hold."""
    return NOT_XML.sub("", str(text))
