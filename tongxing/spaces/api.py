"""Spaces over the API: found, opened, joined and looked after."""

from datetime import datetime
from typing import Literal
from urllib.parse import quote

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Field, Query, Router, Schema, Status

from tongxing.core.api import ROOT, Cut, FoundPage, Page, Sent, checked, cut, over
from tongxing.core.text import clean_line
from tongxing.people.api import PersonOut
from tongxing.people.bearer import Bearer, somebody
from tongxing.people.models import Token

from . import actions, rules
from .forms import AskForm, CreateSpaceForm, DeclineForm, SpaceForm, values_of
from .models import Invitation, JoinRequest, Membership, Space

router = Router(tags=["spaces"])
DEED = Bearer(Token.SPACES)
Kind = Literal["team", "project", "network"]
Joining = Literal["open", "ask", "invited"]
Audience = Literal["public", "members"]
Colour = Literal["bamboo", "sky", "wisteria", "brick", "tea", "slate"]


class AreaOut(Schema):
    """A division of the country."""

    code: str = Field(description="The administrative code, such as 513325.")
    name: str
    full_name: str


class SpaceRef(Schema):
    """A space, in a few words."""

    short: str | None = Field(
        description="The last part of /s/short/; null for a personal space whose person is not shown."
    )
    name: str
    url: str | None = Field(description="Its page; null for a personal space whose person is not shown.")

    @staticmethod
    def resolve_short(space):
        return None if space.person_id and not space.person.is_named else space.short

    @staticmethod
    def resolve_name(space):
        return str(space)

    @staticmethod
    def resolve_url(space):
        return None if space.person_id and not space.person.is_named else settings.ADDRESS + space.get_absolute_url()


class SpaceOut(SpaceRef):
    """A self-managed home of people."""

    kind: Literal["personal", "team", "project", "network"]
    about: str = Field(description="Markdown.")
    area: AreaOut | None
    lat: float | None = Field(description="Degrees, WGS-84.")
    lon: float | None
    colour: Colour
    joining: Joining
    audience: Audience
    opened_at: datetime


class SpaceIn(Sent):
    """What a space says about itself. What is left out of a change stays as it is."""

    name: str = Field(max_length=40)
    about: str = Field("", max_length=4000, description="Markdown.")
    area: str = Field("", max_length=120, description="A county or city as people say it, or its full name.")
    point: str = Field("", max_length=60, description="Latitude, longitude: `30.03, 101.01`. Everybody sees it.")
    joining: Joining = "open"
    audience: Audience = "public"
    colour: Colour = "bamboo"


class NewSpaceIn(SpaceIn):
    """A new space also has its kind and its address."""

    short: str = Field(max_length=30, description="The last part of /s/short/. It can't be changed later.")
    kind: Kind = "team"


class SpaceChange(Sent):
    """What shall be different; what is left out stays."""

    name: str | None = Field(None, max_length=40)
    about: str | None = Field(None, max_length=4000)
    area: str | None = Field(None, max_length=120)
    point: str | None = Field(None, max_length=60)
    joining: Joining | None = None
    audience: Audience | None = None
    colour: Colour | None = None


class MembershipOut(Schema):
    """Somebody's part in a space."""

    uid: str
    space: SpaceRef
    person: PersonOut
    role: Literal["steward", "member"]
    since: datetime
    asked_to_steward: bool = Field(
        description="True while they are asked to look after the space and haven't answered."
    )

    @staticmethod
    def resolve_asked_to_steward(membership):
        return membership.steward_asked_at is not None


class JoinRequestOut(Schema):
    """Somebody asks to belong."""

    uid: str
    space: SpaceRef | None = Field(description="Null when you may no longer see it.")
    person: PersonOut
    words: str
    state: Literal["asked", "accepted", "declined", "withdrawn"]
    reason: str = Field(description="Why not, when it was declined.")
    asked_at: datetime

    @staticmethod
    def resolve_space(asking):
        return asking.space if getattr(asking, "seen", True) else None


class InvitationOut(Schema):
    """A link with which people join by their own act until it ends."""

    uid: str
    space: SpaceRef
    url: str
    expires_at: datetime
    ended_at: datetime | None

    @staticmethod
    def resolve_url(invitation):
        return settings.ADDRESS + invitation.get_absolute_url()


class AskIn(Sent):
    """A few words to those who look after it."""

    words: str = Field("", max_length=300)


class DeclineIn(Sent):
    """Why not, in one kind sentence. The person will read it."""

    reason: str = Field(max_length=300)


class SpacesAsked(Cut):
    """Which spaces are wanted."""

    q: str = Field("", max_length=100, description="Part of a name, address or description.")
    kind: Literal["", "team", "project", "network"] = ""


def the_space(request, short):
    """The space behind an address, when this person may see it."""
    return get_object_or_404(Space.objects.visible_to(request.user).with_place().at(short))


@router.get("/spaces", response=FoundPage[SpaceOut])
def list_spaces(request, asked: Query[SpacesAsked]):
    """Teams, projects and networks, newest first."""
    found = Space.objects.visible_to(request.user).together().of_kind(asked.kind)
    found, alike = found.named_or_alike(clean_line(asked.q))
    return cut(found.with_place(), ("-id",), asked) | {"alike": alike}


@router.post("/spaces", response={201: SpaceOut}, auth=DEED)
def create_space(request, sent: NewSpaceIn, response: HttpResponse):
    """Open a space at once; you look after it."""
    rules.may_create_space(request.user).or_refuse()
    space = actions.create_space(by=request.user, **checked(CreateSpaceForm, sent.dict()))
    response["Location"] = f"{settings.ADDRESS}{ROOT}spaces/{quote(space.short)}"
    return Status(201, space)


@router.get("/spaces/{short}", response=SpaceOut)
def read_space(request, short: str):
    """One space; old addresses lead to it too."""
    return the_space(request, short)


@router.patch("/spaces/{short}", response=SpaceOut, auth=DEED)
def change_space(request, short: str, sent: SpaceChange):
    """Change what a space says about itself; for those who look after it."""
    space = the_space(request, short)
    rules.may_change_space(request.user, space).or_refuse()
    given = over(SpaceForm, values_of(space), sent.dict(exclude_unset=True))
    return actions.change_space(space, by=request.user, **checked(SpaceForm, given))


@router.get("/spaces/{short}/people", response=Page[MembershipOut])
def list_people_of_space(request, short: str, asked: Query[Cut]):
    """Who belongs to a space, the first ones first."""
    people = the_space(request, short).memberships.select_related("person", "space__person")
    return cut(people, ("id",), asked)


@router.post("/spaces/{short}/join", response=SpaceOut, auth=DEED)
def join_space(request, short: str):
    """Join an open space."""
    return actions.join_space(the_space(request, short), by=request.user, now=timezone.now())


@router.post("/spaces/{short}/ask", response={201: JoinRequestOut}, auth=DEED)
def ask_to_join(request, short: str, sent: AskIn):
    """Ask those who look after a space to be taken in."""
    words = checked(AskForm, sent.dict())
    return Status(201, actions.ask_to_join(the_space(request, short), by=request.user, now=timezone.now(), **words))


@router.get("/join-requests", response=Page[JoinRequestOut])
def list_join_requests(request, asked: Query[Cut]):
    """The wishes to join that you sent and those that you answer, newest first."""
    found = JoinRequest.objects.visible_to(somebody(request)).select_related("person", "space__person")
    page = cut(found, ("-id",), asked)
    mark_seen(request, page["items"])
    return page


def mark_seen(request, askings):
    """Note at each wish to join whether its space may still be seen."""
    known = {one.space_id for one in askings}
    open_ones = set(Space.objects.visible_to(request.user).filter(pk__in=known).values_list("pk", flat=True))
    for one in askings:
        one.seen = one.space_id in open_ones


def the_request(request, uid):
    """A wish to join that this person sent or answers."""
    return get_object_or_404(JoinRequest.objects.visible_to(request.user).select_related("space", "person"), uid=uid)


@router.post("/join-requests/{uid:uid}/accept", response=JoinRequestOut, auth=DEED)
def accept_asking(request, uid: str):
    """Take somebody in."""
    return actions.accept_asking(the_request(request, uid), by=request.user, now=timezone.now())


@router.post("/join-requests/{uid:uid}/decline", response=JoinRequestOut, auth=DEED)
def decline_asking(request, uid: str, sent: DeclineIn):
    """Say no, with a reason."""
    reason = checked(DeclineForm, sent.dict())
    return actions.decline_asking(the_request(request, uid), by=request.user, now=timezone.now(), **reason)


@router.post("/join-requests/{uid:uid}/withdraw", response=JoinRequestOut, auth=DEED)
def withdraw_asking(request, uid: str):
    """Ask no longer."""
    asking = actions.withdraw_asking(the_request(request, uid), by=request.user, now=timezone.now())
    mark_seen(request, [asking])
    return asking


@router.post("/spaces/{short}/invitations", response={201: InvitationOut}, auth=DEED)
def invite(request, short: str):
    """Make a link with which people join for thirty days."""
    return Status(201, actions.invite(the_space(request, short), by=request.user, now=timezone.now()))


@router.post("/invitations/{uid:uid}/accept", response=SpaceOut, auth=DEED)
def accept_invitation(request, uid: str):
    """Join with an invitation."""
    return actions.accept_invitation(get_object_or_404(Invitation, uid=uid), by=request.user, now=timezone.now())


@router.post("/invitations/{uid:uid}/end", response=InvitationOut, auth=DEED)
def end_invitation(request, uid: str):
    """From now on the link opens nothing."""
    return actions.end_invitation(get_object_or_404(Invitation, uid=uid), by=request.user, now=timezone.now())


def the_membership(request, uid):
    """A membership that this person may see."""
    return get_object_or_404(Membership.objects.visible_to(request.user).select_related("person"), uid=uid)


@router.post("/memberships/{uid:uid}/leave", response={204: None}, auth=DEED)
def leave_space(request, uid: str):
    """Leave a space; what you wrote stays."""
    actions.leave_space(the_membership(request, uid), by=request.user, now=timezone.now())
    return Status(204, None)


@router.post("/memberships/{uid:uid}/remove", response={204: None}, auth=DEED)
def remove_member(request, uid: str):
    """End somebody's membership; they are told."""
    actions.remove_member(the_membership(request, uid), by=request.user, now=timezone.now())
    return Status(204, None)


@router.post("/memberships/{uid:uid}/ask-to-steward", response=MembershipOut, auth=DEED)
def ask_to_steward(request, uid: str):
    """Ask a member to look after the space together with you."""
    return actions.ask_to_steward(the_membership(request, uid), by=request.user, now=timezone.now())


@router.post("/memberships/{uid:uid}/accept-stewardship", response=MembershipOut, auth=DEED)
def accept_stewardship(request, uid: str):
    """Begin to look after the space, having been asked."""
    return actions.accept_stewardship(the_membership(request, uid), by=request.user, now=timezone.now())


@router.post("/memberships/{uid:uid}/decline-stewardship", response=MembershipOut, auth=DEED)
def decline_stewardship(request, uid: str):
    """Say no, and stay a member."""
    return actions.decline_stewardship(the_membership(request, uid), by=request.user, now=timezone.now())


@router.post("/memberships/{uid:uid}/step-down", response=MembershipOut, auth=DEED)
def step_down(request, uid: str):
    """Stop looking after the space, and stay a member."""
    return actions.step_down(the_membership(request, uid), by=request.user, now=timezone.now())
