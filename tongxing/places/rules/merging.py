"""Who may take two records together, and apart."""

from datetime import timedelta

from django.utils.translation import gettext as _

from tongxing.core.refusal import YES, no_standing, not_now, sign_in

from .people import is_trusted, looks_after

UNDOABLE = timedelta(days=30)


def may_judge(person, *places):
    """The operator; else who has a say at each of the records: what is told to the one is read at the other then."""
    if person.is_anonymous:
        return sign_in(_("Sign in first."))
    if not (person.is_operator or all(has_a_say(person, place) for place in places)):
        return no_standing(_("Only who looks after both can do this. Write to whoever looks after the other one."))
    return YES


def has_a_say(person, place):
    """True for who looks after a place; where nobody does, for who was there."""
    return looks_after(person, place) or (not place.caretakers.exists() and is_trusted(person, place))


def may_merge_places(person, winner, loser):
    """Two different records that both stand."""
    if not (answer := may_judge(person, winner, loser)):
        return answer
    if winner.pk == loser.pk:
        return not_now(_("These are the same record already."))
    if winner.hidden_at or loser.hidden_at:
        return not_now(_("One of the two was taken away, or taken into another already."))
    return YES


def may_undo_merge(person, merge, *, now):
    """Within thirty days, while the one is still taken into the other."""
    if not (answer := may_judge(person, merge.winner)):
        return answer
    if merge.winner.hidden_at and not merge.undone_at:
        return not_now(_("This record was taken into another since. Undo that first."))
    if merge.undone_at or merge.loser.merged_into_id != merge.winner_id:
        return not_now(_("These are two records again already."))
    if now - merge.at > UNDOABLE:
        return not_now(_("Thirty days have passed. Write a new record if it is another place after all."))
    return YES
