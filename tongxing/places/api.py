"""Places over the API: found, read, added, changed and confirmed; and the areas they lie in."""

from datetime import datetime
from typing import Literal

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Field, Query, Router, Schema, Status

from tongxing.core.api import ROOT, Cut, FoundPage, Page, Problem, Sent, area_asked, checked, cut, kind_asked, over
from tongxing.core.areas import find_areas
from tongxing.core.datum import WGS84
from tongxing.core.search import together_first
from tongxing.core.text import clean_line
from tongxing.people.api import PersonOut
from tongxing.people.bearer import Bearer
from tongxing.people.models import Token
from tongxing.spaces.api import AreaOut

from . import actions, rules
from .forms import CreatePlaceForm, FactsForm, PlaceForm, likes_of, values_of
from .models import Place, PlaceKind
from .whereabouts import read_box

router = Router(tags=["places"])
DEED = Bearer(Token.PLACES)
FACTS = ("facts", "facts_as_of", "facts_source")
FIELDS = {"as_of": "facts_as_of", "source": "facts_source"}
SAID = {True: "yes", False: "no"}
Datum = Literal["wgs84", "gcj02", "bd09", "unknown"]
Precision = Literal["surveyed", "address", "town", "county", "prefecture", "none"]


class AreaFound(AreaOut):
    """An area, and where its seat lies."""

    level: int = Field(description="1 province, 2 prefecture, 3 county.")
    lat: float | None = Field(description="Of its seat: degrees, WGS-84.")
    lon: float | None


class AreasAsked(Schema):
    """Which areas are wanted."""

    q: str = Field(max_length=80, description="A name as people say it (雅江, 四川 雅江), or the beginning of one.")


class FactAsked(Schema):
    """What is asked of a kind of places."""

    code: str
    name: str = Field(description="In the language that the request asks for.")
    sort: Literal["number", "yes_no", "words"]

    @staticmethod
    def resolve_name(fact):
        return str(fact)


class PlaceKindOut(Schema):
    """One kind of places."""

    code: str
    name: str = Field(description="In the language that the request asks for.")
    facts: list[FactAsked]

    @staticmethod
    def resolve_facts(kind):
        return list(kind.facts.all())

    @staticmethod
    def resolve_name(kind):
        return str(kind)


class PlaceRef(Schema):
    """A place, in a few words."""

    uid: str
    name: str
    url: str

    @staticmethod
    def resolve_url(place):
        return settings.ADDRESS + place.get_absolute_url()


class PlaceRow(PlaceRef):
    """What a list says of a place."""

    kind: str = Field(description="The code of its kind, see /place-kinds.")
    area: AreaOut | None
    address: str
    lat: float | None = Field(description="Degrees, as exact as `precision` says; null when nobody knows where.")
    lon: float | None
    datum: Literal["wgs84"] = Field(description="What `lat` and `lon` refer to, whatever was sent.")
    precision: Precision = Field(description="At `county` and `prefecture` the point is only their seat.")
    confirmed_at: datetime | None = Field(description="When somebody said that the record holds.")
    changed_at: datetime

    @staticmethod
    def resolve_kind(place):
        return place.kind_id

    @staticmethod
    def resolve_datum(place):
        return WGS84


class FactOut(Schema):
    """One thing that is known of a place."""

    name: str = Field(description="Its code, see /place-kinds.")
    value: int | bool | str = Field(description="A number, yes or no, or words, as its sort says.")
    as_of: str = Field(description="The year, month or day that it is from, where that is known.")
    source: str = Field(description="Who said so, where that is known.")


class PlaceOut(PlaceRow):
    """The whole record of a place."""

    other_names: str
    about: str = Field(description="Markdown.")
    way: str = Field(description="How to get there, in lines.")
    way_from: str
    way_cost: str
    way_time: str
    sights: str = Field(description="What lies near by.")
    surveyor: str
    surveyed_on: str = Field(description="A year, a month or a day.")
    facts: list[FactOut]
    source: str = Field(description="Where the record came from, when it was imported.")
    holds: bool = Field(description="True while nothing was changed since it was confirmed.")
    confirmed_by: PersonOut | None
    made_at: datetime

    @staticmethod
    def resolve_facts(place):
        return [{"as_of": "", "source": ""} | fact | {"name": name} for name, fact in sorted(place.facts.items())]


class PlaceChange(Sent):
    """What shall be different; what is left out stays."""

    name: str | None = Field(None, max_length=80)
    kind: str | None = Field(None, max_length=20, description="A code of /place-kinds.")
    area: str | None = Field(None, max_length=120, description="A county or city as people say it, or its full name.")
    address: str | None = Field(None, max_length=200, description="As one would tell a driver.")
    point: str | None = Field(None, max_length=60, description="Latitude, longitude: `30.03, 101.01`.")
    datum: Datum | None = Field(None, description="Which map `point` is from; it is kept in WGS-84.")
    surveyed: bool | None = Field(None, description="True when the point was taken on the spot.")
    about: str | None = Field(None, max_length=8000, description="Markdown. No phone numbers, no children's names.")
    other_names: str | None = Field(None, max_length=200)
    way: str | None = Field(None, max_length=2000, description="How to get there.")
    way_from: str | None = Field(None, max_length=120)
    way_cost: str | None = Field(None, max_length=120)
    way_time: str | None = Field(None, max_length=120)
    sights: str | None = Field(None, max_length=200, description="What lies near by.")
    surveyor: str | None = Field(None, max_length=80, description="Who surveyed it. No phone numbers.")
    surveyed_on: str | None = Field(None, max_length=20, description="A year, a month or a day, such as 2011-03.")
    facts: dict[str, int | bool | str | None] | None = Field(
        None, description="What is asked of its kind, by code: a number, yes or no, or words; null: nobody knows."
    )
    facts_as_of: str | None = Field(None, max_length=20, description="When these facts held. First: today.")
    facts_source: str | None = Field(None, max_length=80, description="Who said so.")


class NewPlaceIn(PlaceChange):
    """A new place."""

    name: str = Field(max_length=80, description="As its own people call it.")
    kind: str = Field(max_length=20, description="A code of /place-kinds.")
    area: str = Field(max_length=120, description="A county or city as people say it, its full name, or its code.")
    sure: bool = Field(False, description="True: none of the places that were named with 409 is the same.")


class PlacesAsked(Cut):
    """Which places are wanted."""

    q: str = Field("", max_length=100, description="Words that the record holds.")
    area: str = Field("", max_length=80, description="A code or a name of an area; places in it and in its parts.")
    kind: str = Field("", max_length=20, description="A code of /place-kinds.")
    bbox: str = Field("", max_length=120, description="west,south,east,north in degrees, WGS-84.")


@router.get("/areas", response=Page[AreaFound])
def list_areas(request, asked: Query[AreasAsked]):
    """Divisions of the country by the names that people use, best first."""
    return {"items": find_areas(clean_line(asked.q), limit=20)}


@router.get("/place-kinds", response=Page[PlaceKindOut])
def list_place_kinds(request):
    """All kinds of places."""
    return {"items": PlaceKind.objects.prefetch_related("facts")}


@router.get("/places", response=FoundPage[PlaceRow])
def list_places(request, asked: Query[PlacesAsked]):
    """Places by words, area, kind and box, newest first; several words that stand side by side before those apart."""
    box, words = box_of(asked.bbox), clean_line(asked.q)
    found = Place.objects.visible_to(request.user).within(area_asked(asked.area))
    if kind := kind_asked("kind", asked.kind, PlaceKind.objects):
        found = found.filter(kind=kind)
    if box:
        found = found.in_box(*box)
    found, alike = found.matching_or_alike(words)
    return cut(*together_first(found.with_row(), "places.place", words), asked) | {"alike": alike}


def box_of(text):
    """West, south, east and north in degrees; None for no text. What can't be read is a problem."""
    if not text:
        return None
    try:
        return read_box(clean_line(text))
    except ValueError as wrong:
        raise Problem(422, errors=[("bbox", wrong)]) from None


def the_place(request, uid):
    """A place that this person may see."""
    return get_object_or_404(Place.objects.visible_to(request.user).with_row().select_related("confirmed_by"), uid=uid)


@router.get("/places/{uid:uid}", response=PlaceOut)
def read_place(request, uid: str):
    """One place."""
    return the_place(request, uid)


@router.post("/places", response={201: PlaceOut}, auth=DEED)
def create_place(request, sent: NewPlaceIn, response: HttpResponse):
    """Add a place. Those that may be the same are named first, with 409; send `sure` when none of them is."""
    rules.may_create_place(request.user).or_refuse()
    given = checked(CreatePlaceForm, sent.dict(exclude={"sure", *FACTS}))
    del given["sure"]
    if not sent.sure and (likes := likes_of(given)):
        named = [("sure", f"{one.name} {settings.ADDRESS}{one.get_absolute_url()}") for one in likes]
        raise Problem(409, _("Perhaps this is written down already. Look at these; send “sure” if none is it."), named)
    given |= facts_of(Place(kind=given["kind"]), sent)
    place = actions.create_place(by=request.user, **given)
    response["Location"] = f"{settings.ADDRESS}{ROOT}places/{place.uid}"
    return Status(201, place)


@router.patch("/places/{uid:uid}", response=PlaceOut, auth=DEED)
def change_place(request, uid: str, sent: PlaceChange):
    """Write down what you know better; what was there before is kept."""
    place = the_place(request, uid)
    rules.may_change_place(request.user, place).or_refuse()
    sent_fields = sent.dict(exclude_unset=True, exclude=set(FACTS))
    given = checked(PlaceForm, over(PlaceForm, values_of(place), sent_fields))
    given |= facts_of(Place(kind=given["kind"], facts=place.facts), sent)
    return actions.change_place(place, by=request.user, now=timezone.now(), **given)


def facts_of(place, sent):
    """{"facts": …} as the form of the facts makes it of what was sent about a place of this kind; {} for nothing."""
    if not sent.facts:
        return {}
    now = timezone.now()
    form = FactsForm(place=place, now=now)
    if strange := sent.facts.keys() - (form.fields.keys() - {"as_of", "source", "seen"}):
        raise Problem(
            422, errors=[(f"facts.{name}", _("This isn't asked of places of this kind.")) for name in strange]
        )
    said = {code: SAID.get(value, value) if isinstance(value, bool) else value for code, value in sent.facts.items()}
    given = form.initial | said | {"as_of": sent.facts_as_of, "source": sent.facts_source}
    try:
        return checked(FactsForm, given, place=place, now=now)
    except Problem as wrong:
        wrong.errors = [(FIELDS.get(field, f"facts.{field}"), why) for field, why in wrong.errors]
        raise


@router.post("/places/{uid:uid}/confirm", response=PlaceOut, auth=DEED)
def confirm_place(request, uid: str):
    """Say that every fact of the record still holds today."""
    return actions.confirm_place(the_place(request, uid), by=request.user, now=timezone.now())
