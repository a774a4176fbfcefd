"""Tables that people bring: kept for a day, looked at, written by the worker some rows at a time, taken back."""

import json
from dataclasses import dataclass
from datetime import timedelta
from typing import NamedTuple

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop as N_

from tongxing.core.datum import UNKNOWN
from tongxing.core.events import record
from tongxing.core.ids import new_uid
from tongxing.core.once import only_once
from tongxing.core.outbox import later, turn
from tongxing.core.text import clean_line
from tongxing.imports.hooks import ROW_KINDS
from tongxing.imports.plans import Layout, Rows, not_too_many, propose, with_columns
from tongxing.imports.sentences import LazySentence, RowError
from tongxing.imports.slices import go_on
from tongxing.imports.tables import Book, read_file, read_kept

from .. import rules, verbs
from ..cells import standing
from ..models import ImportBatch, ImportRow, Place, PlaceKind, Revision, WaitingTable
from .counting import count_again
from .importing import follow_again, forecast, points_of_many, understand, write_rows
from .records import differences, find_again, state_of

AT_ONCE = 50  # places that are taken back in one transaction
KEPT_FOR = timedelta(days=1)
SHOWN = 20  # rows of a table that are shown before it is read
LOOKED_AT = 500  # rows of a table that are looked up before it is read
NAMED = 12  # lines that a remark names
VARIANTS = 6  # remarks that differ only in what they name
MORE = N_("the like of it, in further lines")
COUNTED = {ImportRow.NEW: "new", ImportRow.CHANGED: "changed", ImportRow.SAME: "unchanged"}
TABLE_GONE = N_("The table isn't here any more. Send it again.")


@dataclass(frozen=True)
class Preview:
    """What the first rows of a table would become: how many of each, how many were looked at, the very first of them,
    what would be changed, cut, derived or left out ([(sentence, how many, the first lines)]), unused columns, and how
    many points would be moved since nobody says which map they are from."""

    counts: dict
    looked_at: int
    rows: list
    remarks: list
    unused: list
    moved: int


class Reading(NamedTuple):
    """A table that was read: its book, the JSON that `read_kept` takes, and the layout that was chosen or proposed."""

    book: Book
    text: str
    layout: Layout


def read_upload(name, data, encoding=""):
    """The Reading of a file, with the layout that it most likely has; RowError says why it is no table."""
    book, text = read_file(name, data, encoding)
    layout = propose(book, ROW_KINDS["places"])
    not_too_many(layout)
    return Reading(book, text, layout)


def bring_table(*, by, name, data, once="", now, reading=None):
    """Keep a table until somebody has looked at it. RowError says why it is none; refused when it has too many rows.

    `reading` is what `read_upload` said of it, where that is known. The same form sent again keeps no second one.
    """
    rules.may_bring_table(by).or_refuse()
    reading = reading or read_upload(name, data)
    rules.may_bring_table(by, len(reading.layout.body)).or_refuse()
    return only_once(once, by=by, make=lambda: keep_table(by, name, data, reading, now))


@transaction.atomic
def keep_table(by, name, data, reading, now):
    """The row of a table and its file, which is removed after a day."""
    book, text, layout = reading
    name = clean_line(name)[:200] or "-"
    batch = ImportBatch.objects.create(
        by=by, source=name.rpartition(".")[0][:80] or name[:80], file_name=name, encoding=book.label[:20],
        started_at=now, rows=len(layout.body), plan=planned(layout), note=layout.note,
    )  # fmt: skip
    WaitingTable.objects.create(batch=batch, data=data, book=text)
    later("places.forget_upload", due=now + KEPT_FOR, key=key_of(batch), batch=batch.pk)
    return batch


def planned(layout):
    """What is kept of a layout."""
    return {"sheet": str(layout.at), "heading": layout.headings.key, "columns": layout.columns}


def key_of(batch):
    """The key of what waits for a table."""
    return f"table:{batch.uid}"


def read_waiting(batch, plan, encoding=""):
    """The Reading of a table that waits, with the layout that a plan names; RowError when it isn't here.

    Where another encoding is chosen it is read anew, by a process of its own: never inside a transaction.
    """
    waiting = WaitingTable.objects.filter(batch=batch).first()
    if waiting is None:
        raise RowError(TABLE_GONE)
    book, text = read_kept(waiting.book), waiting.book
    if encoding and book.encoding and encoding != book.encoding:
        book, text = read_file(batch.file_name, bytes(waiting.data), encoding)
    return Reading(book, text, layout_of(book, plan))


def layout_of(book, plan):
    """The layout that a plan names; its columns as they were chosen, where it has them."""
    layout = propose(book, ROW_KINDS["places"], str(plan.get("sheet", "")), str(plan.get("heading", "")))
    return with_columns(layout, plan["columns"]) if plan.get("columns") is not None else layout


def forget_upload(pk):
    """Remove a table that nobody began to read."""
    ImportBatch.objects.filter(pk=pk, begun_at=None).delete()


def import_table(
    batch, *, by, now, columns, kind, datum, source, skips_alike, skips_sums=True, sheet="", heading="", encoding=""
):
    """Let the worker read a table; `columns` says what each of its columns means."""
    rules.may_import_table(by, batch).or_refuse()
    plan = {"sheet": sheet or batch.plan["sheet"], "heading": heading or batch.plan["heading"], "columns": columns}
    reading = read_waiting(batch, plan, encoding)
    rules.may_bring_table(by, len(reading.layout.body)).or_refuse()  # another sheet than the proposed one may be longer
    plan |= {"kind": kind, "datum": datum, "skips_alike": skips_alike, "skips_sums": skips_sums}
    plan = whole_plan(batch, reading, plan, source or batch.source)
    with transaction.atomic():
        batch = ImportBatch.objects.select_for_update().get(pk=batch.pk)
        rules.may_import_table(by, batch).or_refuse()
        begin(batch, reading, plan, source=source or batch.source, now=now)
        later("places.import_rows", key=key_of(batch), batch=batch.pk)
    return batch


def whole_plan(batch, reading, plan, source):
    """A plan with all that is found out once for all rows: whose a point is, and which columns mean nothing here."""
    key = f"{batch.by_id} {source}" if batch.by_id else source
    plan = plan | {"key": key, "batch": batch.pk, "unused": reading.layout.unused()}
    return plan | {"shared": points_of_many(Rows(reading.book, reading.layout)[:], plan)}


@transaction.atomic
def begin(batch, reading, plan, *, source, now):
    """Write down how a table is read; its rows follow, some at a time."""
    book, text, layout = reading
    WaitingTable.objects.filter(batch=batch).exclude(book=text).update(book=text)
    batch.plan, batch.begun_at, batch.source = plan, now, source
    batch.note, batch.rows, batch.encoding = layout.note, not_too_many(layout), book.label[:20]
    batch.save()


def import_rows(pk, *, now):
    """Write a slice of a table; returns when to go on, or None when it is done. May run twice: no row counts twice."""
    batch = ImportBatch.objects.select_related("by").filter(pk=pk, ended_at=None).first()
    if batch is None:
        return None
    try:
        book, _text, layout = read_waiting(batch, batch.plan)
    except RowError:
        close_gone(batch, now=now)
        return None
    rows = Rows(book, layout)
    if not go_on(ROW_KINDS["places"], batch, rows, batch.plan, now=now):
        return timezone.now()
    finish_import(batch, now=now)
    return None


def close_gone(batch, *, now):
    """A table that isn't there (it waited in another release's folder) is never taken for one without rows."""
    if batch.done:
        finish_import(batch, now=now, note=TABLE_GONE)
    else:
        ImportBatch.objects.filter(pk=batch.pk, ended_at=None).update(begun_at=None)
        later("places.forget_upload", due=now + KEPT_FOR, key=f"gone:{batch.uid}", batch=batch.pk)


def import_lines(batch, understood, start, *, now):
    """Write some rows of a table and what came of each, together or not at all; nothing when somebody else did."""
    with turn(), transaction.atomic():
        write_lines(batch, understood, start, now)


def write_lines(batch, understood, start, now):
    """The same, in a transaction."""
    batch = ImportBatch.objects.select_for_update().get(pk=batch.pk)
    if batch.done != start or batch.ended_at:
        return
    refuse_repeated(batch, understood)
    forecast(understood, batch.plan, batch.by)
    places = write_rows(batch, understood, now=now)
    rows = [row_of(batch, one, places) for one in understood]
    ImportRow.objects.bulk_create(rows)
    for row in rows:
        name = COUNTED.get(row.outcome, "refused")
        setattr(batch, name, getattr(batch, name) + 1)
    batch.suspected += sum(row.like_id is not None for row in rows)
    batch.private += sum(one.draft.private for one in understood if one.draft and one.fate != ImportRow.LEFT_OUT)
    batch.plan["remarks"] = remarks_of(understood, batch.plan.get("remarks", ()))
    batch.plan["moved"] = batch.plan.get("moved", 0) + moved_of(understood)
    batch.done = start + len(understood)
    batch.save()


def refuse_repeated(batch, understood):
    """Rows that say again what an earlier line of the same table has said."""
    drafts = {one.draft.source_key: one for one in understood if one.draft}
    before = batch.lines.filter(place__source_key__in=drafts).values_list("place__source_key", "line")
    uids = {one.draft.uid for one in drafts.values() if one.draft.uid}
    own = batch.lines.filter(place__uid__in=uids).values_list("place__uid", "line")
    for key, line in [*before, *((f"uid:{uid}", line) for uid, line in own)]:
        one = drafts[key]
        one.draft, one.fate = None, ImportRow.REFUSED
        one.error = RowError(N_("it repeats line %(line)s"), line=line)


def row_of(batch, one, places):
    """What came of one line."""
    said = [list(sentence) for sentence in one.said]
    row = ImportRow(batch=batch, line=one.row.line, name=clean_line(one.name)[:80], outcome=one.fate, said=said)
    row.like = places.get(one.like.source_key) if one.like and one.like.pk is None else one.like
    if one.draft and one.fate != ImportRow.LEFT_OUT:
        row.place = places[one.draft.source_key]
    return row


def remarks_of(understood, before=()):
    """[[words, facts, how many, the first lines]] of what is said of rows, what is alike together.

    Of remarks on one column that differ in what they name, the first few stand for themselves, and one for the others.
    """
    found = {kind_of(words, facts): [words, facts, count, lines] for words, facts, count, lines in before}
    for one in understood:
        for words, facts in one.said:
            key = kind_of(words, facts)
            if key not in found and sum(other[:2] == key[:2] for other in found) >= VARIANTS:
                words, facts = MORE, {"of": words, "column": facts.get("column", "")}
                key = kind_of(words, facts)
            kept = found.setdefault(key, [words, facts, 0, []])
            kept[2] += 1
            if len(kept[3]) < NAMED:
                kept[3] = [*kept[3], one.row.line]
    first = list(dict.fromkeys(key[:2] for key in found))
    return [found[key] for key in sorted(found, key=lambda key: first.index(key[:2]))]


def moved_of(understood):
    """How many points were moved because nobody said which map they are from: most maps in China are shifted."""
    drafts = [one.draft for one in understood if one.draft and one.fate != ImportRow.LEFT_OUT]
    exact = [draft for draft in drafts if draft.datum == UNKNOWN and draft.given and draft.precision == Place.ADDRESS]
    return sum((draft.lat, draft.lon) != draft.given for draft in exact)


def kind_of(words, facts):
    """What makes two remarks one: what is said, of which column, and what it names."""
    return (
        facts.get("of", words),
        facts.get("column", ""),
        words if words == MORE else json.dumps(facts, sort_keys=True),
    )


@transaction.atomic
def finish_import(batch, *, now, note=""):
    """Write down that a table was read, once; its file goes."""
    batch = ImportBatch.objects.select_for_update().select_related(None).get(pk=batch.pk)
    if batch.ended_at:
        return
    batch.ended_at, batch.note = now, "\n".join(filter(None, [note, batch.note]))
    batch.save(update_fields=["ended_at", "note"])
    WaitingTable.objects.filter(batch=batch).delete()
    counts = {name: getattr(batch, name) for name in ("new", "changed", "refused")}
    record(verbs.PLACES_IMPORTED, by=batch.by, on=batch, now=now, **counts)


def preview_table(batch, book, plan):
    """What the first rows of a table would become; writes nothing."""
    layout = layout_of(book, plan)
    rows = Rows(book, layout)
    plan = whole_plan(batch, Reading(book, "", layout), plan, plan["source"])
    understood = forecast(understand(rows[:LOOKED_AT], plan), plan, batch.by)
    counts = dict.fromkeys([*dict(ImportRow.OUTCOMES), "alike"], 0)
    for one in understood:
        counts[one.fate] += 1
        counts["alike"] += one.like is not None
    remarks = [(LazySentence(words, facts), count, lines) for words, facts, count, lines in remarks_of(understood)]
    return Preview(counts, len(understood), understood[:SHOWN], remarks, plan["unused"], moved_of(understood))


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
    """Hide a new place, or make a changed one what it was; its source may say the same again later.

    A place that came out of an export gives its number free, so that the export can be brought again.
    """
    if row.outcome == ImportRow.NEW:
        if place.source_key is None:
            place.uid = new_uid()
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


def said_of(row):
    """The sentences of a line's report, in the reader's language."""
    return [str(LazySentence(*one)) for one in row.said]


def remarks_said(batch):
    """[(sentence, how many, the first lines)] of what was changed, cut, derived or left out in a table."""
    return [(LazySentence(words, facts), count, lines) for words, facts, count, lines in batch.plan.get("remarks", ())]
