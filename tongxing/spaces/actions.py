"""Everything that changes spaces and who belongs to them."""

from datetime import timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone

from tongxing.core import search
from tongxing.core.events import record
from tongxing.core.handles import fold
from tongxing.core.joints import run_at_once
from tongxing.core.once import only_once
from tongxing.core.pinyin import sounds_of
from tongxing.core.refusal import Refused
from tongxing.core.text import render_prose
from tongxing.people.actions import await_growing_up, make_rescue_codes
from tongxing.people.ages import day_of_age, today
from tongxing.people.models import Person

from . import rules, verbs
from .models import MEMBERS, PUBLIC, Grant, Invitation, JoinRequest, Membership, Space, SpaceName

INVITATION_HOLDS = timedelta(days=30)
SPACE_FIELDS = ("name", "about", "area", "lat", "lon", "colour", "joining", "audience")


@transaction.atomic
def sign_up(person, *, name, age, born=None, now):
    """A new person with a personal space. Returns the rescue codes, which are shown once.

    Under 14 is refused: Personal Information Protection Law of the PRC, article 31 asks for a guardian's consent.
    `born`, a day in the month of their birth, is asked of those from 14 to 17 alone; only when they are 18 is kept.
    """
    rules.may_sign_up(age, born, today(now)).or_refuse()
    person.name, person.age, person.shows_name = name or person.handle, age, age == Person.GROWN
    person.grows_up_on = day_of_age(born) if person.is_young else None
    person.save()
    await_growing_up(person)
    space = Space.objects.create(
        short=person.handle,
        kind=Space.PERSONAL,
        name=person.name,
        person=person,
        joining=Space.INVITED,
        audience=MEMBERS if person.is_young else PUBLIC,
        opened_at=now,
    )
    SpaceName.objects.create(key=fold(space.short), space=space)
    Membership.objects.create(space=space, person=person, role=Membership.STEWARD, since=now)
    record(verbs.SIGNED_UP, by=person, on=space, space=space, now=now)
    return make_rescue_codes(person, by=person, now=now)


def create_space(*, by, once="", now=None, **fields):
    """Open a team, project or network at once; who opens it looks after it. A taken short is refused."""
    rules.may_create_space(by).or_refuse()
    try:
        return only_once(once, by=by, make=lambda: open_space(by=by, now=now or timezone.now(), **fields))
    except IntegrityError:  # somebody took the same address in this very moment
        raise Refused(rules.short_is_taken(fields["short"])) from None


@transaction.atomic
def open_space(*, by, now, kind, short, **fields):
    """The rows of a new space."""
    if SpaceName.objects.filter(key=fold(short)).exists():
        raise Refused(rules.short_is_taken(short))
    space = Space(kind=kind, short=short, opened_at=now, about_html=render_prose(fields.get("about", "")), **fields)
    space.save()
    SpaceName.objects.create(key=fold(short), space=space)
    Membership.objects.create(space=space, person=by, role=Membership.STEWARD, since=now)
    find_again(space)
    record(verbs.SPACE_CREATED, by=by, on=space, space=space, now=now)
    return space


@transaction.atomic
def change_space(space, *, by, **fields):
    """Change what a space says about itself, where it is, its colour, who sees it and how people join.

    What was public in it is so no more when the space isn't; each thing can be made public again.
    """
    space = Space.objects.select_for_update().get(pk=space.pk)
    rules.may_change_space(by, space).or_refuse()
    before, was_public = [getattr(space, field) for field in SPACE_FIELDS], space.audience == PUBLIC
    for field in SPACE_FIELDS:
        setattr(space, field, fields.get(field, getattr(space, field)))
    if space.is_personal and space.person.is_young:
        space.audience, space.lat, space.lon = MEMBERS, None, None  # no public page and no exact place before 18
    if before == [getattr(space, field) for field in SPACE_FIELDS]:
        return space
    space.about_html = render_prose(space.about)
    space.save()
    if not space.is_personal:
        find_again(space)
    if was_public and space.audience != PUBLIC:
        run_at_once("spaces.narrow", space)
    record(verbs.SPACE_CHANGED, by=by, on=space, space=space)
    return space


def hide_young(person):
    """A personal space whose person turned out to be under 18 is shown to nobody else, and no exact place of it."""
    space = Space.objects.select_for_update().get(person=person)
    was_public, space.audience, space.lat, space.lon = space.audience == PUBLIC, MEMBERS, None, None
    space.save(update_fields=["audience", "lat", "lon"])
    if was_public:
        run_at_once("spaces.narrow", space)


def find_again(space):
    """Let the search find it. One person's own space isn't looked for there."""
    search.index("spaces.space", space.uid, text_of(space))


def text_of(space):
    """The words by which a space is found."""
    area = space.area.full_name if space.area_id else ""
    return "\n".join(filter(None, [space.name, space.short, area, sounds_of(space.name), space.about]))


def texts():
    """(uid, text) of every space of more than one person, for `tongxing reindex`."""
    for space in Space.objects.together().select_related("area").order_by("pk").iterator(chunk_size=500):
        yield space.uid, text_of(space)


def enter(space, person, now):
    """The row of a new member; a second one at the same moment changes nothing."""
    membership, _made = Membership.objects.get_or_create(space=space, person=person, defaults={"since": now})
    space.join_requests.filter(person=person, state=JoinRequest.ASKED).update(
        state=JoinRequest.ACCEPTED, answered_at=now
    )
    return membership


@transaction.atomic
def join_space(space, *, by, now):
    """Join an open space, by one's own act."""
    space = Space.objects.select_for_update().get(pk=space.pk)
    rules.may_join_space(by, space).or_refuse()
    enter(space, by, now)
    record(verbs.SPACE_JOINED, by=by, on=space, space=space, now=now)
    return space


@transaction.atomic
def ask_to_join(space, *, by, words, now):
    """Ask those who look after a space to be taken in."""
    space = Space.objects.select_for_update().get(pk=space.pk)
    rules.may_ask_to_join(by, space).or_refuse()
    request = JoinRequest.objects.create(space=space, person=by, words=words, asked_at=now)
    record(verbs.JOIN_ASKED, by=by, on=space, space=space, now=now, person=by.pk)
    return request


def locked_request(request):
    """The request as it is now, its space locked first, as every deed on who belongs does."""
    Space.objects.select_for_update().get(pk=request.space_id)
    return JoinRequest.objects.select_for_update().get(pk=request.pk)


@transaction.atomic
def withdraw_asking(request, *, by, now):
    """Take back one's own wish to join."""
    request = locked_request(request)
    rules.may_withdraw_asking(by, request).or_refuse()
    request.state, request.answered_at = JoinRequest.WITHDRAWN, now
    request.save(update_fields=["state", "answered_at"])
    record(verbs.JOIN_WITHDRAWN, by=by, on=request.space, space=request.space, now=now, person=request.person_id)
    return request


@transaction.atomic
def accept_asking(request, *, by, now):
    """Take in somebody who asked."""
    request = locked_request(request)
    rules.may_answer_asking(by, request).or_refuse()
    enter(request.space, request.person, now)
    request.refresh_from_db()
    record(verbs.JOIN_ACCEPTED, by=by, on=request.space, space=request.space, now=now, person=request.person_id)
    return request


@transaction.atomic
def decline_asking(request, *, by, reason, now):
    """Answer a wish to join with a no and its reason."""
    request = locked_request(request)
    rules.may_answer_asking(by, request).or_refuse()
    request.state, request.answered_at, request.reason = JoinRequest.DECLINED, now, reason
    request.save(update_fields=["state", "answered_at", "reason"])
    record(verbs.JOIN_DECLINED, by=by, on=request.space, space=request.space, now=now, person=request.person_id)
    return request


def invite(space, *, by, now, once=""):
    """Make a link, good for 30 days, with which people join by their own act."""
    rules.may_invite(by, space).or_refuse()
    return only_once(once, by=by, make=lambda: make_invitation(space, by, now))


@transaction.atomic
def make_invitation(space, by, now):
    """The row of a new link."""
    invitation = Invitation.objects.create(space=space, by=by, made_at=now, expires_at=now + INVITATION_HOLDS)
    record(verbs.INVITATION_MADE, by=by, on=space, space=space, now=now, invitation=invitation.uid)
    return invitation


@transaction.atomic
def end_invitation(invitation, *, by, now):
    """Close the door that a link opened. Ending it twice changes nothing."""
    invitation = Invitation.objects.select_for_update().get(pk=invitation.pk)
    rules.may_end_invitation(by, invitation).or_refuse()
    if invitation.ended_at is None:
        invitation.ended_at = now
        invitation.save(update_fields=["ended_at"])
        record(
            verbs.INVITATION_ENDED,
            by=by,
            on=invitation.space,
            space=invitation.space,
            now=now,
            invitation=invitation.uid,
        )
    return invitation


@transaction.atomic
def accept_invitation(invitation, *, by, now):
    """Join with a link, by one's own act."""
    Space.objects.select_for_update().get(pk=invitation.space_id)
    invitation = Invitation.objects.select_for_update().get(pk=invitation.pk)
    rules.may_accept_invitation(by, invitation, now=now).or_refuse()
    enter(invitation.space, by, now)
    invitation.used += 1
    invitation.save(update_fields=["used"])
    record(verbs.SPACE_JOINED, by=by, on=invitation.space, space=invitation.space, now=now)
    return invitation.space


@transaction.atomic
def leave_space(membership, *, by, now):
    """Leave a space; what one wrote stays. The last steward hands over first."""
    membership = locked(membership)
    rules.may_leave_space(by, membership).or_refuse()
    space = membership.space
    membership.delete()
    record(verbs.SPACE_LEFT, by=by, on=space, space=space, now=now)
    return space


@transaction.atomic
def remove_member(membership, *, by, now):
    """End somebody's membership, and the links they made: a visible act, and the person is told."""
    membership = locked(membership)
    rules.may_remove_member(by, membership).or_refuse()
    space = membership.space
    membership.delete()
    space.invitations.filter(by=membership.person_id, ended_at=None).update(ended_at=now)
    record(verbs.MEMBER_REMOVED, by=by, on=space, space=space, now=now, person=membership.person_id)
    return space


def locked(membership):
    """The membership as it is now, with its space locked so that no two stewards leave at once."""
    space = Space.objects.select_for_update().get(pk=membership.space_id)
    found = Membership.objects.filter(pk=membership.pk).first()
    if found is None:
        rules.ended_already().or_refuse()
    found.space = space
    return found


@transaction.atomic
def ask_to_steward(membership, *, by, now):
    """Ask a member to look after the space together; nothing changes until they accept."""
    membership = locked(membership)
    rules.may_ask_to_steward(by, membership).or_refuse()
    membership.steward_asked_at = now
    membership.save(update_fields=["steward_asked_at"])
    record(
        verbs.STEWARD_ASKED, by=by, on=membership.space, space=membership.space, now=now, person=membership.person_id
    )
    return membership


@transaction.atomic
def accept_stewardship(membership, *, by, now):
    """Begin to look after a space, having been asked."""
    membership = locked(membership)
    rules.may_answer_stewardship(by, membership).or_refuse()
    membership.role, membership.steward_asked_at = Membership.STEWARD, None
    membership.save(update_fields=["role", "steward_asked_at"])
    record(
        verbs.STEWARD_ACCEPTED, by=by, on=membership.space, space=membership.space, now=now, person=membership.person_id
    )
    return membership


@transaction.atomic
def decline_stewardship(membership, *, by, now):
    """Say no to looking after a space; one stays a member."""
    membership = locked(membership)
    rules.may_answer_stewardship(by, membership).or_refuse()
    membership.steward_asked_at = None
    membership.save(update_fields=["steward_asked_at"])
    record(
        verbs.STEWARD_DECLINED, by=by, on=membership.space, space=membership.space, now=now, person=membership.person_id
    )
    return membership


@transaction.atomic
def step_down(membership, *, by, now):
    """Stop looking after a space and stay a member."""
    membership = locked(membership)
    rules.may_step_down(by, membership).or_refuse()
    membership.role = Membership.MEMBER
    membership.save(update_fields=["role"])
    record(
        verbs.STEWARD_STEPPED_DOWN,
        by=by,
        on=membership.space,
        space=membership.space,
        now=now,
        person=membership.person_id,
    )
    return membership


def name_people(thing, people):
    """Set exactly which people a thing of audience `named` is shown to. Called inside the deed on that thing."""
    kind = thing._meta.label_lower
    Grant.objects.filter(kind=kind, key=thing.uid).exclude(person__in=people).delete()
    for person in people:
        Grant.objects.get_or_create(kind=kind, key=thing.uid, person=person)
