"""Who may claim what, and why not."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tongxing.core.refusal import YES, no_standing, not_now, sign_in

from .models import Claim


def may_take(person, opening, *, size, now):
    """The sentence behind the conditional update: asked for the button, and again when the update found no seat."""
    if person.is_anonymous:
        return sign_in(_("Sign in to take a place."))
    if opening.is_closed(now):
        return not_now(_("Signing up is over."))
    if not 1 <= size <= opening.size_max:
        return not_now(_("You can sign up 1 to %(most)s people at once.") % {"most": opening.size_max})
    if opening.seats is not None and size > opening.seats:
        return only(opening.seats)
    if opening.is_full and opening.waiting >= opening.waiting_max:
        return not_now(_("All places are taken and the waiting list is full."))
    return YES


def own(person, claim):
    """Only the holder acts on a claim."""
    if person.is_anonymous:
        return sign_in(_("Sign in first."))
    if claim.person_id != person.pk:
        return no_standing(_("This place is somebody else's."))
    return YES


def may_accept(person, claim, *, now):
    """The one to whom a place is offered, in time."""
    allowed = own(person, claim)
    if allowed and claim.state != Claim.OFFERED:
        return not_now(_("No place is offered to you right now."))
    if allowed and claim.opening.closed_at:
        return not_now(_("It was called off, so no place is offered just now."))
    if allowed and claim.opening.has_ended(now):
        return not_now(_("It has begun; no place is offered any more."))
    if allowed and claim.offered_until <= now:
        return not_now(_("The time to confirm is over; the next in line was asked. You can sign up again."))
    return allowed


def may_let_go(person, claim):
    """The holder, any time; it is never a fault."""
    allowed = own(person, claim)
    if allowed and not claim.is_live:
        return not_now(_("You have already let go."))
    return allowed


def may_resize(person, claim, *, size, now):
    """The holder, within what the opening allows."""
    allowed = may_let_go(person, claim)
    if allowed and not 1 <= size <= claim.opening.size_max:
        return not_now(_("You can sign up 1 to %(most)s people at once.") % {"most": claim.opening.size_max})
    if allowed and size > claim.size and claim.opening.is_closed(now):
        return not_now(_("Signing up is over."))
    seats = claim.opening.seats
    if allowed and claim.state in (Claim.WAITING, Claim.ASIDE) and seats is not None and size > seats:
        return only(seats)
    return allowed


def only(seats):
    """The sentence for more people than there are places."""
    return not_now(
        ngettext("There is only %(seats)s place altogether.", "There are only %(seats)s places altogether.", seats)
        % {"seats": seats}
    )


def may_have_seats(opening, seats):
    """Not fewer than are taken."""
    if seats is not None and seats < opening.taken:
        return not_now(
            ngettext(
                "%(n)s place is taken already; there can't be fewer.",
                "%(n)s places are taken already; there can't be fewer.",
                opening.taken,
            )
            % {"n": opening.taken}
        )
    return YES


def no_seat_for(size):
    """The sentence when more seats are wanted than are free."""
    return not_now(_("There aren't enough free places for %(size)s people.") % {"size": size})
