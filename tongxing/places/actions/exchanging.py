"""Tables that people bring through the pages: kept for a day, read by the worker some rows at a time, taken back."""

import time
from contextlib import suppress
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from tongxing.core.events import record
from tongxing.core.files import write
from tongxing.core.once import only_once
from tongxing.core.outbox import later
from tongxing.core.text import clean_line, render_prose

from .. import rules, verbs
from ..cells import standing
from ..columns import Sheet, guess, read_upload, understand
from ..duplicates import suspects
from ..grid import cell_of
from ..likeness import areas_around, likeness_of
from ..models import ImportBatch, ImportRow, Place, PlaceKind, Revision
from ..points import share_points
from ..tables import Said, Trouble
from .counting import count_again
from .importing import end_import, import_places
from .records import differences, find_again, state_of

AT_ONCE = 100
AT_A_TIME = 20  # seconds of reading before other work has its turn
KEPT_FOR = timedelta(days=1)
SHOWN = 20  # rows of a table that are shown before it is read
LOOKED_AT = 500  # rows of a table that are looked up before it is read
COUNTED = {ImportRow.NEW: "new", ImportRow.CHANGED: "changed", ImportRow.SAME: "unchanged"}


def bring_table(*, by, name, data, once="", now):
    """Keep a table until somebody has looked at it. Trouble says why it is none; refused when it has too many rows.

    The same form sent again keeps no second one.
    """
    rules.may_bring_table(by).or_refuse()
    sheet = read_upload(name, data)
    rules.may_bring_table(by, len(sheet.rows)).or_refuse()
    return only_once(once, by=by, make=lambda: keep_table(by, name, data, sheet, now))


@transaction.atomic
def keep_table(by, name, data, sheet, now):
    """The row of a table and its file, which is removed after a day."""
    name = clean_line(name)[:200] or "-"
    batch = ImportBatch.objects.create(
        by=by, source=name.rpartition(".")[0][:80] or name[:80], file_name=name, encoding=sheet.encoding,
        started_at=now, rows=len(sheet.rows), plan={"columns": guess(sheet.headings)},
    )  # fmt: skip
    write(path_of(batch), data)
    later("places.forget_upload", due=now + KEPT_FOR, key=key_of(batch), batch=batch.pk)
    return batch


def path_of(batch):
    """Where the file lies until it was read."""
    return settings.DATA / "imports" / batch.uid


def key_of(batch):
    """The key of what waits for a table."""
    return f"table:{batch.uid}"


def sheet_of(batch):
    """The table as it was sent; Trouble when it has been removed meanwhile."""
    try:
        data = path_of(batch).read_bytes()
    except OSError as error:
        raise Trouble("%(name)s can't be read: %(why)s.", name=batch.file_name, why=error.strerror) from error
    return read_upload(batch.file_name, data)


def forget_upload(pk):
    """Remove a table that nobody began to read."""
    for batch in ImportBatch.objects.filter(pk=pk, begun_at=None):
        path_of(batch).unlink(missing_ok=True)
        batch.delete()


@transaction.atomic
def import_table(batch, *, by, now, columns, kind, datum, source, skips_alike):
    """Let the worker read a table; `columns` says what each of its columns means."""
    batch = ImportBatch.objects.select_for_update().get(pk=batch.pk)
    rules.may_import_table(by, batch).or_refuse()
    batch.plan = {"columns": columns, "kind": kind, "datum": datum, "skips_alike": skips_alike}
    batch.begun_at, batch.source = now, source or batch.source
    batch.save(update_fields=["plan", "begun_at", "source"])
    later("places.import_rows", key=key_of(batch), batch=batch.pk)
    return batch


def read_rows(batch, sheet, plan, source):
    """(line, name, draft, trouble) of every row of a table; the drafts know with whom they share their point."""
    kinds = {name: kind.code for kind in PlaceKind.objects.all() for name in (kind.code, kind.zh, kind.en)}
    found = understand(sheet, plan, kinds=kinds, source=f"{batch.by_id} {source}")
    share_points([draft for _line, _name, draft, _trouble in found if draft])
    return found


def import_rows(pk, *, now):
    """Read a table for a while; returns when to go on, or None when it is done. May run twice: no row counts twice."""
    batch = ImportBatch.objects.select_related("by").filter(pk=pk, ended_at=None).first()
    if batch is None:
        return None
    found = []
    with suppress(Trouble):  # the file is gone: it ends with what was read of it
        found = read_rows(batch, sheet_of(batch), batch.plan, batch.source)
    began = time.monotonic()
    for start in range(batch.done, len(found), AT_ONCE):
        if time.monotonic() - began > AT_A_TIME:
            return timezone.now()
        import_lines(batch, found[start : start + AT_ONCE], start, now=now)
    finish_import(batch, now=now)
    return None


@transaction.atomic
def import_lines(batch, lines, start, *, now):
    """Write some rows of a table and what came of each, together or not at all; nothing when somebody else did."""
    batch = ImportBatch.objects.select_for_update().get(pk=batch.pk)
    if batch.done != start or batch.ended_at:
        return
    likes = {}
    if batch.plan.get("skips_alike"):
        fates = forecast([draft for _line, _name, draft, _trouble in lines if draft])
        likes = {key: like for key, (fate, like) in fates.items() if fate == ImportRow.NEW and like}
    drafts = [draft for _line, _name, draft, _trouble in lines if draft and draft.source_key not in likes]
    outcome = import_places(batch, drafts, now=now)
    suspected = {draft.source_key: like for draft, like in outcome.suspected}
    rows = [row_of(batch, one, outcome.places, likes, suspected) for one in lines]
    ImportRow.objects.bulk_create(rows)
    for row in rows:
        name = COUNTED.get(row.outcome, "refused")
        setattr(batch, name, getattr(batch, name) + 1)
    batch.suspected += len(suspected) + len(likes)
    batch.private += sum(draft.private for draft in drafts)
    batch.done = start + len(lines)
    batch.save()


def row_of(batch, one, places, likes, suspected):
    """What came of one line."""
    line, name, draft, trouble = one
    row = ImportRow(batch=batch, line=line, name=clean_line(name)[:80])
    if trouble:
        row.outcome, row.said = ImportRow.REFUSED, [trouble.said]
        return row
    row.said = list(draft.left_out)
    row.like = likes.get(draft.source_key) or suspected.get(draft.source_key)
    row.outcome, row.place = places.get(draft.source_key, (ImportRow.LEFT_OUT, None))
    return row


@transaction.atomic
def finish_import(batch, *, now):
    """Write down that a table was read, once; its file goes."""
    batch = ImportBatch.objects.select_for_update().select_related(None).get(pk=batch.pk)
    if not batch.ended_at:
        counts = {name: getattr(batch, name) for name in ("new", "changed", "unchanged", "refused", "suspected")}
        end_import(batch, **counts, now=now)
    path_of(batch).unlink(missing_ok=True)


def forecast(drafts):
    """{source_key: (what would come of the row, the place that it looks like or None)}. Writes nothing."""
    known = Place.objects.filter(source_key__in=[draft.source_key for draft in drafts])
    digests = dict(known.values_list("source_key", "source_digest"))
    new = [(draft, unsaved(draft)) for draft in drafts if draft.source_key not in digests]
    likes = {draft.source_key: like for draft, like in suspects(new)}
    fates = {}
    for draft in drafts:
        was = digests.get(draft.source_key)
        fate = ImportRow.NEW if was is None else ImportRow.SAME if was == draft.source_digest else ImportRow.CHANGED
        fates[draft.source_key] = fate, likes.get(draft.source_key)
    return fates


def preview_table(batch, sheet, plan):
    """What the first rows of a table would become, writing nothing: (counts by outcome, how many rows were looked at,
    [(line, draft, trouble, fate, like)] of the very first)."""
    sheet = Sheet(sheet.encoding, sheet.headings, sheet.rows[:LOOKED_AT])
    found = read_rows(batch, sheet, plan, plan["source"])
    fates = forecast([draft for _line, _name, draft, _trouble in found if draft])
    rows, counts = [], dict.fromkeys([*dict(ImportRow.OUTCOMES), "alike"], 0)
    for line, _name, draft, trouble in found:
        fate, like = fates[draft.source_key] if draft else (ImportRow.REFUSED, None)
        if like and plan["skips_alike"]:
            fate = ImportRow.LEFT_OUT
        counts[fate] += 1
        counts["alike"] += like is not None
        rows.append((line, draft, trouble, fate, like))
    return counts, len(rows), rows[:SHOWN]


def unsaved(draft):
    """The place of a row, as far as it is needed to find others like it."""
    return Place(name=draft.name, area=draft.area, likeness=likeness_of(draft.name, areas_around(draft.area)))


@transaction.atomic
def undo_import(batch, *, by, now):
    """Take back what a table brought: new places are hidden, changed ones made again what they were.

    What somebody has changed since stays as it is, and the report says so. The worker does it, some rows at a time.
    """
    batch = ImportBatch.objects.select_for_update().get(pk=batch.pk)
    rules.may_undo_import(by, batch, now=now).or_refuse()
    batch.undone_at = now
    batch.save(update_fields=["undone_at"])
    later("places.take_back", key=key_of(batch), batch=batch.pk)
    record(verbs.IMPORT_UNDONE, by=by, on=batch, now=now)
    return batch


@transaction.atomic
def take_back(pk, *, now):
    """Take back some rows of a table that was undone; returns when to go on, or None when that is all."""
    batch = ImportBatch.objects.get(pk=pk)
    written = batch.lines.filter(undone="", outcome__in=(ImportRow.NEW, ImportRow.CHANGED))
    rows = list(written.order_by("-line")[:AT_ONCE])
    places = Place.objects.select_for_update().in_bulk(sorted(row.place_id for row in rows if row.place_id))
    stood = standing(places.values())
    last = {}
    for revision in Revision.objects.filter(place__in=places).order_by("pk"):
        last[revision.place_id] = revision
    back, lived_in = [], used(places)
    for row in rows:
        place, revision = places.get(row.place_id), last.get(row.place_id)
        ours = place is not None and place.hidden_at is None and revision.batch_id == batch.pk
        ours = ours and (row.outcome == ImportRow.CHANGED or place.pk not in lived_in)
        row.undone = ImportRow.TAKEN_BACK if ours else ImportRow.KEPT
        if ours:
            back.append(put_back(place, revision, row, now))
    ImportRow.objects.bulk_update(rows, ["undone"])
    find_again([place for place in back if place.hidden_at is None])
    count_again(stood, standing(places.values()))
    return timezone.now() if len(rows) == AT_ONCE else None


def used(places):
    """The keys of places that somebody has confirmed, or that anything but their own record and table points at."""
    found = {key for key, place in places.items() if place.confirmed_at}
    for relation in Place._meta.related_objects:
        if relation.related_model not in (Revision, ImportRow):
            name = relation.field.attname
            rows = relation.related_model.objects.filter(**{f"{name}__in": list(places)})
            found |= set(rows.values_list(name, flat=True))
    return found


def put_back(place, revision, row, now):
    """Hide a new place, or make a changed one what it was; its source may say the same again later."""
    if row.outcome == ImportRow.NEW:
        place.hidden_at, place.source_key = now, None
    else:
        before = state_of(place)
        for name, (was, _is) in revision.changes.items():
            if name != "kind_id" or PlaceKind.objects.filter(pk=was).exists():
                setattr(place, name, was)
        follow_again(place)
        changes = differences(before, state_of(place))
        Revision.objects.create(place=place, batch=revision.batch, at=now, changes=changes)
        place.changed_at, place.source_digest = now, ""
    place.save()
    return place


def follow_again(place):
    """What follows from the rest of a record."""
    place.about_html, place.cell = render_prose(place.about), cell_of(place.lat, place.lon)
    place.likeness = likeness_of(place.name, areas_around(place.area))


def said_of(row):
    """The sentences of a line's report, in the reader's language."""
    return [str(Said(*one)) for one in row.said]
