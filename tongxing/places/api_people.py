"""Who goes to a place, who was there and who watches it, over the API; and how its record came to be."""

from datetime import date, datetime
from typing import Any, Literal

from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Field, Query, Router, Schema, Status

from tongxing.core.api import Cut, Page, Sent, checked, cut
from tongxing.people.api import PersonOut
from tongxing.people.bearer import Bearer, somebody

from . import actions, rules
from .api import DEED, PlaceRef, the_place
from .forms import MarkForm
from .models import Mark

router = Router(tags=["places"])
Kind = Literal["going", "visited", "watching"]


class MarkOut(Schema):
    """What a place is to somebody."""

    uid: str
    kind: Kind
    on: date | None = Field(description="The day; null for watching.")
    note: str
    audience: Literal["public", "mine"] = Field(description="`mine`: nobody else reads it.")
    person: PersonOut
    place: PlaceRef


class MarkIn(Sent):
    """What a place is to you. Said again, it is changed; one visit a day."""

    kind: Kind
    on: str | None = Field(
        None, max_length=40, description="A day such as 2026-12-24: to come, or gone by for a visit."
    )
    note: str = Field("", max_length=140)
    audience: Literal["public", "mine"] = Field("public", description="Those of people under 18 are always `mine`.")


class MarksAsked(Cut):
    """Which marks are wanted."""

    kind: Literal[Kind, ""] = ""


class ChangeOut(Schema):
    """One field of a record, before and after."""

    field: str
    before: Any
    after: Any


class RevisionOut(Schema):
    """One change of a record."""

    number: int
    at: datetime
    by: PersonOut | None = Field(description="null: an import, or somebody who left.")
    confirmed: bool = Field(description="False while nobody who knows the place has confirmed it.")
    changes: list[ChangeOut]

    @staticmethod
    def resolve_number(revision):
        return revision.pk

    @staticmethod
    def resolve_confirmed(revision):
        return not revision.unconfirmed

    @staticmethod
    def resolve_changes(revision):
        return [{"field": name, "before": one[0], "after": one[1]} for name, one in revision.changes.items()]


@router.get("/places/{uid:uid}/marks", response=Page[MarkOut])
def list_marks(request, uid: str, asked: Query[MarksAsked]):
    """Who goes there, was there or watches it, as far as they let it be seen, the latest first."""
    seen = the_place(request, uid).marks.visible_to(request.user).with_row()
    seen = seen.filter(kind=asked.kind) if asked.kind else seen.exclude(kind=Mark.WATCHING)
    return cut(seen, ("-id",), asked)


@router.get("/marks", response=Page[MarkOut], auth=Bearer())
def list_my_marks(request, asked: Query[MarksAsked]):
    """Where you go, where you were, and what you watch, the latest first."""
    own = somebody(request).marks.filter(place__hidden_at=None).with_row()
    return cut(own.filter(kind=asked.kind) if asked.kind else own, ("-id",), asked)


@router.post("/places/{uid:uid}/marks", response={201: MarkOut}, auth=DEED)
def mark_place(request, uid: str, sent: MarkIn):
    """Say that you go there, were there, or watch it."""
    place = the_place(request, uid)
    rules.may_mark_place(request.user, place).or_refuse()
    given = checked(MarkForm, sent.dict(exclude={"kind"}), kind=sent.kind)
    today, now = timezone.localdate(), timezone.now()
    mark = actions.mark_place(place, by=request.user, kind=sent.kind, today=today, now=now, **given)
    return Status(201, Mark.objects.with_row().get(pk=mark.pk))


@router.post("/marks/{uid:uid}/remove", response={204: None}, auth=DEED)
def unmark_place(request, uid: str):
    """Take your mark away."""
    actions.unmark_place(get_object_or_404(Mark.objects.visible_to(request.user), uid=uid), by=request.user)
    return Status(204, None)


@router.get("/places/{uid:uid}/revisions", response=Page[RevisionOut])
def list_revisions(request, uid: str, asked: Query[Cut]):
    """How the record came to be: who changed what and when, the latest first."""
    return cut(the_place(request, uid).revisions.select_related("by"), ("-id",), asked)
