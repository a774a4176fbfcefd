"""Two records that are one place: taken together, and apart again."""

from django.apps import apps
from django.db import transaction

from tongxing.core.events import record
from tongxing.core.joints import run_moves

from .. import rules, verbs
from ..cells import standing
from ..models import Asking, Caretaker, Contact, Mark, Merge, Place, Revision
from ..revisions import TRACKED
from .counting import count_again
from .records import differences, find_again, follow, state_of

KEPT_APART = {"kind_id", "name", "lat", "lon", "given_lat", "given_lon", "datum", "precision", "area_id", "facts"}


@transaction.atomic
def merge_places(winner, *, loser, by, now):
    """Take the loser's record into the winner's: all that points at it moves, its address leads there.

    What only the loser knew is filled in. What both hold of one person (a mark, a caretaker) stays where it was. Within
    thirty days all of it can be taken back.
    """
    winner, loser = lock(winner, loser)
    rules.may_merge_places(by, winner, loser).or_refuse()
    before, stood = state_of(winner), standing([winner, loser])
    moved = [*move_people(loser, winner), *run_moves("places.place", loser, winner)]
    moved += lead_on(loser, winner)
    filled = fill_in(winner, loser)
    loser.hidden_at, loser.merged_into = now, winner
    loser.save(update_fields=["hidden_at", "merged_into"])
    changes = differences(before, state_of(winner))
    if filled:
        winner.changed_at = now
        winner.save()
        Revision.objects.create(place=winner, by=by, at=now, changes=changes)
    find_again([winner])
    count_again(stood, standing([winner, loser]))
    merge = Merge.objects.create(
        winner=winner, loser=loser, by=by, at=now, moved=[list(row) for row in moved], filled=changes if filled else {}
    )
    record(verbs.PLACES_MERGED, by=by, on=winner, now=now, merge=merge.pk)
    return merge


def lock(one, other):
    """Both bare rows, always in the same order, as (the first that was asked for, the other)."""
    both = Place.objects.select_for_update().filter(pk__in=[one.pk, other.pk]).order_by("pk")
    rows = {place.pk: place for place in both}
    return rows[one.pk], rows[other.pk]


def move_people(loser, winner):
    """Bring over the marks, caretakers, askings and contacts of a place, but for what a person has at both."""
    rows = []
    for model, apart in ((Mark, same_mark), (Caretaker, same_person), (Asking, same_asking), (Contact, None)):
        there = set() if apart is None else {apart(row) for row in model.objects.filter(place=winner)}
        for row in model.objects.filter(place=loser).order_by("pk"):
            if apart is None or apart(row) not in there:
                model.objects.filter(pk=row.pk).update(place=winner)
                rows.append((model._meta.label_lower, row.pk, "place"))
    return rows


def lead_on(loser, winner):
    """Those that were taken into the loser before lead to the winner now, so that no address takes two steps."""
    rows = list(Place.objects.filter(merged_into=loser).order_by("pk").values_list("pk", flat=True))
    Place.objects.filter(pk__in=rows).update(merged_into=winner)
    return [("places.place", key, "merged_into") for key in rows]


def same_mark(mark):
    """What can't be twice at one place: a visit of a day, else a mark of a kind."""
    return mark.person_id, mark.kind, mark.on if mark.kind == Mark.VISITED else None


def same_person(row):
    """The person of a row."""
    return row.person_id


def same_asking(asking):
    """A person's open question; answered ones don't get into each other's way."""
    return (asking.person_id,) if asking.state == Asking.OPEN else asking.uid


def fill_in(winner, loser):
    """Set what only the loser knew: empty fields, unknown facts, and its point where the winner's is rough."""
    before = state_of(winner)
    for name in TRACKED:
        if name not in KEPT_APART and not getattr(winner, name):
            setattr(winner, name, getattr(loser, name))
    winner.facts = loser.facts | winner.facts
    if winner.is_rough and not loser.is_rough:
        for name in ("lat", "lon", "given_lat", "given_lon", "datum", "precision"):
            setattr(winner, name, getattr(loser, name))
    names = [name.strip() for name in winner.other_names.split(",") if name.strip()]
    if loser.name not in (winner.name, *names):
        winner.other_names = ", ".join([*names, loser.name])[:200]
    follow(winner)
    return state_of(winner) != before


@transaction.atomic
def undo_merge(merge, *, by, now):
    """Make two records of it again: what was moved and still stands there goes back, what was filled in goes."""
    merge = Merge.objects.select_for_update().get(pk=merge.pk)
    winner, loser = lock(merge.winner, merge.loser)
    rules.may_undo_merge(by, merge, now=now).or_refuse()
    stood, before = standing([winner, loser]), state_of(winner)
    for label, key, field in merge.moved:
        rows = apps.get_model(label).objects.filter(pk=key, **{field: winner})
        rows.update(**{field: loser})
    for name, (was, filled) in merge.filled.items():
        if getattr(winner, name) == filled:
            setattr(winner, name, was)
    follow(winner)
    loser.hidden_at, loser.merged_into = None, None
    loser.save(update_fields=["hidden_at", "merged_into"])
    if changes := differences(before, state_of(winner)):
        winner.changed_at = now
        winner.save()
        Revision.objects.create(place=winner, by=by, at=now, changes=changes)
    find_again([winner, loser])
    count_again(stood, standing([winner, loser]))
    merge.undone_at, merge.undone_by = now, by
    merge.save(update_fields=["undone_at", "undone_by"])
    record(verbs.MERGE_UNDONE, by=by, on=winner, now=now, merge=merge.pk, loser=loser.uid)
    return merge
