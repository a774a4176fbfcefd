"""Tables of characters (RFC 4180 and what people make of it): commas, tabs, semicolons, full-width commas, `sep=`.

A quote that is opened and never closed is taken for a mark within its cell, and told by its line: it swallows nothing.
"""

import re
from collections import Counter
from functools import lru_cache
from itertools import islice

from .sheets import LONGEST_CELL, MOST_LINES, sheet_of
from .words import N_

MARKS = ",\t;|，；"
SAID = re.compile(r"\s*sep=(.)[^\S\n]*\n", re.I)
HEAD = 40_000  # characters that are looked at to find out what parts the cells
LOOKED_AT = 20  # lines
TORN = N_("a quotation mark is opened and never closed; the line is read without it")
LONG = N_("a cell is cut after %(most)s characters")


def read_lines(text):
    """("CSV" or "TSV", [the one sheet])."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    first, mark = 1, ""
    if said := SAID.match(text):
        first, mark, text = 1 + said[0].count("\n"), said[1], text[said.end() :]
    mark = mark or choose(text[:HEAD])
    lines, marks = [], []
    for line, cells, torn in islice(records(text, mark, first), 2 * MOST_LINES):
        lines.append((line, cells))
        if torn:
            marks.append([line, TORN, {}])
        marks += [[line, LONG, {"most": LONGEST_CELL}] for cell in cells if len(cell) > LONGEST_CELL]
    return "TSV" if mark == "\t" else "CSV", [sheet_of(lines, marks=marks)]


def choose(head):
    """What parts the cells: the mark that stands equally often in most of the first lines."""
    lines = [line for line in head.split("\n") if line.strip()][:LOOKED_AT]
    return max(MARKS, key=lambda mark: (regular(lines, mark), -MARKS.index(mark)))


def regular(lines, mark):
    """How regularly a mark stands in these lines."""
    counts = Counter(count for line in lines if (count := line.count(mark)))
    often, lines_with = max(((count, many) for count, many in counts.items()), key=lambda one: one[1], default=(0, 0))
    full_width = 0.3 if mark in "，；" else 1
    return often * lines_with**2 * full_width


@lru_cache(maxsize=8)
def patterns(mark):
    """(a quoted cell, a plain one) between these marks. Possessive: nothing is tried twice."""
    end = re.escape(mark)
    return (
        re.compile(rf'[ ]*+"((?:[^"]++|"")*+)"[ ]*+(?={end}|\n|\Z)'),
        re.compile(rf"[^\n{end}]*+"),
    )


def records(text, mark, first=1):
    """(line, cells, whether a quote was opened and never closed) of every record."""
    at, line, width = 0, first, 0
    while at < len(text):
        cells, torn, began = [], False, at
        while True:
            cell, at, broken = cell_at(text, at, mark, width)
            cells.append(cell)
            torn = torn or broken
            if at >= len(text) or text[at] == "\n":
                break
            at += 1
        yield line, cells, torn
        line += text.count("\n", began, at) + 1
        at += 1
        width = max(width, len(cells))


def cell_at(text, at, mark, width):
    """(the cell that begins here, where it ends, whether its quote was never closed)."""
    quoted, plain = patterns(mark)
    opened = text[at : at + 1] == '"' or text[at : at + 80].lstrip(" ").startswith('"')
    if opened and (found := quoted.match(text, at)) and not swallows(found[1], mark, width):
        return found[1].replace('""', '"'), found.end(), False
    found = plain.match(text, at)
    cell = found[0]
    if not opened:
        return cell, found.end(), False
    bare = cell.strip().removeprefix('"')
    closed = bare.endswith('"') and bool(bare)
    return bare.removesuffix('"').replace('""', '"'), found.end(), not closed


def swallows(cell, mark, width):
    """True when a quoted cell of several lines holds a whole line of the table: its quote was never closed."""
    if width < 4 or "\n" not in cell:
        return False
    inner = cell.split("\n")[1:]
    return any(line.count(mark) == width - 1 for line in inner)
