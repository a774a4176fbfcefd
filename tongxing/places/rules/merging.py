"""Who may take two records together, and apart."""

from datetime import timedelta

from django.utils.translation import gettext as _

from tongxing.core.refusal import YES, no_standing, not_now, sign_in

from .people import is_trusted

UNDOABLE = timedelta(days=30)


def may_judge(person, one, other):
    """Who looks after one of the two or was there, and the operator."""
    if person.is_anonymous:
        return sign_in(_("Sign in first."))
    if not (person.is_operator or is_trusted(person, one) or is_trusted(person, other)):
        return no_standing(_("Whoever looks after one of the two, or has been there, can say that they are one place."))
    return YES


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
    if not (answer := may_judge(person, merge.winner, merge.loser)):
        return answer
    if merge.undone_at or merge.loser.merged_into_id != merge.winner_id:
        return not_now(_("These are two records again already."))
    if now - merge.at > UNDOABLE:
        return not_now(_("Thirty days have passed. Write a new record if it is another place after all."))
    if merge.winner.hidden_at:
        return not_now(_("This record was taken into another since. Undo that first."))
    return YES
