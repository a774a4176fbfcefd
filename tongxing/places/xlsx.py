"""Workbooks (ECMA-376, SpreadsheetML): the first sheet read as text, and a sheet written line by line.

Only the parts that hold cells are opened. A DOCTYPE is refused, and so is what unpacks to more than it should.
"""

import re
import zipfile
import zlib
from datetime import datetime, timedelta
from html import escape
from io import BytesIO
from itertools import count
from xml.etree.ElementTree import ParseError, XMLPullParser

from django.utils.translation import gettext_noop as N_

from .tables import Trouble

MOST_BYTES = 40_000_000  # of one part, unpacked
MOST_ELEMENTS = 2_000_000  # of one part; a table of 20,000 rows and 30 columns
SWELLS = 200  # so many times what it takes in the file; tables take a tenth to a fiftieth
MOST_SIGNS = 20_000_000  # of all cells together; an empty one counts as forty
MOST_COLUMNS, MOST_LINES = 100, 1_048_576
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
DATE_FORMATS = {14, 15, 16, 17, 22, 27, 28, 29, 30, 31, 36, 50, 51, 52, 53, 54, 57, 58}
AS_DATE = re.compile(r"[yd年月日]", re.I)
NO_TABLE = N_("The file can't be read as a workbook (XLSX). Save it again, or send it as CSV.")
CHUNK = 65_536
BROKEN = (
    zipfile.BadZipFile, zlib.error, ParseError, LookupError, ValueError, ArithmeticError, RuntimeError, EOFError,
    OSError,
)  # fmt: skip


def read_xlsx(data):
    """[(line, cells as text)] of the first sheet, empty lines left out; Trouble when it is none or too large."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as book:
            shared = [text_of(item) for item in parts(book, "xl/sharedStrings.xml", "si")]
            dates = date_styles(book)
            return list(lines_of(book, first_sheet(book), shared, dates))
    except BROKEN as error:
        raise Trouble(NO_TABLE) from error


def parts(book, name, tag):
    """Every element of this name in a part, one after the other; nothing when the book has no such part."""
    if name not in book.namelist():
        return
    parser, read, tail, seen = XMLPullParser(["end"]), 0, b"", count()
    most = min(MOST_BYTES, CHUNK + SWELLS * book.getinfo(name).compress_size)
    with book.open(name) as part:
        while chunk := part.read(CHUNK):
            read += len(chunk)
            if read > most:
                raise Trouble(N_("The workbook is too large when it is unpacked. Send fewer rows."))
            if b"<!DOCTYPE" in tail + chunk or b"\0" in chunk:  # a NUL: UTF-16, in which one could hide
                raise ValueError("a DOCTYPE")
            tail = chunk[-8:]
            parser.feed(chunk)
            yield from ended(parser, tag, seen)
    parser.close()
    yield from ended(parser, tag, seen)


def ended(parser, tag, seen):
    """The elements of this name that have just ended; what was read of them is let go of afterwards."""
    for event, element in parser.read_events():
        if next(seen) > MOST_ELEMENTS:
            raise Trouble(N_("The workbook is too large when it is unpacked. Send fewer rows."))
        if event == "end" and element.tag == MAIN + tag:
            yield element
            element.clear()


def first_sheet(book):
    """The part that holds the first sheet, by its number."""
    sheets = [re.fullmatch(r"xl/worksheets/sheet(\d+)\.xml", name) for name in book.namelist()]
    return min((found for found in sheets if found), key=lambda found: int(found[1]))[0]


def date_styles(book):
    """The styles of cells whose numbers are days."""
    own = {
        int(one.get("numFmtId", 0)) for one in parts(book, "xl/styles.xml", "numFmt")
        if AS_DATE.search(re.sub(r'"[^"]*"|\[[^\]]*\]|\\.', "", one.get("formatCode", "")))
    }  # fmt: skip
    for styles in parts(book, "xl/styles.xml", "cellXfs"):
        kinds = [int(one.get("numFmtId", 0)) for one in styles]
        return {at for at, kind in enumerate(kinds) if kind in DATE_FORMATS or kind in own}
    return set()


def lines_of(book, name, shared, dates):
    """(line, cells) of a sheet."""
    signs = at = 0
    for row in parts(book, name, "row"):
        at = line_of(row, at)
        cells = []
        for cell in row.findall(MAIN + "c"):
            column = column_of(cell.get("r", ""), len(cells))
            if column < MOST_COLUMNS:
                cells += [""] * (column + 1 - len(cells))
                cells[column] = value_of(cell, shared, dates)
        signs += sum(len(cell) + 40 for cell in cells)
        if signs > MOST_SIGNS:
            raise Trouble(N_("The workbook is too large when it is unpacked. Send fewer rows."))
        if any(cell.strip() for cell in cells):
            yield at, cells


def line_of(row, before):
    """The number of a row: what it says itself, where that is more than the one before and a sheet has so many."""
    said = row.get("r", "")
    return int(said) if said.isdecimal() and len(said) < 8 and before < int(said) <= MOST_LINES else before + 1


def column_of(address, following):
    """The number of a cell's column: `C7` is 2; without an address the one that follows."""
    letters = re.match(r"[A-Z]{1,3}", address)
    if not letters:
        return following
    found = 0
    for letter in letters[0]:
        found = found * 26 + ord(letter) - 64
    return found - 1


def value_of(cell, shared, dates):
    """A cell as text: shared, inline, a day as 2007-11-02, a number without a needless point."""
    kind = cell.get("t", "n")
    if kind == "inlineStr":
        return text_of(cell.find(MAIN + "is"))
    value = cell.findtext(MAIN + "v") or ""
    if kind == "s":
        return shared[int(value)] if value else ""
    if kind == "n" and value:
        number = float(value)
        if int(cell.get("s", 0)) in dates and 0 < number < 2_958_466:
            return (datetime(1899, 12, 30) + timedelta(days=number)).date().isoformat()
        return str(int(number)) if number == int(number) and abs(number) < 1e15 else repr(number)
    return value


def text_of(item):
    """The text of a cell without how it is to be pronounced (rPh)."""
    if item is None:
        return ""
    runs = [item.find(MAIN + "t"), *(run.find(MAIN + "t") for run in item.findall(MAIN + "r"))]
    return "".join(run.text or "" for run in runs if run is not None)


HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
SPREAD = "http://schemas.openxmlformats.org/spreadsheetml/2006"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml"
FRAME = {
    "[Content_Types].xml": f'{HEAD}<Types xmlns="{PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{SHEET}.sheet.main+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{SHEET}.worksheet+xml"/></Types>',
    "_rels/.rels": f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships">'
    f'<Relationship Id="r1" Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": f'{HEAD}<workbook xmlns="{SPREAD}/main" xmlns:r="{OFFICE}">'
    '<sheets><sheet name="1" sheetId="1" r:id="r1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships">'
    f'<Relationship Id="r1" Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
}
UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def xlsx_of(lines):
    """The bytes of a workbook of these lines, piece by piece: at no time more of it in memory than a few lines."""
    out = Outgoing()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as book:
        for name, text in FRAME.items():
            book.writestr(name, text)
        with book.open("xl/worksheets/sheet1.xml", "w") as sheet:
            sheet.write(f'{HEAD}<worksheet xmlns="{SPREAD}/main"><sheetData>'.encode())
            for cells in lines:
                sheet.write(f"<row>{''.join(map(cell_of, cells))}</row>".encode())
                yield out.taken()
            sheet.write(b"</sheetData></worksheet>")
    yield out.taken()


def cell_of(value):
    """A number as a number; everything else as text, which no program takes for a formula."""
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return f"<c><v>{value!r}</v></c>"
    text = escape(UNWRITABLE.sub("", "" if value is None else str(value)), quote=False)
    return f'<c t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'


class Outgoing:
    """Where a zip is written that nobody can wind back: what came in since the last look."""

    def __init__(self):
        self.pieces, self.at = [], 0

    def write(self, data):
        self.pieces.append(bytes(data))
        self.at += len(data)
        return len(data)

    def tell(self):
        return self.at

    def flush(self):
        """Nothing waits here."""

    def taken(self):
        pieces, self.pieces = self.pieces, []
        return b"".join(pieces)
