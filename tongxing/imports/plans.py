"""What a table is taken for: which sheet, which headings, what its columns mean. Proposed, and changed by people."""

from dataclasses import dataclass, field
from functools import cached_property

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as N_

from tongxing.core.text import clean_line

from .headings import NONE, WITHIN, find_headings, guess, headings_at, known_by
from .sentences import LazySentence, RowError

MOST_ROWS = 20_000
SAMPLES = 3
ERRORS = {"#n/a", "#ref!", "#value!", "#div/0!", "#name?", "#null!", "#num!", "#spill!", "#calc!"}
BAD_BYTE = N_("“%(column)s” holds bytes that no character set knows; left out")
ERROR_CELL = N_("“%(column)s” holds an error of the spreadsheet (%(said)s); left out")
FORMULAS = tuple("=+-@＝＋－＠|%\t\r\n")


@dataclass
class Row:
    """One row of a table: its line, what its columns say by their meaning, what they are called, and remarks on it."""

    line: int
    values: dict
    columns: dict
    marks: list = field(default_factory=list)
    rough: bool = False
    epoch: int = 1900
    cells: list = field(default_factory=list)


@dataclass(frozen=True)
class Layout:
    """A sheet and its headings, and what was proposed or chosen for its columns (a code each, or "")."""

    at: int
    sheet: object
    headings: object
    columns: list
    names: list

    @cached_property
    def body(self):
        """The lines of rows: what stands below the headings."""
        last = self.headings.lines[-1] if self.headings.lines else -1
        return [(line, cells) for line, cells in self.sheet.lines if line > last]

    @property
    def note(self):
        """What stands above the headings."""
        first = self.headings.lines[0] if self.headings.lines else 0
        above = [" ".join(filter(None, map(clean_line, cells))) for line, cells in self.sheet.lines if line < first]
        return "\n".join(above)[:2_000]

    @property
    def signature(self):
        """What the meaning of the columns depends on: another sheet or heading line has other columns."""
        return f"{self.at}.{self.headings.key}"

    def samples(self, at):
        """The first values of a column."""
        found = (clean_line(cells[at])[:40] for _line, cells in self.body[:200] if at < len(cells))
        return list(dict.fromkeys(filter(None, found)))[:SAMPLES]

    def unused(self):
        """[(heading, how many cells hold something)] of the columns that mean nothing here."""
        counts = {}
        for at, (name, code) in enumerate(zip(self.names, self.columns, strict=True)):
            filled = 0 if code else sum(at < len(cells) and bool(cells[at].strip()) for _line, cells in self.body)
            if filled:
                counts[name] = counts.get(name, 0) + filled
        return list(counts.items())


def propose(book, kind, sheet="", heading=""):
    """The layout that a book most likely has, within what somebody has chosen (a sheet's number, a heading's key)."""
    known = known_by(kind.fields())
    chosen = int(sheet) if sheet.isdecimal() and int(sheet) < len(book.sheets) else None
    best, most = None, (-1, -1, -1)
    for at, one in enumerate(book.sheets):
        if chosen not in (None, at):
            continue
        headings = headings_at(one, heading, known) if heading and chosen is not None else None
        headings = headings or find_headings(one, known)
        found = laid(at, one, headings, known, kind)
        body = len(found.body)
        weight = (not one.hidden and body > 0, sum(map(bool, guess(headings.names, known))), min(body, 1))
        if weight > most:
            best, most = found, weight
    return best


def laid(at, sheet, headings, known, kind):
    """A layout with the columns that its headings name; without headings, with what its values look like."""
    wide = max((len(cells) for _line, cells in sheet.lines), default=0)
    names = [clean_line(name)[:80] for name in headings.names] + [""] * (wide - len(headings.names))
    names = [name or gettext("column %(number)s") % {"number": number} for number, name in enumerate(names, 1)]
    if headings.lines:
        columns = guess(headings.names, known)
    else:
        first = [cells for _line, cells in sheet.lines[:50]]
        columns = kind.guess([[cells[column] for cells in first if column < len(cells)] for column in range(wide)])
    return Layout(at, sheet, headings, columns + [""] * (wide - len(columns)), names)


def with_columns(layout, columns):
    """The same layout with other meanings of its columns."""
    columns = [*columns, *[""] * len(layout.names)][: len(layout.names)]
    return Layout(layout.at, layout.sheet, layout.headings, columns, layout.names)


def heading_choices(layout):
    """[(key, what the line says)] of the lines that may be headings, the proposed ones among them."""
    told = {NONE: gettext("The table has no headings")}
    for line, cells in layout.sheet.lines[:WITHIN]:
        words = " · ".join(filter(None, map(clean_line, cells[:6])))[:60]
        told[str(line)] = f"{line}: {words}" if line else words
    if len(layout.headings.lines) == 2:
        first, last = layout.headings.lines
        both = gettext("Lines %(first)s and %(last)s together") % {"first": first, "last": last}
        told = {NONE: told.pop(NONE), layout.headings.key: both} | told
    return list(told.items())


def not_too_many(layout):
    """Refuse a table of more rows than anybody reads, and one without any."""
    rows = len(layout.body)
    if rows > MOST_ROWS or layout.sheet.cut:
        raise RowError(
            N_("A table may have at most %(most)s rows. This one has more. Cut it into several."), most=MOST_ROWS
        )
    if not rows:
        raise RowError(N_("The table holds no rows below its headings."))
    return rows


class Rows:
    """The rows of a layout, made when they are asked for: what each column says by its meaning.

    Damaged cells and errors of the spreadsheet are empty, and that is said.
    """

    def __init__(self, book, layout):
        self.book, self.layout, self.body = book, layout, layout.body
        self.columns = {code: name for name, code in zip(layout.names, layout.columns, strict=True) if code}

    def __len__(self):
        return len(self.body)

    def __getitem__(self, span):
        return [self.row(line, cells) for line, cells in self.body[span]]

    def row(self, line, cells):
        """One row."""
        sheet, escaped = self.layout.sheet, self.book.format.endswith(("CSV", "TSV"))
        row = Row(line, {}, self.columns, list(sheet.marks.get(line, ())), line in sheet.rough, self.book.epoch, cells)
        for code, cell in zip(self.layout.columns, cells, strict=False):
            if code:
                row.values[code] = whole(cell, self.columns[code], row.marks, escaped)
        return row


def whole(cell, column, marks, escaped):
    """A cell that can be read, or nothing and a sentence; without the apostrophe that keeps it from being a formula."""
    if "\ufffd" in cell:
        marks.append(LazySentence(BAD_BYTE, {"column": column}))
        return ""
    if cell[:1] == "#" and cell.strip().lower() in ERRORS:
        marks.append(LazySentence(ERROR_CELL, {"column": column, "said": cell.strip()}))
        return ""
    return cell[1:] if escaped and cell[:1] == "'" and cell[1:].lstrip(" '\"").startswith(FORMULAS) else cell


def problem_with(columns, kind):
    """(the sentence that says what these columns lack, the positions of those that it is about), or ("", [])."""
    chosen = [column for column in columns if column]
    labels = {field.code: str(field.label) for field in kind.fields()}
    if kind.name_field not in chosen:
        return gettext("Say which column holds the name."), [0]
    if twice := next((column for column in chosen if chosen.count(column) > 1), None):
        says = gettext("Two columns are said to hold the same: %(column)s.") % {"column": labels.get(twice, twice)}
        return says, [at for at, column in enumerate(columns) if column == twice]
    return "", []
