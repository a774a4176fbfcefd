"""Places as tables, a few hundred at a time: CSV that no program takes for formulas, and workbooks. Never contacts."""

import csv
import io
import re
from itertools import chain
from tempfile import TemporaryFile

from django.conf import settings
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from xlsxwriter import Workbook

from tongxing.core.areas import gazetteer
from tongxing.imports.sentences import LazySentence

from .models import Fact

AT_ONCE = 400
PIECE = 60_000  # bytes
LONGEST_CELL = 32_767  # characters, as spreadsheets hold
UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
BOM = "\ufeff"  # spreadsheets take a CSV without it for something else than UTF-8
STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", "|", "%")
WORDS = ("other_names", "way", "way_from", "way_cost", "way_time", "sights", "surveyor", "surveyed_on", "source")


def safe(value):
    """A cell that no spreadsheet takes for a formula: text that would begin one begins with an apostrophe."""
    if value is None:
        return ""
    if isinstance(value, (int, float)):
        return value
    text = str(value)
    return f"'{text}" if text.lstrip(" '\"").startswith(STARTS) else text


def csv_of(lines):
    """Lines of cells as the pieces of a CSV file (RFC 4180) in UTF-8 with its mark."""
    out = io.StringIO()
    writer = csv.writer(out)
    out.write(BOM)
    for cells in lines:
        writer.writerow([safe(cell) for cell in cells])
        if out.tell() > 8_000:
            yield taken(out)
    yield taken(out)


def taken(out):
    """What was written since the last time."""
    text = out.getvalue()
    out.seek(0)
    out.truncate()
    return text.encode()


def book_of(lines):
    """The same as a workbook, in pieces: every text typed as text, which no program takes for a formula."""
    with TemporaryFile() as file:
        told = {
            "constant_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "nan_inf_to_errors": True,
        }
        with Workbook(file, told | {"strings_to_numbers": False}) as book:
            sheet = book.add_worksheet()
            for at, cells in enumerate(lines):
                for column, value in enumerate(cells):
                    write_cell(sheet, at, column, value)
        file.seek(0)
        while piece := file.read(PIECE):
            yield piece


def write_cell(sheet, line, column, value):
    """A number as a number; everything else as text."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        sheet.write_number(line, column, value)
    elif value not in (None, ""):
        sheet.write_string(line, column, UNWRITABLE.sub("", str(value))[:LONGEST_CELL])


def place_lines(places):
    """A heading, then a line for each of these places, the newest first."""
    facts = list(Fact.objects.all())
    heads = [
        "uid",
        "name",
        "kind",
        "province",
        "prefecture",
        "county",
        "area_code",
        "address",
        "lat",
        "lon",
        "datum",
        "precision",
    ]
    yield [*heads, *WORDS, *(code for fact in facts for code in (fact.code, f"{fact.code}_as_of")), *LAST]
    for place in in_pieces(places):
        yield line_of(place, facts)


LAST = ("about", "confirmed_at", "changed_at", "url")


def line_of(place, facts):
    """What a place's public page says, in the order of the heading."""
    areas = {area.level: area.name for area in gazetteer().line(place.area_id)} if place.area_id else {}
    line = [place.uid, place.name, place.kind_id, *(areas.get(level, "") for level in (1, 2, 3))]
    line += [place.area_id or "", place.address, place.lat, place.lon]
    line += ["wgs84" if place.lat is not None else "", place.precision, *(getattr(place, name) for name in WORDS)]
    for fact in facts:
        known = place.facts.get(fact.code) or {}
        value = known.get("value")
        line += [{True: "yes", False: "no"}[value] if isinstance(value, bool) else value, known.get("as_of", "")]
    seen = place.confirmed_at and place.confirmed_at.isoformat()
    return [*line, place.about, seen, place.changed_at.isoformat(), settings.ADDRESS + place.get_absolute_url()]


def in_pieces(places):
    """These places, the newest first, read some hundred at a time."""
    rows, last = places.with_row().order_by("-pk"), None
    while piece := list((rows.filter(pk__lt=last) if last else rows)[:AT_ONCE]):
        yield from piece
        last = piece[-1].pk


def report_lines(batch):
    """A heading, then what came of each line of somebody's table, and why: in the language of whoever asks now."""
    language = get_language()
    heads = [_("Line"), _("Name"), _("What came of it"), _("Why"), _("Looks like"), _("Address")]
    rows = batch.lines.select_related("place", "like").iterator(chunk_size=AT_ONCE)
    return chain([heads], (report_line(row, language) for row in rows))


def report_line(row, language):
    """What came of one line. It is written while the answer is sent, when nobody's language is set any more."""
    with override(language):
        why = "; ".join(str(LazySentence(*one)) for one in row.said)
        outcome = str(row.get_undone_display() if row.undone else row.get_outcome_display())
    address = settings.ADDRESS + row.place.get_absolute_url() if row.place else ""
    return [row.line, row.name, outcome, why, row.like and row.like.name, address]
