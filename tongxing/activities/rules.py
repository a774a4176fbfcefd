"""Who may do what with an activity, and why not."""

from django.utils.translation import gettext as _

from tongxing.claims.models import Claim
from tongxing.claims.rules import may_take
from tongxing.core.refusal import YES, not_now, sign_in
from tongxing.spaces.models import Membership, Space
from tongxing.spaces.rules import may_look_after


def may_create_activity(person, space=None):
    """Anybody for themself, stewards for their space."""
    if person.is_anonymous:
        return sign_in(_("Sign in to plan something."))
    return YES if space is None else may_look_after(person, space)


def may_change_activity(person, activity):
    """Those who look after its space, while it is not cancelled."""
    return may_look_after(person, activity.space) and changeable(activity)


def changeable(activity):
    """Not what is cancelled."""
    if activity.is_cancelled:
        return not_now(_("It is cancelled. Let it take place again first."))
    return YES


def may_publish_activity(person, activity, *, now):
    """A draft that lies ahead. Publishing it again is no harm."""
    return may_look_after(person, activity.space) and publishable(activity, now)


def publishable(activity, now):
    """Not cancelled; a draft not begun."""
    if activity.is_draft and activity.starts_at <= now:
        return not_now(_("Its beginning has passed. Choose a later time first."))
    return changeable(activity)


def may_cancel_activity(person, activity, *, now):
    """What is not over. Cancelling it again is no harm."""
    return may_look_after(person, activity.space) and cancellable(activity, now)


def cancellable(activity, now):
    """Not over, or cancelled already."""
    if activity.is_over(now) and not activity.is_cancelled:
        return not_now(_("It is over; it can't be cancelled any more."))
    return YES


def may_reopen_activity(person, activity, *, now):
    """What was cancelled and still lies ahead. What takes place anyway stays as it is."""
    return may_look_after(person, activity.space) and reopenable(activity, now)


def reopenable(activity, now):
    """Not begun, or not cancelled."""
    if activity.is_cancelled and activity.starts_at <= now:
        return not_now(_("Its time has passed. Make a copy with a new time instead."))
    return YES


def may_join_activity(person, activity, *, size=1, now):
    """Anybody who sees it, while it takes people."""
    if activity.is_cancelled:
        return not_now(_("It was cancelled: %(reason)s") % {"reason": activity.cancel_reason})
    if activity.is_draft:
        return not_now(_("It isn't published yet."))
    if activity.starts_at <= now:
        return not_now(_("It is over.") if activity.is_over(now) else _("It has already begun."))
    return may_take(person, activity.opening, size=size, now=now)


def may_leave_activity(person, activity, *, now):
    """Any time before the end."""
    if person.is_anonymous:
        return sign_in(_("Sign in first."))
    if activity.is_over(now):
        return not_now(_("It is over."))
    return YES


def may_resize_place(person, activity, *, now):
    """Whoever holds a place, is offered one, waits for one, or is set aside, before the end."""
    allowed = may_leave_activity(person, activity, now=now)
    return allowed and has_claim(activity.opening.claims.live().of(person).first())


def may_accept_place(person, activity, *, now):
    """While it takes place and has not begun."""
    if person.is_anonymous:
        return sign_in(_("Sign in first."))
    if activity.is_cancelled or activity.starts_at <= now:
        return may_join_activity(person, activity, now=now)
    return YES


def may_name(person, guest):
    """Anybody may be named; somebody under 18 only by those they do something with: in a space of both.

    A plain yes or no, so that nobody learns why.
    """
    if not guest.is_active:
        return False
    shared = Membership.objects.of(guest).filter(space__memberships__person=person).exclude(space__kind=Space.PERSONAL)
    return not guest.is_young or guest.pk == person.pk or shared.exists()


def may_see_people(person, activity):
    """Those who look after its space see who comes and who could not be reached."""
    return may_look_after(person, activity.space)


def may_read_names(claim, looks_after):
    """Names of those who come: for those who come too, and for those who look after it."""
    return bool(looks_after) or (claim is not None and claim.state == Claim.HELD)


def may_write_report(person, activity, *, now):
    """Those who look after it, once it has begun."""
    return may_look_after(person, activity.space) and tellable(activity, now)


def tellable(activity, now):
    """Begun, and neither a draft nor cancelled."""
    if activity.is_draft or activity.is_cancelled:
        return not_now(_("It didn't take place."))
    if activity.starts_at > now:
        return not_now(_("You can tell how it was once it has begun."))
    return YES


def may_change_photos(person, report):
    """Those who look after the space."""
    return may_look_after(person, report.activity.space)


def has_claim(claim):
    """Only somebody who signed up has something to confirm or change."""
    return YES if claim else not_now(_("You haven't signed up for it."))


def answers_at(person, activity, *, now):
    """What each deed at an activity would answer this person; who looks after it is asked once."""
    standing = may_look_after(person, activity.space)
    return {
        "see_people": standing,
        "join_activity": may_join_activity(person, activity, now=now),
        "leave_activity": may_leave_activity(person, activity, now=now),
        "change_activity": standing and changeable(activity),
        "publish_activity": standing and publishable(activity, now),
        "cancel_activity": standing and cancellable(activity, now),
        "reopen_activity": standing and reopenable(activity, now),
        "write_report": standing and tellable(activity, now),
    }
