"""Giving over the API: offers, and each step of a match from the offer to the thanks."""

from datetime import date, datetime
from typing import Literal

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Field, Query, Router, Schema, Status

from tongxing.core.api import ROOT, Cut, Page, Problem, Sent, checked, cut, kind_asked, over
from tongxing.core.text import clean_line
from tongxing.people.bearer import Bearer, somebody
from tongxing.spaces.api import AreaOut, SpaceRef
from tongxing.spaces.models import Space

from . import actions, rules
from .api import DAY, DEED, MatchOut, NeedRow, the_need
from .forms import MatchForm, OfferForm, values_of_offer
from .hiding import hide_from
from .models import Category, Match, Offer

router = Router(tags=["needs"])
Sort = Literal["goods", "skills", "servers", "compute", "data", "venue", "promotion", "transport"]


class MatchRow(MatchOut):
    """A match and the need that it is a part of."""

    need: NeedRow


class OfferOut(Schema):
    """What somebody gives."""

    uid: str
    url: str
    title: str
    category: str = Field(description="A code of /need-categories.")
    sort: Sort
    space: SpaceRef
    area: AreaOut | None = Field(description="From where; null: anywhere.")
    quantity: int
    unit: str
    terms: str
    about: str = Field(description="Markdown.")
    until: date | None
    state: Literal["open", "closed"]
    made_at: datetime

    @staticmethod
    def resolve_url(offer):
        return settings.ADDRESS + offer.get_absolute_url()

    @staticmethod
    def resolve_category(offer):
        return offer.category_id


class OfferChange(Sent):
    """What shall be different; what is left out stays."""

    title: str | None = Field(None, max_length=80)
    category: str | None = Field(None, max_length=20, description="A code of /need-categories.")
    sort: Sort | None = None
    quantity: int | None = Field(None, ge=1, le=1_000_000)
    unit: str | None = Field(None, max_length=20)
    about: str | None = Field(None, max_length=4000, description="Markdown.")
    terms: str | None = Field(None, max_length=300, description="On what terms it can be had.")
    area: str | None = Field(None, max_length=120, description="From where: a county or city as people say it.")
    until: str | None = Field(None, max_length=40, description=DAY)


class NewOfferIn(OfferChange):
    """Something to give. `title` and `category` are enough."""

    title: str = Field(max_length=80)
    category: str = Field(max_length=20, description="A code of /need-categories.")
    space: str | None = Field(None, max_length=30, description="The short of a space you look after. First: your own.")


class NewMatchIn(Sent):
    """A part of a need that you give."""

    quantity: int = Field(ge=1, le=1_000_000, description="At most what is left.")
    space: str | None = Field(None, max_length=30, description="The short of a space you look after. First: your own.")
    offer: str | None = Field(None, max_length=12, description="The uid of an offer of yours that it comes from.")
    words: str | None = Field(None, max_length=300, description="When and how it comes. No phone numbers.")


class WordsIn(Sent):
    """A word with a step; it may be left out."""

    words: str = Field("", max_length=300)


SILENT = WordsIn()


class OffersAsked(Cut):
    """Which offers are wanted."""

    category: str = Field("", max_length=20, description="A code of /need-categories.")
    sort: Literal[Sort, ""] = ""


@router.get("/offers", response=Page[OfferOut])
def list_offers(request, asked: Query[OffersAsked]):
    """What people give, newest first."""
    found = Offer.objects.visible_to(request.user).open().exclude(until__lt=timezone.localdate())
    if category := kind_asked("category", asked.category, Category.objects):
        found = found.filter(category=category)
    if asked.sort:
        found = found.filter(sort=asked.sort)
    return cut(found.with_row(), ("-id",), asked)


def the_offer(request, uid):
    """An offer that this person may see."""
    return get_object_or_404(Offer.objects.visible_to(request.user).with_row(), uid=uid)


@router.get("/offers/{uid:uid}", response=OfferOut)
def read_offer(request, uid: str):
    """One offer."""
    return the_offer(request, uid)


@router.post("/offers", response={201: OfferOut}, auth=DEED)
def create_offer(request, sent: NewOfferIn, response: HttpResponse):
    """Offer something, in your own name or in that of a space that you look after."""
    person, today = request.user, timezone.localdate()
    rules.may_create_offer(person).or_refuse()
    given = {"space": person.space.short, "sort": Offer.GOODS, "quantity": 1} | sent.dict(exclude_none=True)
    offer = actions.create_offer(by=person, **checked(OfferForm, given, person=person, today=today))
    response["Location"] = f"{settings.ADDRESS}{ROOT}offers/{offer.uid}"
    return Status(201, the_offer(request, offer.uid))


@router.patch("/offers/{uid:uid}", response=OfferOut, auth=DEED)
def change_offer(request, uid: str, sent: OfferChange):
    """Write what is offered now."""
    offer, person, today = the_offer(request, uid), request.user, timezone.localdate()
    rules.may_change_offer(person, offer).or_refuse()
    known = values_of_offer(offer) | {"space": offer.space}
    given = over(OfferForm, known, sent.dict(exclude_unset=True), person=person, today=today) | {"once": ""}
    cleaned = checked(OfferForm, given, person=person, today=today, initial=known)
    del cleaned["space"], cleaned["once"]
    actions.change_offer(offer, by=person, now=timezone.now(), **cleaned)
    return the_offer(request, uid)


@router.post("/offers/{uid:uid}/close", response=OfferOut, auth=DEED)
def close_offer(request, uid: str):
    """It can't be had any more. What is promised goes its way."""
    actions.close_offer(the_offer(request, uid), by=request.user, now=timezone.now())
    return the_offer(request, uid)


@router.post("/offers/{uid:uid}/reopen", response=OfferOut, auth=DEED)
def reopen_offer(request, uid: str):
    """It can be had again."""
    actions.reopen_offer(the_offer(request, uid), by=request.user, now=timezone.now())
    return the_offer(request, uid)


@router.get("/matches", response=Page[MatchRow], auth=Bearer())
def list_matches(request, asked: Query[Cut]):
    """What you give, and what others give to what you look after, newest first."""
    somebody(request)
    sides = Match.objects.visible_to(request.user).filter(Match.sides(request.user))
    rows = sides.with_row().select_related("need__category", "need__tick")
    page = cut(rows.prefetch_related("steps"), ("-id",), asked)
    return page | {"items": hide_from(request.user, page["items"], theirs=True)}


def the_match(request, uid):
    """A match that this person may see."""
    rows = Match.objects.visible_to(request.user).with_row().select_related("need__category", "need__tick")
    match = get_object_or_404(rows.prefetch_related("steps"), uid=uid)
    return hide_from(request.user, [match], rules.is_theirs(request.user, match.need))[0]


@router.post("/needs/{uid:uid}/matches", response={201: MatchRow}, auth=DEED)
def offer_match(request, uid: str, sent: NewMatchIn):
    """Give a part of what is lacking; who looks after it answers."""
    person, need = request.user, the_need(request, uid)
    rules.may_offer_match(person, need).or_refuse()
    given = {"space": person.space.short} | sent.dict(exclude={"offer"}, exclude_none=True)
    cleaned = checked(MatchForm, given, person=person)
    match = actions.offer_match(need, by=person, offer=offered_by(person, sent.offer), **cleaned)
    return Status(201, the_match(request, match.uid))


def offered_by(person, uid):
    """The open offer of theirs that a gift comes from, or None."""
    if not uid:
        return None
    mine = Offer.objects.open().filter(space__in=Space.objects.looked_after_by(person))
    if (offer := mine.filter(uid=clean_line(uid)).first()) is None:
        raise Problem(422, errors=[("offer", _("There is nothing here that you may see."))])
    return offer


def stepped(request, uid, deed, sent):
    """A match after a step."""
    deed(the_match(request, uid), by=request.user, words=clean_line(sent.words), now=timezone.now())
    return the_match(request, uid)


@router.post("/matches/{uid:uid}/agree", response=MatchRow, auth=DEED)
def agree_match(request, uid: str, sent: WordsIn = SILENT):
    """Take what somebody would give: promised from now on."""
    return stepped(request, uid, actions.agree_match, sent)


@router.post("/matches/{uid:uid}/decline", response=MatchRow, auth=DEED)
def decline_match(request, uid: str, sent: WordsIn = SILENT):
    """Say no to what somebody would give."""
    return stepped(request, uid, actions.decline_match, sent)


@router.post("/matches/{uid:uid}/send", response=MatchRow, auth=DEED)
def send_match(request, uid: str, sent: WordsIn = SILENT):
    """Say that it is on its way, and how."""
    return stepped(request, uid, actions.send_match, sent)


@router.post("/matches/{uid:uid}/receive", response=MatchRow, auth=DEED)
def receive_match(request, uid: str, sent: WordsIn = SILENT):
    """Say that it has arrived."""
    return stepped(request, uid, actions.receive_match, sent)


@router.post("/matches/{uid:uid}/confirm", response=MatchRow, auth=DEED)
def confirm_match(request, uid: str, sent: WordsIn = SILENT):
    """Say that it is there and in use."""
    return stepped(request, uid, actions.confirm_match, sent)


@router.post("/matches/{uid:uid}/thank", response=MatchRow, auth=DEED)
def thank_match(request, uid: str, sent: WordsIn = SILENT):
    """Say thank you."""
    return stepped(request, uid, actions.thank_match, sent)


@router.post("/matches/{uid:uid}/lose", response=MatchRow, auth=DEED)
def lose_match(request, uid: str, sent: WordsIn = SILENT):
    """Say that it was lost on the way; so much is lacking again."""
    return stepped(request, uid, actions.lose_match, sent)


@router.post("/matches/{uid:uid}/withdraw", response=MatchRow, auth=DEED)
def withdraw_match(request, uid: str, sent: WordsIn = SILENT):
    """Take back what you would give; so much is lacking again."""
    return stepped(request, uid, actions.withdraw_match, sent)
