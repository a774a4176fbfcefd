"""What every reader hands over: one shape of a sheet, and its limits."""

import re

from .words import N_

MOST_LINES, MOST_COLUMNS = 20_100, 200  # of a sheet: a table and what stands above and below it
LONGEST_CELL = 32_767  # characters, as spreadsheets hold
UNPAIRED = re.compile("[\ud800-\udfff]")  # half a character, which JSON can escape and nothing can store
TOO_WIDE = N_("of %(columns)s columns only the first %(most)s are read")


def sheet_of(lines, *, name="", hidden=False, datum="", marks=(), rough=()):
    """A sheet of (line, cells): empty lines left out, each cell a text, at most so many of them."""
    kept, marks = [], list(marks)
    cut = False
    for number, cells in lines:
        cells = [UNPAIRED.sub("\ufffd", str(cell)[:LONGEST_CELL]) for cell in cells]
        while cells and not cells[-1].strip():
            cells.pop()
        if not cells:
            continue
        if len(kept) == MOST_LINES:
            cut = True
            break
        if len(cells) > MOST_COLUMNS:
            marks.append([number, TOO_WIDE, {"most": MOST_COLUMNS, "columns": len(cells)}])
        kept.append([number, cells[:MOST_COLUMNS]])
    return {
        "name": name, "hidden": hidden, "lines": kept, "cut": cut, "datum": datum, "marks": marks, "rough": list(rough),
    }  # fmt: skip


def table_of(rows, **about):
    """A sheet of objects [{heading: text}, …]: the first line, numbered 0, holds their headings."""
    headings = list(dict.fromkeys(key for row in rows for key in row))[:MOST_COLUMNS]
    cells = [(at, [row.get(key, "") for key in headings] if row else []) for at, row in enumerate(rows, 1)]
    return sheet_of([(0, headings), *cells], **about)
