"""Activities over the API: found, planned, joined and told."""

from datetime import datetime
from typing import Literal

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Field, Query, Router, Schema, Status

from tongxing.claims.api import ClaimOut, ClaimsAsked, OpeningOut
from tongxing.claims.models import Claim
from tongxing.core.api import ROOT, Cut, FoundPage, Page, Problem, Sent, area_asked, checked, cut, over
from tongxing.core.text import clean_line
from tongxing.people.api import PersonOut
from tongxing.people.bearer import Bearer
from tongxing.people.models import Token
from tongxing.places.api import PlaceRef
from tongxing.places.models import Place
from tongxing.spaces.api import SpaceRef
from tongxing.spaces.models import Grant, Space

from . import actions, rules
from .forms import TIMES, ActivityForm, CancelForm, JoinForm, ReportForm, ResizeForm, handles_of, values_for, values_of
from .models import Activity

router = Router(tags=["activities"])
PLAN, COME = Bearer(Token.ACTIVITIES), Bearer(Token.CLAIMS)
Kind = Literal["event", "trip", "online"]
Audience = Literal["public", "members", "named"]
Which = Literal["first", "second"]
WALL = "Day and time on the clock of `zone`, such as 2026-10-02T07:00."
WHICH = "Which of the two, where the clock of `zone` shows that time twice; asked for with a 422 when it is needed."


class ActivityRow(Schema):
    """What a list says of an activity."""

    uid: str
    url: str
    title: str
    kind: Kind
    state: Literal["draft", "published", "cancelled"]
    audience: Audience
    space: SpaceRef = Field(description="In whose name it takes place.")
    starts_at: datetime
    ends_at: datetime
    starts_wall: str = Field(description=WALL)
    ends_wall: str = Field(description=WALL)
    zone: str = Field(description="An IANA time zone.")
    place: PlaceRef | None
    where: str = Field(description="Where, in words, when it is at no place of the list of places.")
    departure: str = Field(description="Where a trip starts.")
    cost: str = Field(description="What it costs about, as told; nothing is collected here.")
    opening: OpeningOut

    @staticmethod
    def resolve_url(activity):
        return settings.ADDRESS + activity.get_absolute_url()


class ComingOut(Schema):
    """Somebody who comes."""

    person: PersonOut
    guests: int = Field(description="How many come with them.")


class PictureOut(Schema):
    """A picture of a report."""

    url: str = Field(description="WebP. It opens to those who may see the activity on the pages.")
    alt: str = Field(description="What it shows, for those who can't see it.")

    @staticmethod
    def resolve_url(photo):
        return settings.ADDRESS + reverse("activities:photo", args=[photo.uid, "large"])


class ReportOut(Schema):
    """How it was."""

    text: str = Field(description="Markdown.")
    came: int | None = Field(description="How many came; null when that wasn't told.")
    made_at: datetime
    changed_at: datetime
    pictures: list[PictureOut]

    @staticmethod
    def resolve_pictures(report):
        return report.photos.shown()


class ActivityOut(ActivityRow):
    """An activity with all that you may read of it."""

    about: str = Field(description="Markdown.")
    carry: str = Field(description="What to carry. Markdown.")
    link: str = Field(description="Of the meeting; empty unless you have a place or look after it.")
    cancel_reason: str
    published_at: datetime | None
    coming: list[ComingOut] | None = Field(
        description="The first 30 who have a place; null unless you have one too or look after it."
    )
    named: list[str] | None = Field(description="Handles of the people it names; null unless you look after it.")
    mine: ClaimOut | None = Field(description="Your own place or position in line.")
    report: ReportOut | None

    @staticmethod
    def resolve_link(activity):
        return activity.link if activity.coming is not None else ""

    @staticmethod
    def resolve_report(activity):
        return getattr(activity, "report", None)


class ActivityChange(Sent):
    """What shall be different; what is left out stays."""

    title: str | None = Field(None, max_length=80, description="As you'd say it to a friend.")
    starts_wall: str | None = Field(None, max_length=40, description=WALL)
    starts_which: Which | None = Field(None, description=WHICH)
    ends_wall: str | None = Field(None, max_length=40, description=f"{WALL} Empty: two hours.")
    ends_which: Which | None = Field(None, description=WHICH)
    closes_wall: str | None = Field(None, max_length=40, description="Sign up until. Empty: until it begins.")
    closes_which: Which | None = Field(None, description=WHICH)
    zone: str | None = Field(None, max_length=40, description="An IANA time zone. First: your own.")
    place: str | None = Field(None, max_length=12, description="The uid of a place; instead of `where`.")
    where: str | None = Field(
        None,
        max_length=600,
        description="In words, at most 120 signs. The name or the url of a place means that place.",
    )
    departure: str | None = Field(None, max_length=120, description="Where a trip starts.")
    seats: int | None = Field(None, ge=1, le=100_000, description="null: without limit.")
    audience: Audience | None = Field(None, description="Who sees it. First: public.")
    named: list[str] | None = Field(None, max_length=100, description="Handles, for the audience `named`.")
    about: str | None = Field(None, max_length=8000, description="Markdown.")
    kind: Kind | None = Field(None, description="First: event.")
    link: str | None = Field(None, max_length=300, description="Only those who have a place see it.")
    cost: str | None = Field(None, max_length=120, description="Told, never collected here.")
    carry: str | None = Field(None, max_length=2000, description="What to carry. Markdown.")


class NewActivityIn(ActivityChange):
    """Something new. `title` and `starts_wall` are enough; a copy knows its title."""

    starts_wall: str = Field(max_length=40, description=WALL)
    space: str | None = Field(None, max_length=30, description="The short of a space you look after. First: your own.")
    publish: bool = Field(True, description="false: keep it as a draft.")
    copy_of: str | None = Field(
        None, max_length=12, description="The uid of an earlier one: what isn't sent is as there."
    )


class CancelIn(Sent):
    """Why it doesn't take place. Everybody who signed up will read it."""

    reason: str = Field(max_length=300)


class JoinIn(Sent):
    """How many come, and a word to those who plan it."""

    size: int = Field(1, ge=1, le=50, description="You and those who come with you.")
    words: str = Field("", max_length=300)


ALONE = JoinIn()


class ResizeIn(Sent):
    """How many come now."""

    size: int = Field(ge=1, le=50, description="You and those who come with you.")


class ReportIn(Sent):
    """How it was. Send all of it: what is left out is emptied. Pictures are added on the pages only, and stay."""

    text: str = Field(max_length=8000, description="Markdown. Three sentences are enough.")
    came: int | None = Field(None, ge=0, le=100_000, description="How many came.")


class ActivitiesAsked(Cut):
    """Which activities are wanted."""

    q: str = Field("", max_length=100, description="Words that it holds.")
    area: str = Field("", max_length=80, description="A code or a name of an area; places in it and in its parts.")
    kind: Literal[Kind, ""] = ""
    time: Literal["coming", "past"] = Field("coming", description="Not over yet, next first; or over, latest first.")
    space: str = Field("", max_length=30, description="The short of a space; its drafts too, if you look after it.")


@router.get("/activities", response=FoundPage[ActivityRow])
def list_activities(request, asked: Query[ActivitiesAsked]):
    """What is going on; by words, area, kind, time and space."""
    now, seen = timezone.now(), Activity.objects.visible_to(request.user).with_row()
    found = seen.of_kind(asked.kind).within(area_asked(asked.area))
    if asked.space:
        found = found.filter(space__in=Space.objects.visible_to(request.user).at(asked.space))
    else:
        found = found.exclude(state=Activity.DRAFT)
    past = asked.time == "past"
    found, alike = (found.past(now) if past else found.upcoming(now)).matching_or_alike(clean_line(asked.q))
    return cut(found, ("-starts_at", "-id") if past else ("starts_at", "id"), asked) | {"alike": alike}


def the_activity(request, uid):
    """An activity that this person may see."""
    return get_object_or_404(Activity.objects.visible_to(request.user).with_row().select_related("report"), uid=uid)


@router.get("/activities/{uid:uid}", response=ActivityOut)
def read_activity(request, uid: str):
    """One activity, with your own place in it."""
    return as_read(request, uid)


def as_read(request, uid):
    """An activity with what this reader may read of it: their claim, who comes, and whom it names."""
    activity = the_activity(request, uid)
    claims, looks_after = activity.opening.claims, rules.may_see_people(request.user, activity)
    activity.mine = claims.live().of(request.user).with_row().first()
    if activity.mine:
        activity.mine.thing = activity
    activity.coming = activity.named = None
    if rules.may_read_names(activity.mine, looks_after):
        activity.coming = claims.filter(state=Claim.HELD).select_related("person").order_by("arrival")[:30]
    if looks_after:
        activity.named = handles_of(activity, shown=True)
    return activity


@router.get("/activities/{uid:uid}/opening", response=OpeningOut)
def read_opening(request, uid: str):
    """How many places it has, and how many are free."""
    return the_activity(request, uid).opening


@router.post("/activities", response={201: ActivityOut}, auth=PLAN)
def create_activity(request, sent: NewActivityIn, response: HttpResponse):
    """Plan something, for yourself or for a space that you look after: anew, or as a copy of an earlier one."""
    rules.may_create_activity(request.user).or_refuse()
    copied = copied_one(request, sent.copy_of)
    asked = {"person": request.user, "now": timezone.now()}
    given = over(ActivityForm, values_for(request.user, copied), as_typed(request, sent), **asked) | {"once": ""}
    planned = checked(ActivityForm, given, **asked)
    made = actions.create_activity(
        by=request.user, publish=sent.publish, copied_from=copied, now=asked["now"], **planned
    )
    response["Location"] = f"{settings.ADDRESS}{ROOT}activities/{made.uid}"
    return Status(201, as_read(request, made.uid))


def copied_one(request, uid):
    """The activity that shall be copied, or None."""
    if not uid:
        return None
    copied = Activity.objects.visible_to(request.user).filter(uid=clean_line(uid)).first()
    if copied is None:
        raise Problem(422, errors=[("copy_of", _("There is nothing here that you may see."))])
    return copied


def as_typed(request, sent):
    """What was sent, as the form of the pages asks for it."""
    given = sent.dict(exclude_unset=True, exclude={"place", "named", "publish", "copy_of"})
    for name in TIMES:
        if {f"{name}_wall", "zone"} & given.keys():
            given.setdefault(f"{name}_which", "")  # of another time
    if sent.place and sent.where:
        raise Problem(422, errors=[("where", _("Send a place or where it is in words, not both."))])
    if sent.place:
        place = Place.objects.visible_to(request.user).filter(uid=clean_line(sent.place)).first()
        if place is None:
            raise Problem(422, errors=[("place", _("No such place is known here."))])
        given["where"] = place.uid
    elif "place" in sent.model_fields_set:
        given.setdefault("where", "")
    if sent.named is not None:
        given["named"] = " ".join(sent.named)
    return given


@router.patch("/activities/{uid:uid}", response=ActivityOut, auth=PLAN)
def change_activity(request, uid: str, sent: ActivityChange):
    """Change what was planned. A new time or place is told to those who come."""
    activity = the_activity(request, uid)
    rules.may_change_activity(request.user, activity).or_refuse()
    asked = {"person": request.user, "now": timezone.now(), "changing": activity}
    kept = kept_as_it_is(activity, sent)
    given = over(ActivityForm, values_of(activity), as_typed(request, sent), **asked)
    if "where" in kept:
        given.pop("where", None)
    if "named" in kept:
        given |= {"audience": "members", "named": ""}  # any, so that nobody is looked up by name
    cleaned = checked(ActivityForm, given, **asked) | kept
    actions.change_activity(activity, by=request.user, now=asked["now"], **cleaned)
    return as_read(request, uid)


def kept_as_it_is(activity, sent):
    """The place and the people that a change doesn't speak of: kept, and not looked up by their names again."""
    kept = {}
    if not {"place", "where"} & sent.model_fields_set:
        kept |= {"place": activity.place, "where": activity.where}
    if sent.named is None and sent.audience in (None, activity.audience):
        named = Grant.objects.filter(kind="activities.activity", key=activity.uid).select_related("person")
        kept |= {"audience": activity.audience, "named": [grant.person for grant in named]}
    return kept


@router.post("/activities/{uid:uid}/publish", response=ActivityOut, auth=PLAN)
def publish_activity(request, uid: str):
    """Show a draft to its audience."""
    actions.publish_activity(the_activity(request, uid), by=request.user, now=timezone.now())
    return as_read(request, uid)


@router.post("/activities/{uid:uid}/cancel", response=ActivityOut, auth=PLAN)
def cancel_activity(request, uid: str, sent: CancelIn):
    """Say that it won't take place, and why."""
    why = checked(CancelForm, sent.dict())
    actions.cancel_activity(the_activity(request, uid), by=request.user, now=timezone.now(), **why)
    return as_read(request, uid)


@router.post("/activities/{uid:uid}/reopen", response=ActivityOut, auth=PLAN)
def reopen_activity(request, uid: str):
    """Say that it takes place after all."""
    actions.reopen_activity(the_activity(request, uid), by=request.user, now=timezone.now())
    return as_read(request, uid)


def with_thing(claim, activity):
    """A claim that knows what it is for."""
    claim.thing = activity
    return claim


@router.post("/activities/{uid:uid}/join", response=ClaimOut, auth=COME)
def join_activity(request, uid: str, sent: JoinIn = ALONE):
    """Sign up: a place, or the next position in the waiting list. Once, however often it is sent."""
    activity, given = the_activity(request, uid), checked(JoinForm, sent.dict())
    return with_thing(actions.join_activity(activity, by=request.user, now=timezone.now(), **given), activity)


@router.post("/activities/{uid:uid}/leave", response={204: None}, auth=COME)
def leave_activity(request, uid: str):
    """Let go of your place or position; the next in line is asked."""
    actions.leave_activity(the_activity(request, uid), by=request.user, now=timezone.now())
    return Status(204, None)


@router.post("/activities/{uid:uid}/accept", response=ClaimOut, auth=COME)
def accept_place(request, uid: str):
    """Confirm the place that became free for you."""
    activity = the_activity(request, uid)
    return with_thing(actions.accept_place(activity, by=request.user, now=timezone.now()), activity)


@router.post("/activities/{uid:uid}/resize", response=ClaimOut, auth=COME)
def resize_place(request, uid: str, sent: ResizeIn):
    """Come with more or fewer guests."""
    activity, given = the_activity(request, uid), checked(ResizeForm, sent.dict())
    return with_thing(actions.resize_place(activity, by=request.user, now=timezone.now(), **given), activity)


@router.get("/activities/{uid:uid}/people", response=Page[ClaimOut])
def list_people(request, uid: str, asked: Query[ClaimsAsked]):
    """Who comes and who waits, in order of signing up; for those who look after it."""
    activity = the_activity(request, uid)
    rules.may_see_people(request.user, activity).or_refuse()
    claims = activity.opening.claims.with_row()
    page = cut(claims if asked.ended else claims.live(), ("arrival",), asked)
    return page | {"items": [with_thing(claim, activity) for claim in page["items"]]}


@router.post("/activities/{uid:uid}/report", response=ReportOut, auth=PLAN)
def write_report(request, uid: str, sent: ReportIn):
    """Tell how it was, or change what was told. Pictures are added on the pages only."""
    activity = the_activity(request, uid)
    rules.may_write_report(request.user, activity, now=timezone.now()).or_refuse()
    told = checked(ReportForm, sent.dict())
    return actions.write_report(activity, by=request.user, now=timezone.now(), **told)
