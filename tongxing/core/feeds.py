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
from django.utils.translation import get_language

ANYBODY = AnonymousUser()  # whoever reads a feed, signed in or not
NEVER = datetime(1970, 1, 1, tzinfo=UTC)
MOST = 40
FRESH = 300  # seconds for which a reader may keep one
NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # XML 1.0, production 2


class Entry(NamedTuple):
    """One thing that happened: a key that no other has, what it is called, its page, when, and some words."""

    key: str
    title: str
    path: str
    at: datetime
    text: str = ""


def atom(request, title, path, entries):
    """The answer: the newest of these entries, under the title and with the page that they belong to."""
    newest = sorted(entries, key=lambda entry: entry.at, reverse=True)[:MOST]
    feed = Atom1Feed(
        title=clean(title),
        link=settings.ADDRESS + path,
        description="",
        language=get_language(),
        feed_url=settings.ADDRESS + request.path,
    )
    for entry in newest:
        where = settings.ADDRESS + entry.path
        name = f"{where.partition('#')[0]}#{entry.key}"
        feed.add_item(clean(entry.title), where, clean(entry.text), unique_id=name, updateddate=entry.at)
    if not newest:  # Django would say that it changed just now, each time anew
        feed.latest_post_date = lambda: NEVER
    body = feed.writeString("utf-8").encode()
    response = HttpResponse(body, content_type="application/atom+xml; charset=utf-8")
    response["Cache-Control"] = f"public, max-age={FRESH}"
    response["ETag"] = f'"{sha256(body).hexdigest()[:20]}"'
    return get_conditional_response(request, etag=response["ETag"], response=response)


def clean(text):
    """Without the signs that XML can't hold."""
    return NOT_XML.sub("", str(text))
