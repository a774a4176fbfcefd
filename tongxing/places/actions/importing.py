"""Many places at once, from a file: a few hundred rows a transaction, so that others can write meanwhile."""

from dataclasses import dataclass, field

from django.db import transaction

from tongxing.core.events import record
from tongxing.core.text import render_prose

from .. import verbs
from ..cells import standing
from ..duplicates import suspects
from ..grid import cell_of
from ..likeness import areas_around, likeness_of
from ..models import ImportBatch, ImportRow, Place, PlaceKind, Revision
from ..points import shared_points
from ..whereabouts import stand
from .counting import count_again
from .freshness import renew
from .records import differences, find_again, state_of


@dataclass
class Outcome:
    """What came of some rows: how many of each kind, and which look like a place that was there before them."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    suspected: list = field(default_factory=list)
    places: dict = field(default_factory=dict)  # by source_key


def start_import(*, source, file_name, encoding, now):
    """The row of one reading of one file."""
    return ImportBatch.objects.create(source=source, file_name=file_name, encoding=encoding, started_at=now)


@transaction.atomic
def import_places(batch, drafts, *, now):
    """Write some rows of a file, together or not at all. A row whose source says the same as before changes nothing.

    What people have written since the last import wins over what the file says.
    """
    rows = Place.objects.select_for_update().filter(source_key__in=[draft.source_key for draft in drafts])
    known = {place.source_key: place for place in rows.order_by("pk")}
    stood = standing(known.values())
    shared, kinds = shared_points(drafts), PlaceKind.objects.in_bulk()
    outcome, made, touched = Outcome(), [], []
    for draft in drafts:
        place = known.get(draft.source_key)
        if place is None:
            place = fill(Place(made_at=now, changed_at=now, source_key=draft.source_key), draft, batch, shared)
            made.append(place)
        elif place.source_digest == draft.source_digest:
            outcome.unchanged += 1
        elif rewrite(place, draft, batch, shared, now):
            touched.append(place)
        else:
            outcome.unchanged += 1
        known[draft.source_key] = place
    for place in made + touched:
        place.kind = kinds[place.kind_id]
    renew(made, now)
    add(made, batch, now)
    find_again(made + touched)
    if made or touched:
        count_again(stood, standing(known.values()))
    outcome.new, outcome.changed = len(made), len(touched)
    outcome.suspected = suspects([(draft, known[draft.source_key]) for draft in drafts])
    outcome.places = {place.source_key: (ImportRow.SAME, place) for place in known.values()}
    outcome.places |= {place.source_key: (ImportRow.CHANGED, place) for place in touched}
    outcome.places |= {place.source_key: (ImportRow.NEW, place) for place in made}
    return outcome


def add(places, batch, now):
    """The rows of new places, each with its first revision."""
    Place.objects.bulk_create(places)
    Revision.objects.bulk_create(
        Revision(place=place, by=batch.by, batch=batch, at=now, changes=differences({}, state_of(place)))
        for place in places
    )


def rewrite(place, draft, batch, shared, now):
    """Write into a known place what its source now says otherwise; False when that changes nothing."""
    before, own = state_of(place), set()
    for changes in place.revisions.filter(by__isnull=False, batch=None).values_list("changes", flat=True):
        own |= changes.keys()
    fill(place, draft, batch, shared)
    for name in own:
        setattr(place, name, before[name])
    place.cell = cell_of(place.lat, place.lon)
    place.about_html = render_prose(place.about)
    changes = differences(before, state_of(place))
    if changes:
        place.changed_at = now
        renew([place], now)
        unsure = batch.by_id is not None
        Revision.objects.create(place=place, by=batch.by, batch=batch, at=now, changes=changes, unconfirmed=unsure)
    place.save()
    return bool(changes)


def fill(place, draft, batch, shared):
    """Set what a row says of a place, and what follows from it."""
    place.name, place.kind_id, place.area, place.address = draft.name, draft.kind, draft.area, draft.address
    place.about, place.about_html, place.facts = draft.about, render_prose(draft.about), draft.facts
    for name, value in draft.more.items():
        setattr(place, name, value)
    place.source, place.source_digest, place.batch = batch.source, draft.source_digest, batch
    place.likeness = likeness_of(draft.name, areas_around(draft.area))
    place.given_lat, place.given_lon = draft.given or (None, None)
    place.datum = draft.datum
    place.lat, place.lon, place.precision = stand(draft.area, draft.given, draft.datum, shared=draft.given in shared)
    place.cell = cell_of(place.lat, place.lon)
    return place


def end_import(batch, *, new, changed, unchanged, refused, suspected, now):
    """Write down what came of a file, once, for the log."""
    batch.new, batch.changed, batch.unchanged = new, changed, unchanged
    batch.refused, batch.suspected, batch.ended_at = refused, suspected, now
    batch.save()
    record(verbs.PLACES_IMPORTED, by=batch.by, on=batch, now=now, new=new, changed=changed, refused=refused)
    return batch
