"""A file that was sent, as sheets of lines: read in a process of its own, and kept as JSON while it waits."""

import json
from dataclasses import dataclass, field

from django.utils.translation import gettext_noop as N_

from tongxing.core.apart import TooMuch, Unreadable, read_apart

from .sentences import LazySentence, RowError

SECONDS, MEMORY = 20, 900  # of processor time, MB of addresses: a workbook of 20,000 rows takes 2 s and 300 MB
READ = "tongxing.imports.readers:read"


@dataclass(frozen=True)
class Sheet:
    """One table of a file: `lines` of (number, cells); `marks`: what has to be said about a line, by its number."""

    name: str
    hidden: bool
    lines: list
    cut: bool = False
    datum: str = ""
    marks: dict = field(default_factory=dict)
    rough: frozenset = frozenset()


@dataclass(frozen=True)
class Book:
    """A file that was read: its kind ("XLSX"), its encoding where it has one, its sheets, hidden ones last."""

    format: str
    encoding: str
    epoch: int
    sheets: list

    @property
    def label(self):
        """What the file is, for people: "CSV, GB18030"."""
        return ", ".join(filter(None, [self.format, self.encoding]))


def read_file(name, data, encoding=""):
    """(the book in a file, the same as a JSON text that `read_kept` takes). RowError says why there is none."""
    try:
        found = read_apart(READ, data, seconds=SECONDS, memory=MEMORY, name=name[-80:], encoding=encoding)
    except Unreadable as error:
        raise RowError(error.words, **error.facts) from error
    except TooMuch as error:
        words = N_(
            "The file takes too long to read. Delete what is empty below and beside the table, or send fewer rows."
        )
        raise RowError(words) from error
    if not any(sheet["lines"] for sheet in found["sheets"]):
        raise RowError(N_("%(name)s holds no rows."), name=name[:80])
    return book_of(found), json.dumps(found, ensure_ascii=False, separators=(",", ":"))


def read_kept(text):
    """The book that was kept as JSON."""
    return book_of(json.loads(text))


def book_of(found):
    """A book out of what a reader answered."""
    sheets = [sheet_of(sheet) for sheet in found["sheets"] if sheet["lines"]]
    return Book(found["format"], found["encoding"], found["epoch"], sheets)


def sheet_of(found):
    """A sheet out of what a reader answered."""
    marks = {}
    for line, words, facts in found["marks"]:
        marks.setdefault(line, []).append(LazySentence(words, facts))
    lines = [(line, cells) for line, cells in found["lines"]]
    rough = frozenset(found["rough"])
    return Sheet(found["name"], found["hidden"], lines, found["cut"], found["datum"], marks, rough)
