"""Who may do what with a space, and why not."""

from django.utils.translation import gettext as _

from tongxing.core.refusal import YES, no_standing, not_now, sign_in
from tongxing.people.rules import may_be_this_old

from .models import JoinRequest, Membership, Space


def may_sign_up(age, born, today):
    """Under 14 there is no account; the answer says what remains open. From 14 to 17 the month of birth is asked."""
    return may_be_this_old(age, born, today)


def is_steward(person, space):
    """True for somebody who looks after the space."""
    if known := known_to_page(person, space):
        return bool(known[0] and known[0].is_steward)
    return bool(person.pk) and space.memberships.of(person).stewards().exists()


def is_member(person, space):
    """True for somebody who belongs to the space."""
    if known := known_to_page(person, space):
        return bool(known[0])
    return bool(person.pk) and space.memberships.of(person).exists()


def known_to_page(person, space):
    """(membership or None,) where a page has looked it up already for its reader; deeds read the space anew."""
    reader = getattr(space, "reader", None)
    return reader[1:] if reader and reader[0] == person.pk else None


def may_create_space(person):
    """Anybody signed in, at once."""
    return sign_in(_("Sign in to open a space.")) if person.is_anonymous else YES


def may_look_after(person, space):
    """Stewards act for their space."""
    if person.is_anonymous:
        return sign_in(_("Sign in first."))
    if not is_steward(person, space):
        return no_standing(_("Only those who look after %(space)s can do this.") % {"space": space})
    return YES


def may_change_space(person, space):
    return may_look_after(person, space)


def may_join_space(person, space):
    """Open spaces at once; others by asking or with a link."""
    if person.is_anonymous:
        return sign_in(_("Sign in to join."))
    if space.is_personal:
        return not_now(_("This is one person's own space. Nobody else can join it."))
    if is_member(person, space):
        return not_now(_("You already belong to %(space)s.") % {"space": space})
    if space.joining == Space.ASK:
        return not_now(_("Ask to join; somebody who looks after %(space)s will answer.") % {"space": space})
    if space.joining == Space.INVITED:
        return not_now(_("%(space)s takes people in by invitation. Ask a member for a link.") % {"space": space})
    return YES


def may_ask_to_join(person, space):
    """Once, where joining is by asking."""
    if person.is_anonymous:
        return sign_in(_("Sign in to ask."))
    if is_member(person, space):
        return not_now(_("You already belong to %(space)s.") % {"space": space})
    if space.joining != Space.ASK or space.is_personal:
        return not_now(_("%(space)s doesn't take people in by asking.") % {"space": space})
    if space.join_requests.filter(person=person, state=JoinRequest.ASKED).exists():
        return not_now(_("You have asked already; the answer will come to you."))
    return YES


def may_withdraw_asking(person, request):
    """The one who asked, while no answer is there."""
    if person.is_anonymous:
        return sign_in(_("Sign in first."))
    if request.person_id != person.pk:
        return no_standing(_("This is somebody else's request."))
    return still_asked(request)


def may_answer_asking(person, request):
    """Stewards, once."""
    return may_look_after(person, request.space) and still_asked(request)


def still_asked(request):
    """A request is answered once."""
    return YES if request.state == JoinRequest.ASKED else not_now(_("This request was answered already."))


def may_invite(person, space):
    """Members invite where joining is open; elsewhere stewards do."""
    if person.is_anonymous:
        return sign_in(_("Sign in first."))
    if space.is_personal:
        return not_now(_("This is one person's own space. Nobody else can join it."))
    if space.joining == Space.OPEN and is_member(person, space):
        return YES
    return may_look_after(person, space)


def may_end_invitation(person, invitation):
    """Who made it, or a steward."""
    if person.pk and invitation.by_id == person.pk:
        return YES
    return may_look_after(person, invitation.space)


def may_accept_invitation(person, invitation, *, now):
    """Anybody with a link that still opens."""
    if invitation.ended_at or invitation.expires_at <= now:
        return not_now(_("This invitation has ended. Ask for a new link."))
    if person.is_anonymous:
        return sign_in(_("Sign in or sign up to join %(space)s.") % {"space": invitation.space})
    if is_member(person, invitation.space):
        return not_now(_("You already belong to %(space)s.") % {"space": invitation.space})
    return YES


def is_last_steward(membership):
    """True when nobody else looks after the space."""
    return membership.is_steward and not membership.space.memberships.stewards().exclude(pk=membership.pk).exists()


def own_membership(person, membership):
    """Only the person themself acts on their own membership."""
    if person.is_anonymous:
        return sign_in(_("Sign in first."))
    if membership.person_id != person.pk:
        return no_standing(_("This is somebody else's membership."))
    return YES


def may_leave_space(person, membership):
    """Any time; the last steward hands over first."""
    allowed = own_membership(person, membership)
    if allowed and membership.space.is_personal:
        return not_now(_("This is your own space; it goes with your account."))
    if allowed and is_last_steward(membership):
        return not_now(
            _("You are the last one who looks after %(space)s. Ask a member to take over first.")
            % {"space": membership.space}
        )
    return allowed


def may_remove_member(person, membership):
    """Stewards, visibly; stewards can't remove one another."""
    allowed = may_look_after(person, membership.space)
    if allowed and membership.is_steward:
        return not_now(_("Somebody who looks after the space leaves by their own act."))
    return allowed


def may_ask_to_steward(person, membership):
    """A steward asks a member; the member decides."""
    allowed = may_look_after(person, membership.space)
    if allowed and membership.is_steward:
        return not_now(_("%(person)s looks after the space already.") % {"person": membership.person})
    if allowed and membership.steward_asked_at:
        return not_now(_("%(person)s was asked and has not answered yet.") % {"person": membership.person})
    return allowed


def may_answer_stewardship(person, membership):
    """The member who was asked."""
    allowed = own_membership(person, membership)
    if allowed and not membership.steward_asked_at:
        return not_now(_("Nobody is asking you any more."))
    return allowed


def may_step_down(person, membership):
    """A steward who isn't the last one."""
    allowed = own_membership(person, membership)
    if allowed and membership.role != Membership.STEWARD:
        return not_now(_("You don't look after this space."))
    if allowed and is_last_steward(membership):
        return not_now(
            _("You are the last one who looks after %(space)s. Ask a member to take over first.")
            % {"space": membership.space}
        )
    return allowed


def short_is_taken(short):
    """The sentence for an address that somebody else has."""
    return _("The address %(short)s is taken. Choose another one.") % {"short": short}


def handle_is_taken(handle):
    """The sentence for a handle that somebody, or a space, already has."""
    return _("The handle %(handle)s is taken, or looks too much like one that is. Choose another one.") % {
        "handle": handle
    }


def ended_already():
    """The answer about a membership that is no longer there."""
    return not_now(_("This membership has ended already."))


def answers_at(person, space, membership):
    """What each deed at a space would answer this person, asked once for its pages."""
    answers = {
        "change_space": may_change_space(person, space),
        "join_space": may_join_space(person, space),
        "ask_to_join": may_ask_to_join(person, space),
        "invite": may_invite(person, space),
    }
    if membership:
        answers["leave_space"] = may_leave_space(person, membership)
        answers["answer_stewardship"] = may_answer_stewardship(person, membership)
        # For a steward both ask the same: is there another one?
        answers["step_down"] = answers["leave_space"] if membership.is_steward else may_step_down(person, membership)
    return answers
