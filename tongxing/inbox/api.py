"""Notices over the API: what one was told."""

from datetime import datetime

from django.conf import settings
from django.utils import timezone
from ninja import Field, Query, Router, Schema, Status

from tongxing.core.api import Cut, Page, cut
from tongxing.core.events import say, things_of
from tongxing.people.bearer import Bearer, somebody
from tongxing.people.models import Token

from . import actions
from .models import Notice

router = Router(tags=["notices"])


class NoticeOut(Schema):
    """One thing that you were told."""

    words: str = Field(description="The sentence, in the language that the request asks for.")
    url: str | None = Field(description="Its exact place; null when you can't see it any more.")
    verb: str = Field(description="What happened, such as activity.cancelled.")
    at: datetime
    read_at: datetime | None


class NoticesAsked(Cut):
    """Which notices are wanted."""

    unread: bool = Field(False, description="Only those not yet read.")


@router.get("/notices", response=Page[NoticeOut])
def list_notices(request, asked: Query[NoticesAsked]):
    """What you were told, newest first."""
    mine = Notice.objects.of(somebody(request)).with_event()
    page = cut(mine.unread() if asked.unread else mine, ("-id",), asked)
    things = things_of([notice.event for notice in page["items"]], request.user)
    rows = [notice_out(notice, things.get((notice.event.kind, notice.event.key))) for notice in page["items"]]
    return page | {"items": rows}


def notice_out(notice, thing):
    """A notice as the API says it."""
    event = notice.event
    url = settings.ADDRESS + actions.link_of(event, thing) if thing else None
    said = say(event, event.by, thing)
    return {"words": said, "url": url, "verb": event.verb, "at": event.at, "read_at": notice.read_at}


@router.post("/notices/read", response={204: None}, auth=Bearer(Token.NOTICES))
def read_notices(request):
    """Note that you have read everything up to now."""
    actions.read_notices(request.user, by=request.user, now=timezone.now())
    return Status(204, None)
