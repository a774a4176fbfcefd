"""`tongxing import-places FILE`: read schools and other places from a table, as often as one likes; take it back."""

import os
import sys
import time
from pathlib import Path

from django.conf import settings
from django.core.management import BaseCommand, CommandError
from django.utils import timezone, translation

from tongxing.core.refusal import Refused
from tongxing.core.text import clean_line
from tongxing.imports.headings import WITHIN
from tongxing.imports.hooks import ROW_KINDS
from tongxing.imports.plans import Rows, problem_with
from tongxing.imports.readers.characters import CODECS
from tongxing.imports.sentences import RowError
from tongxing.imports.slices import go_on
from tongxing.places import actions
from tongxing.places.models import ImportBatch, ImportRow, Place, PlaceKind

COUNTS = ("new", "changed", "unchanged", "refused", "suspected")


class Command(BaseCommand):
    help = (
        "Read places from a table (XLSX, XLS, ODS, CSV, GeoJSON, KML). What isn't taken as it is, is named by its line."
    )

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, nargs="?")
        parser.add_argument("--source", help="what the file is called as a source; else its name without the ending")
        parser.add_argument("--kind", default="school", help="the kind of the places, where nothing says it")
        parser.add_argument(
            "--datum", choices=[code for code, _label in Place.DATUMS],
            help="in which datum the points are given, where the file doesn't say it; an unknown one is read as gcj02",
        )  # fmt: skip
        parser.add_argument(
            "--sheet", help="the number of the sheet, from 1; else the one with the most known headings"
        )
        parser.add_argument("--heading", help=f"the line of the headings, such as 3 or 3-4, among the first {WITHIN}")
        parser.add_argument("--encoding", default="", choices=[*CODECS], help="the character set; else it is judged")
        parser.add_argument("--skip-alike", action="store_true", help="leave out what looks like a place that is there")
        parser.add_argument("--language", choices=[code for code, _name in settings.LANGUAGES],
                            help="of the report; else as LANG says")  # fmt: skip
        parser.add_argument("--undo", metavar="UID", help="take back what an import brought, by its number")

    def handle(self, *args, file, language, undo, **options):
        with translation.override(language or language_of(os.environ)):
            try:
                self.take_back(undo) if undo else self.bring(file, **options)
            except (RowError, Refused) as refused:
                raise CommandError(str(refused)) from refused

    def bring(self, file, *, source, kind, datum, sheet, heading, encoding, skip_alike, **options):
        """Read a file as the pages do, to its end."""
        known_kind(kind)
        batch, reading = self.keep(file, encoding)
        book = reading.book
        plan = {"sheet": str(int(sheet) - 1) if sheet else batch.plan["sheet"]}
        plan |= {"heading": heading or ("" if sheet else batch.plan["heading"])}
        layout = actions.layout_of(book, plan)
        problem, _columns = problem_with(layout.columns, ROW_KINDS["places"])
        if problem:
            found = ", ".join(layout.names)[:200]
            actions.forget_upload(batch.pk)
            raise CommandError(f"{problem} ({found})")
        plan |= {"columns": layout.columns, "kind": kind, "datum": datum or layout.sheet.datum or "unknown"}
        plan |= {"heading": layout.headings.key, "skips_alike": skip_alike, "skips_sums": True}
        source = clean_line(source or file.stem)[:80]
        reading = reading._replace(layout=layout)
        actions.begin(
            batch, reading, actions.whole_plan(batch, reading, plan, source), source=source, now=timezone.now()
        )
        self.stderr.write(f"{file.name}: {batch.rows} rows in {batch.encoding}; import {batch.uid}.")
        self.write_all(batch, Rows(book, layout))
        actions.finish_import(batch, now=timezone.now())
        self.report(batch)

    def keep(self, file, encoding):
        """(batch, Reading) of a file."""
        if file is None:
            raise CommandError("Say which file.")
        try:
            data = file.read_bytes()
        except OSError as error:
            raise CommandError(f"{file} can't be read: {error.strerror}.") from error
        reading = actions.read_upload(file.name, data, encoding)
        return actions.keep_table(None, file.name, data, reading, timezone.now()), reading

    def write_all(self, batch, rows):
        """Write everything, a slice at a time; the other half of the time belongs to those who wait to write."""
        done = False
        while not done:
            began = time.monotonic()
            done = go_on(ROW_KINDS["places"], batch, rows, batch.plan, now=timezone.now())
            batch = ImportBatch.objects.get(pk=batch.pk)
            self.show_progress(batch.done, len(rows))
            time.sleep(0 if done else time.monotonic() - began)

    def report(self, batch):
        """What came of each line that isn't simply new or the same, then the counts of all of them."""
        batch.refresh_from_db()
        for name, count in batch.plan["unused"]:
            self.stderr.write(translation.gettext("column “%(name)s” is left out (%(count)s cells)") % {
                "name": name, "count": count})  # fmt: skip
        lines = {row.place_id: row.line for row in batch.lines.filter(place__isnull=False)}
        for row in batch.lines.select_related("like", "place"):
            self.report_row(row, lines)
        counts = {name: getattr(batch, name) for name in COUNTS}
        self.stdout.write(
            f"{batch.rows} rows: {counts['new']} new, {counts['changed']} changed, {counts['unchanged']} unchanged, "
            f"{counts['refused']} refused; {counts['suspected']} suspected duplicates"
        )

    def report_row(self, row, lines):
        """What is said of one line."""
        line = translation.gettext("line %(line)s: ") % {"line": row.line}
        start = (
            f"{row.get_outcome_display()}{translation.gettext(': ')}"
            if row.outcome in (ImportRow.REFUSED, ImportRow.LEFT_OUT)
            else ""
        )
        for said in actions.said_of(row):
            self.stderr.write(f"{line}{start}{said}")
        if row.like:
            there = lines.get(row.like_id)
            where = translation.gettext("line %(line)s") % {"line": there} if there else row.like.get_absolute_url()
            facts = {"name": row.name, "where": where, "like": row.like.name}
            self.stderr.write(line + translation.gettext("%(name)s: perhaps the same as %(where)s: %(like)s") % facts)

    def take_back(self, uid):
        """Take back what an import brought, as the page does."""
        batch = ImportBatch.objects.filter(uid=uid).first()
        if batch is None:
            raise CommandError(f"There is no import {uid}.")
        actions.undo_import(batch, by=None, now=timezone.now())
        while actions.take_back(batch.pk, now=timezone.now()):
            pass
        kept, back = (batch.lines.filter(undone=state).count() for state in (ImportRow.KEPT, ImportRow.TAKEN_BACK))
        self.stdout.write(f"{back} taken back, {kept} kept")

    def show_progress(self, done, total):
        """A bar, where somebody sits before it."""
        if sys.stderr.isatty():
            filled = 40 * done // total
            sys.stderr.write(f"\r[{'=' * filled}{' ' * (40 - filled)}] {done} of {total}" + "\n" * (done == total))
            sys.stderr.flush()


def language_of(environ):
    """The language of whoever sits there: Chinese where LANG says so, else English."""
    said = environ.get("LC_ALL") or environ.get("LC_MESSAGES") or environ.get("LANG") or ""
    return "zh-hans" if said.startswith("zh") else "en"


def known_kind(kind):
    """CommandError when there is no such kind."""
    codes = list(PlaceKind.objects.values_list("code", flat=True))
    if kind not in codes:
        raise CommandError(f"There is no kind {kind}. There are: {', '.join(codes)}.")
