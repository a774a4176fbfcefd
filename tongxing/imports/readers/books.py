"""Workbooks: XLSX (Strict too), XLSB, XLS as WPS and old Excel write it, ODS. Merged cells are carried down."""

import re
from datetime import date, datetime, time, timedelta
from io import BytesIO

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

from tongxing.core.apart import Unreadable

from .sheets import MOST_COLUMNS, MOST_LINES, sheet_of
from .words import N_

MOST_CHARACTERS = 20_000_000  # of all cells together; an empty one counts as eight
MOST_SHEETS = 30
NO_BOOK = N_("The file can't be read as a workbook. Open it, save it as XLSX or CSV, and send that.")
LOCKED = N_("This workbook is locked with a password. Save it without one, then send it again.")
TOO_LARGE = N_("The workbook is too large when it is unpacked. Send fewer rows.")
TEXT = N_("This is a text document. Copy its table into a spreadsheet, and send that as XLSX or CSV.")
SINCE_1904 = re.compile(rb'date1904\s*=\s*"(?:1|true)"')


def read_book(data, label, package=None, name=""):
    """The sheets of a workbook, hidden ones last."""
    if label == "XLS":
        not_another(data, name)
    try:
        with CalamineWorkbook.from_filelike(BytesIO(data)) as book:
            sheets = list(sheets_of(book))
    except PasswordError as error:
        raise Unreadable(LOCKED) from error
    except (CalamineError, OSError, ValueError, OverflowError) as error:
        raise Unreadable(NO_BOOK) from error
    sheets.sort(key=lambda sheet: sheet["hidden"])
    if not sheets:
        raise Unreadable(NO_BOOK)
    return {"format": label, "encoding": "", "epoch": epoch_of(package), "sheets": sheets}


def not_another(data, name):
    """Refuse what lies in the same kind of file: a workbook behind a passphrase, a text document."""
    if "EncryptedPackage".encode("utf-16-le") in data or name.lower().endswith((".xlsx", ".xlsm")):
        raise Unreadable(LOCKED)
    if "WordDocument".encode("utf-16-le") in data:
        raise Unreadable(TEXT)


def epoch_of(package):
    """The year in which the workbook's days begin: 1900, or 1904 as old Macs counted."""
    if package is None or "xl/workbook.xml" not in package.namelist():
        return 1900
    with package.open("xl/workbook.xml") as part:
        return 1904 if SINCE_1904.search(part.read(200_000)) else 1900


def sheets_of(book):
    """Every sheet with cells, in the order in which the workbook lists them."""
    room = MOST_CHARACTERS
    for about in book.sheets_metadata[:MOST_SHEETS]:
        if about.typ != SheetTypeEnum.WorkSheet:
            continue
        sheet = book.get_sheet_by_name(about.name)
        lines, room = lines_of(sheet, room)
        hidden = about.visible != SheetVisibleEnum.Visible
        yield sheet_of(lines, name=about.name[:80], hidden=hidden)


def lines_of(sheet, room):
    """([(line, cells)], how many characters may still come) of a sheet."""
    if sheet.start is None:
        return [], room
    top, left = sheet.start
    rows, filled = [], 0
    for row in sheet.iter_rows():
        if filled > MOST_LINES:
            break
        cells = [said(value) for value in row[:MOST_COLUMNS]]
        filled += any(cells)
        room -= sum(map(len, cells)) + 8 * len(cells)
        if room < 0:
            raise Unreadable(TOO_LARGE)
        rows.append([""] * min(left, MOST_COLUMNS) + cells)
    carry_down(rows, sheet.merged_cell_ranges or (), top)
    return [(at + top + 1, cells) for at, cells in enumerate(rows)], room


def carry_down(rows, ranges, top):
    """Merged cells that reach over several lines say the same in each of them."""
    for (first, left), (last, _right) in ranges:
        first, last = first - top, min(last - top, len(rows) - 1)
        if first < 0 or last <= first or left >= len(rows[first]):
            continue
        for row in rows[first + 1 : last + 1]:
            row += [""] * (left + 1 - len(row))
            row[left] = rows[first][left]


def said(value):
    """A cell as text: a whole number without a point, a day as 2007-11-02."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return str(int(value)) if value == int(value) and abs(value) < 1e15 else repr(value)
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ", "minutes")
    if isinstance(value, date | time):
        return value.isoformat()
    return str(value) if isinstance(value, int | timedelta) else ""
