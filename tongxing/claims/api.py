"""Openings and claims over the API: how many places there are, and which of them are yours."""

from datetime import datetime
from typing import Literal

from django.conf import settings
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Field, Query, Router, Schema

from tongxing.core.api import Cut, Page, cut
from tongxing.people.api import PersonOut
from tongxing.people.bearer import Bearer, somebody

from .models import Claim

router = Router(tags=["claims"])


class OpeningOut(Schema):
    """The places of something that people sign up for."""

    seats: int | None = Field(description="How many there are; null: without limit.")
    taken: int = Field(description="How many are held or offered to somebody.")
    waiting: int = Field(description="How many wait in line, each with their guests.")
    free: int | None = Field(description="How many a newcomer could take at once; null: without limit.")
    is_full: bool = Field(description="True when a newcomer would wait in line.")
    is_closed: bool = Field(description="True when nobody new is let in.")
    closes_at: datetime | None = Field(description="Until when people sign up.")
    size_max: int = Field(description="How many one person may sign up, themself counted.")

    @staticmethod
    def resolve_is_closed(opening):
        return opening.is_closed(timezone.now())


class ThingOut(Schema):
    """What a claim is for."""

    kind: str = Field(description="Such as `activity`.")
    uid: str
    name: str
    url: str

    @staticmethod
    def resolve_kind(thing):
        return thing._meta.model_name

    @staticmethod
    def resolve_name(thing):
        return str(thing)

    @staticmethod
    def resolve_url(thing):
        return settings.ADDRESS + thing.get_absolute_url()


class ClaimOut(Schema):
    """Somebody's place, or their position in the waiting list."""

    uid: str
    state: Literal["waiting", "aside", "offered", "held", "let_go", "expired"] = Field(
        description="aside: more people than there are places altogether; with fewer they are in line where they were."
    )
    person: PersonOut
    size: int = Field(description="How many come: the holder and their guests.")
    words: str = Field(description="What they said to those who plan it.")
    place_in_line: int | None = Field(description="1 for the first who waits; null for who doesn't wait.")
    offered_until: datetime | None = Field(description="Until when an offered place is kept: accept it before.")
    made_at: datetime
    ended_at: datetime | None
    thing: ThingOut | None = Field(description="What it is for; null when you can't see that any more.")

    @staticmethod
    def resolve_place_in_line(claim):
        return claim.place_in_line() if claim.state == Claim.WAITING else None


class ClaimsAsked(Cut):
    """Which claims are wanted."""

    ended: bool = Field(False, description="Also those that have ended.")


@router.get("/claims", response=Page[ClaimOut], auth=Bearer())
def list_claims(request, asked: Query[ClaimsAsked]):
    """Your places and positions in line, newest first."""
    mine = Claim.objects.of(somebody(request)).with_row()
    page = cut(mine if asked.ended else mine.live(), ("-id",), asked)
    return page | {"items": with_things(page["items"], request.user)}


@router.get("/claims/{uid:uid}", response=ClaimOut, auth=Bearer())
def read_claim(request, uid: str):
    """One claim: yours, or one of what you look after."""
    claim = get_object_or_404(Claim.objects.visible_to(somebody(request)).with_row(), uid=uid)
    return with_things([claim], request.user)[0]


def with_things(claims, person):
    """Each claim with `thing`, what it is for, as far as this person may see it: one query for each kind."""
    things = [claim.opening.thing for claim in claims]
    seen = set()
    for model in {type(thing) for thing in things if thing}:
        keys = [thing.pk for thing in things if isinstance(thing, model)]
        seen |= {
            (model, key) for key in model.objects.visible_to(person).filter(pk__in=keys).values_list("pk", flat=True)
        }
    for claim, thing in zip(claims, things, strict=True):
        claim.thing = thing if thing and (type(thing), thing.pk) in seen else None
    return claims
