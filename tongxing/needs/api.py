"""Needs over the API: what is lacking where, and who gives what of it."""

from datetime import date, datetime
from typing import Literal

from django.conf import settings
from django.db.models import Prefetch
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Field, Query, Router, Schema, Status

from tongxing.core.api import ROOT, Cut, FoundPage, Page, Problem, Sent, area_asked, checked, cut, kind_asked, over
from tongxing.core.search import together_first
from tongxing.core.text import clean_line
from tongxing.people.bearer import Bearer
from tongxing.people.models import Token
from tongxing.places.api import PlaceRef
from tongxing.places.models import Place
from tongxing.spaces.api import AreaOut, SpaceRef
from tongxing.spaces.models import Space

from . import actions, rules
from .forms import CreateNeedForm, NeedForm, values_of
from .hiding import hide_from
from .models import Category, Match, Need

router = Router(tags=["needs"])
DEED = Bearer(Token.NEEDS)
BROUGHT = {"title", "category", "unit"}
DAY = "A day to come, such as 2026-12-24; null: none."


class TickOut(Schema):
    """What is often lacking."""

    code: str
    name: str = Field(description="In the language that the request asks for.")
    unit: str
    grams: int | None = Field(description="What one of it weighs about.")

    @staticmethod
    def resolve_name(tick):
        return str(tick)


class CategoryOut(Schema):
    """A kind of things or help."""

    code: str
    name: str = Field(description="In the language that the request asks for.")
    ticks: list[TickOut]

    @staticmethod
    def resolve_name(category):
        return str(category)

    @staticmethod
    def resolve_ticks(category):
        return list(category.ticks.all())


class NeedRow(Schema):
    """What a list says of a need."""

    uid: str
    url: str
    title: str
    category: str = Field(description="A code of /need-categories.")
    tick: str | None = Field(description="A code of /need-categories, when it is a usual thing.")
    place: PlaceRef | None = Field(description="The place that lacks it; or else a space does.")
    space: SpaceRef | None
    area: AreaOut | None
    quantity: int = Field(description="How much is asked for.")
    unit: str
    agreed: int = Field(description="How much of it is promised or came; never more than `quantity`.")
    confirmed: int = Field(description="How much of it is there and in use.")
    left: int = Field(description="How much nobody has promised yet.")
    urgent_until: date | None
    until: date | None
    state: Literal["open", "met", "withdrawn", "stale"]
    renewed_at: datetime = Field(description="When somebody last said that it is needed.")

    @staticmethod
    def resolve_url(need):
        return settings.ADDRESS + need.get_absolute_url()

    @staticmethod
    def resolve_category(need):
        return need.category_id

    @staticmethod
    def resolve_tick(need):
        return need.tick_id

    @staticmethod
    def resolve_area(need):
        return need.place.area if need.place_id else None


class StepOut(Schema):
    """One step of a match."""

    state: str
    at: datetime
    words: str = Field(description="What was said with it; empty unless you are one of the two sides.")


class MatchOut(Schema):
    """A part of a need that somebody gives."""

    uid: str
    space: SpaceRef | None = Field(description="In whose name it is given; null for a team that you may not see.")
    quantity: int
    state: Literal[
        "offered", "agreed", "sent", "received", "confirmed", "thanked", "declined", "lost", "withdrawn"
    ]  # fmt: skip
    made_at: datetime
    steps: list[StepOut]

    @staticmethod
    def resolve_space(match):
        return match.giver

    @staticmethod
    def resolve_steps(match):
        said = [{"state": step.state, "at": step.at, "words": step.words} for step in match.steps.all()]
        return said if match.is_mine else [step | {"words": ""} for step in said]


class NeedOut(NeedRow):
    """A need, and who gives what of it."""

    about: str = Field(description="Markdown.")
    made_at: datetime
    matches: list[MatchOut] = Field(description="What was agreed; to both sides also what waits for an answer.")

    @staticmethod
    def resolve_matches(need):
        return need.seen


class NeedChange(Sent):
    """What shall be different; what is left out stays."""

    tick: str | None = Field(None, max_length=20, description="A usual thing: it brings title, category and unit.")
    title: str | None = Field(None, max_length=80, description="In your own words.")
    category: str | None = Field(None, max_length=20, description="A code of /need-categories.")
    quantity: int | None = Field(None, ge=1, le=1_000_000, description="Never less than is promised already.")
    unit: str | None = Field(None, max_length=20)
    about: str | None = Field(None, max_length=4000, description="Markdown. No children's names, no phone numbers.")
    urgent_until: str | None = Field(None, max_length=40, description=DAY)
    until: str | None = Field(None, max_length=40, description=DAY)


class NewNeedIn(NeedChange):
    """Something that is lacking, at a place or for a space: `tick`, or `title` and `category`."""

    place: str | None = Field(None, max_length=12, description="The uid of the place that lacks it.")
    space: str | None = Field(None, max_length=30, description="Or the short of a space that you look after.")


class NeedsAsked(Cut):
    """Which needs are wanted."""

    q: str = Field("", max_length=100, description="Words: the thing, the place, the team.")
    area: str = Field("", max_length=80, description="A code or a name of an area; places in it and in its parts.")
    category: str = Field("", max_length=20, description="A code of /need-categories.")
    place: str = Field("", max_length=12, description="The uid of a place.")
    space: str = Field("", max_length=30, description="The short of a space.")
    state: Literal["lacking", "all"] = Field("lacking", description="Open and not all promised yet; or all there are.")


@router.get("/need-categories", response=Page[CategoryOut])
def list_need_categories(request):
    """All kinds of things and help, with what is usual in each."""
    return {"items": Category.objects.prefetch_related("ticks")}


@router.get("/needs", response=FoundPage[NeedRow])
def list_needs(request, asked: Query[NeedsAsked]):
    """What is needed where, newest first."""
    words, found = clean_line(asked.q), Need.objects.visible_to(request.user).within(area_asked(asked.area))
    if asked.state == "lacking":
        found = found.lacking().exclude(until__lt=timezone.localdate())
    if category := kind_asked("category", asked.category, Category.objects):
        found = found.filter(category=category)
    if place := clean_line(asked.place):
        found = found.filter(place__uid=place)
    if asked.space:
        found = found.filter(space__in=Space.objects.visible_to(request.user).at(asked.space))
    found, alike = found.matching_or_alike(words)
    return cut(*together_first(found.with_row(), "needs.need", words), asked) | {"alike": alike}


def the_need(request, uid):
    """A need that this person may see, with the matches that they may see of it."""
    seen = Match.objects.visible_to(request.user).with_row().prefetch_related("steps").order_by("id")
    needs = Need.objects.visible_to(request.user).with_row()
    need = get_object_or_404(needs.prefetch_related(Prefetch("matches", seen, to_attr="seen")), uid=uid)
    hide_from(request.user, need.seen, rules.is_theirs(request.user, need))
    return need


@router.get("/needs/{uid:uid}", response=NeedOut)
def read_need(request, uid: str):
    """One need, with who gives what of it."""
    return the_need(request, uid)


@router.post("/needs", response={201: NeedOut}, auth=DEED)
def create_need(request, sent: NewNeedIn, response: HttpResponse):
    """Say what a place or a space lacks."""
    place, space = whose(request, sent)
    rules.may_create_need(request.user, place, space).or_refuse()
    given = checked(CreateNeedForm, {"quantity": 1} | sent.dict(exclude={"place", "space"}, exclude_none=True),
                    today=timezone.localdate())  # fmt: skip
    need = actions.create_need(by=request.user, place=place, space=space, **given)
    response["Location"] = f"{settings.ADDRESS}{ROOT}needs/{need.uid}"
    return Status(201, the_need(request, need.uid))


def whose(request, sent):
    """(place, space): one of them is what lacks it."""
    if bool(sent.place) == bool(sent.space):
        raise Problem(422, errors=[("place", _("Send a place or a space that lacks it, one of them."))])
    if sent.place:
        named, found = "place", Place.objects.visible_to(request.user).filter(uid=clean_line(sent.place)).first()
    else:
        named, found = "space", Space.objects.visible_to(request.user).at(sent.space).first()
    if found is None:
        raise Problem(422, errors=[(named, _("There is nothing here that you may see."))])
    return (found, None) if sent.place else (None, found)


@router.patch("/needs/{uid:uid}", response=NeedOut, auth=DEED)
def change_need(request, uid: str, sent: NeedChange):
    """Write what is lacking now."""
    need = the_need(request, uid)
    rules.may_change_need(request.user, need).or_refuse()
    today, known = timezone.localdate(), values_of(need)
    given = over(NeedForm, known, sent.dict(exclude_unset=True), today=today)
    if sent.tick:
        given = {name: value for name, value in given.items() if name not in BROUGHT - sent.model_fields_set}
    actions.change_need(need, by=request.user, now=timezone.now(),
                        **checked(NeedForm, given, today=today, initial=known))  # fmt: skip
    return the_need(request, uid)


def done(request, uid, deed):
    """A need after a deed."""
    deed(the_need(request, uid), by=request.user, now=timezone.now())
    return the_need(request, uid)


@router.post("/needs/{uid:uid}/withdraw", response=NeedOut, auth=DEED)
def withdraw_need(request, uid: str):
    """It isn't needed any more. What is promised already goes its way."""
    return done(request, uid, actions.withdraw_need)


@router.post("/needs/{uid:uid}/reopen", response=NeedOut, auth=DEED)
def reopen_need(request, uid: str):
    """It is needed again."""
    return done(request, uid, actions.reopen_need)


@router.post("/needs/{uid:uid}/renew", response=NeedOut, auth=DEED)
def renew_need(request, uid: str):
    """It is still needed."""
    return done(request, uid, actions.renew_need)
