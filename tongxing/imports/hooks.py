"""What an upper room says of the rows that people bring to it. It registers one `RowKind` in `apps.ready`."""

from collections.abc import Callable
from dataclasses import dataclass

ROW_KINDS = {}


@dataclass(frozen=True)
class Field:
    """Something that a column may mean: its code, its label for people, and what tables call it.

    A rare one is offered only where a heading names it.
    """

    code: str
    label: object
    headings: tuple = ()
    rare: bool = False


@dataclass(frozen=True)
class RowKind:
    """What a row of a table becomes. The engine reads, proposes and goes through the rows; this knows what they mean.

    name            of the room
    fields()        [Field] in the order in which people choose them
    guess(columns)  [code or ""] for columns without headings, each given as its first values
    name_field      the code of the one field that every row needs
    understand(rows, plan)  [Understood] of rows, in their order; nothing is written
    write(batch, understood, start, now)  writes these rows and what came of each, in one transaction
    """

    name: str
    fields: Callable
    guess: Callable
    name_field: str
    understand: Callable
    write: Callable


@dataclass
class Understood:
    """A row, and what it is: a draft of the upper room, or the RowError that says why it is none, or left aside."""

    row: object
    name: str = ""
    draft: object = None
    error: object = None
    fate: str = ""
    like: object = None

    @property
    def said(self):
        """The sentences about this row."""
        if self.error is not None:
            return [*self.row.marks, self.error.said]
        return [*self.row.marks, *(self.draft.said if self.draft else ())]


def register(kind):
    """Have the engine know a kind of rows."""
    ROW_KINDS[kind.name] = kind
