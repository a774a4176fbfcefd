"""Who may do what with needs, offers and matches, and why not."""

from django.utils.translation import gettext as _

from tongxing.core.refusal import YES, no_standing, not_now, sign_in
from tongxing.places.rules import looks_after
from tongxing.spaces import rules as spaces

from .models import Match, Need, Offer


def is_theirs(person, need):
    """True for whoever looks after what lacks it: its caretakers and who wrote it, or the stewards of the space."""
    if not person.pk:
        return False
    return takes(person, need) or (need.space_id is None and need.made_by_id == person.pk)


def takes(person, need):
    """True for whoever answers gifts: a space's stewards, a place's caretakers; where it has none, who wrote it."""
    if not person.pk:
        return False
    known = getattr(need, "reader", None)
    if known and known[0] == person.pk:  # looked up already for its page; deeds read the need anew
        return known[1]
    if need.space_id:
        return spaces.is_steward(person, need.space)
    if looks_after(person, need.place):
        return True
    return need.made_by_id == person.pk and not need.place.caretakers.exists()


def may_create_need(person, place=None, space=None):
    """Anybody signed in for a place that stands; its stewards for a space."""
    if person.is_anonymous:
        return sign_in(_("Sign in to say what is lacking."))
    if place is not None:
        return not_now(_("This record was taken away.")) if place.hidden_at else YES
    return YES if space is None else spaces.may_look_after(person, space)


def may_tend_need(person, need):
    """Whoever looks after it."""
    if person.is_anonymous:
        return sign_in(_("Sign in first."))
    if not is_theirs(person, need):
        return no_standing(_("Only those who look after %(whose)s can do this.") % {"whose": need.whose})
    return YES


def may_change_need(person, need):
    """What is open or rests."""
    if not (answer := may_tend_need(person, need)):
        return answer
    return not_now(_("It is met already.")) if need.state == Need.MET else YES


def may_withdraw_need(person, need):
    """What isn't met. Again is no harm."""
    return may_change_need(person, need)


def may_reopen_need(person, need):
    """What was withdrawn or rests; or was met, when more is lacking now."""
    return may_tend_need(person, need)


def may_renew_need(person, need):
    """What is open or rests: who looks after it says that it is still needed."""
    if not (answer := may_change_need(person, need)):
        return answer
    return not_now(_("It was withdrawn. Open it again first.")) if need.state == Need.WITHDRAWN else YES


def may_create_offer(person, space=None):
    """Anybody for themself, stewards for their space."""
    if person.is_anonymous:
        return sign_in(_("Sign in to offer something."))
    return YES if space is None else spaces.may_look_after(person, space)


def may_change_offer(person, offer):
    """Those who look after its space."""
    return spaces.may_look_after(person, offer.space)


def may_close_offer(person, offer):
    """Those who look after its space. Again is no harm."""
    return may_change_offer(person, offer)


def may_reopen_offer(person, offer):
    """Those who look after its space. Again is no harm."""
    return may_change_offer(person, offer)


def may_offer_match(person, need, *, quantity=1):
    """Anybody signed in, a part of what is left."""
    if person.is_anonymous:
        return sign_in(_("Sign in to help."))
    if need.state != Need.OPEN:
        return not_now(_("This isn't needed any more, or nobody has confirmed it for long."))
    if quantity > need.left:
        return not_enough_left(need)
    if need.matches.filter(person=person.pk, state=Match.OFFERED).exists():
        return not_now(_("You have offered a part of it already. Wait for the answer, or take it back first."))
    return YES


def not_enough_left(need):
    """Why a part is too large now."""
    if need.left == 0:
        return not_now(_("All of it is promised already. Watch the place, or look what else is needed."))
    return not_now(_("Only %(left)s of it are left to give.") % {"left": need.left})


def may_give(person, match, *states):
    """The giver, while the match stands there."""
    if person.is_anonymous:
        return sign_in(_("Sign in first."))
    if match.person_id != person.pk:
        return no_standing(_("Only who gives it can do this."))
    return stands(match, states)


def may_take(person, match, *states):
    """Whoever looks after the need, while the match stands there."""
    if person.is_anonymous:
        return sign_in(_("Sign in first."))
    if not takes(person, match.need):
        return no_standing(_("Only those who look after %(whose)s can do this.") % {"whose": match.need.whose})
    return stands(match, states)


def may_say_it_is_there(person, match, *states):
    """As taking it; who only wrote the need down doesn't confirm their own gift."""
    if not (answer := may_take(person, match, *states)):
        return answer
    own = match.person_id == person.pk and match.need.place_id and not looks_after(person, match.need.place)
    return no_standing(_("Somebody else says that your gift is there.")) if own else YES


def stands(match, states):
    """Yes in one of these states; else what it is now."""
    if match.state in states:
        return YES
    return not_now(_("This can't be done now: it is %(state)s.") % {"state": match.get_state_display()})


def may_agree_match(person, match):
    """Take what somebody would give."""
    return may_take(person, match, Match.OFFERED)


def may_decline_match(person, match):
    """Say no to what somebody would give."""
    return may_take(person, match, Match.OFFERED)


def may_send_match(person, match):
    """Say that it is on its way."""
    return may_give(person, match, Match.AGREED)


def may_receive_match(person, match):
    """Say that it arrived; what was brought by hand was never sent."""
    return may_take(person, match, Match.AGREED, Match.SENT)


def may_confirm_match(person, match):
    """Confirm that it is there and in use."""
    return may_say_it_is_there(person, match, Match.RECEIVED)


def may_thank_match(person, match):
    """Say thank you."""
    return may_take(person, match, Match.CONFIRMED)


def may_lose_match(person, match):
    """Say that it was lost on the way: either side."""
    if person.pk and match.person_id == person.pk:
        return stands(match, (Match.AGREED, Match.SENT))
    return may_take(person, match, Match.AGREED, Match.SENT)


def may_withdraw_match(person, match):
    """Take back what one would give, before it is on its way."""
    return may_give(person, match, Match.OFFERED, Match.AGREED)


def is_open(offer):
    """True while an offer can be had."""
    return offer.state == Offer.OPEN


def promised_already(need):
    """Why less can't be asked."""
    return not_now(_("%(agreed)s are promised already; ask for at least so many.") % {"agreed": need.agreed})
