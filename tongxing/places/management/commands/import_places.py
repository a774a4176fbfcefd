"""`tongxing import-places FILE`: read schools and other places from a CSV or JSON file, as often as one likes."""

import sys
import time
from pathlib import Path

from django.core.management import BaseCommand, CommandError
from django.core.management.base import no_translations
from django.utils import timezone

from tongxing.core.text import clean_line
from tongxing.places.actions import end_import, import_places, start_import
from tongxing.places.models import Place, PlaceKind
from tongxing.places.points import share_points
from tongxing.places.tables import Trouble, read_row, read_table

AT_ONCE = 100


class Command(BaseCommand):
    help = "Read places from a CSV or JSON file. Rows that can't be taken are named with their line and the reason."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument("--source", help="what the file is called as a source; else its name without the ending")
        parser.add_argument("--kind", default="school", help="the kind of the places, where no column says it")
        parser.add_argument(
            "--datum", default="unknown", choices=[code for code, _label in Place.DATUMS],
            help="in which datum the points are given; an unknown one is read as gcj02, as Chinese web maps give it",
        )  # fmt: skip

    @no_translations
    def handle(self, *args, file, source, kind, datum, **options):
        try:
            encoding, rows = read_table(file)
        except Trouble as trouble:
            raise CommandError(str(trouble)) from trouble
        self.stderr.write(f"{file.name}: {len(rows)} rows in {encoding}.")
        source = clean_line(source or file.stem)[:80]
        drafts, refused = self.understand(rows, source=source, kind=kind, kinds=known_kinds(kind), datum=datum)
        batch = start_import(
            source=source, file_name=clean_line(file.name)[:200], encoding=encoding, now=timezone.now()
        )
        counts = self.write_all(batch, drafts)
        end_import(batch, **counts, refused=refused, now=timezone.now())
        self.stdout.write(
            f"{len(rows)} rows: {counts['new']} new, {counts['changed']} changed, {counts['unchanged']} unchanged, "
            f"{refused} refused; {counts['suspected']} suspected duplicates"
        )

    def understand(self, rows, **given):
        """(drafts, how many were refused); every row that can't be taken, or only in part, is named."""
        drafts, refused, seen = [], 0, {}
        for number, values in rows:
            try:
                draft = read_row(number, values, **given)
                if first := seen.get(draft.source_key):
                    raise Trouble("it repeats line %(line)s", line=first)
            except Trouble as trouble:
                refused += 1
                self.stderr.write(f"line {number}: refused: {trouble}")
                continue
            seen[draft.source_key] = number
            drafts.append(draft)
            for words in draft.left_out:
                self.stderr.write(f"line {number}: {words}")
        share_points(drafts)
        return drafts, refused

    def write_all(self, batch, drafts):
        """Write everything, some rows at a time; returns the counts."""
        counts = {"new": 0, "changed": 0, "unchanged": 0, "suspected": 0}
        lines = {draft.source_key: draft.number for draft in drafts}
        for start in range(0, len(drafts), AT_ONCE):
            some = drafts[start : start + AT_ONCE]
            began = time.monotonic()
            outcome = import_places(batch, some, now=timezone.now())
            time.sleep(time.monotonic() - began)  # the other half of the time belongs to those who wait to write
            self.show_progress(start + len(some), len(drafts))
            for name in ("new", "changed", "unchanged"):
                counts[name] += getattr(outcome, name)
            counts["suspected"] += len(outcome.suspected)
            for draft, other in outcome.suspected:
                line = lines.get(other.source_key)
                where = f"line {line}" if line else other.get_absolute_url()
                self.stderr.write(f"line {draft.number}: {draft.name}: perhaps the same as {where}: {other.name}")
        return counts

    def show_progress(self, done, total):
        """A bar, where somebody sits before it."""
        if sys.stderr.isatty():
            filled = 40 * done // total
            sys.stderr.write(f"\r[{'=' * filled}{' ' * (40 - filled)}] {done} of {total}" + "\n" * (done == total))
            sys.stderr.flush()


def known_kinds(kind):
    """Every name of every kind; CommandError when the one asked for doesn't exist."""
    kinds = {name: row.code for row in PlaceKind.objects.all() for name in (row.code, row.zh, row.en)}
    if kind not in kinds.values():
        raise CommandError(f"There is no kind {kind}. There are: {', '.join(dict.fromkeys(kinds.values()))}.")
    return kinds
