"""Rows of places: the record, who keeps it true, what the map counts, what files brought."""

from .care import Asking, Caretaker, Contact, Look, Mark
from .imports import ImportBatch, ImportRow, WaitingTable
from .maps import Cell, MapVersion
from .merges import Merge
from .records import FRESH_FOR, Fact, Place, PlaceKind, PlaceQuerySet, Revision
from .routes import Route

__all__ = [
    "FRESH_FOR",
    "Asking",
    "Caretaker",
    "Cell",
    "Contact",
    "Fact",
    "ImportBatch",
    "ImportRow",
    "WaitingTable",
    "Look",
    "MapVersion",
    "Mark",
    "Merge",
    "Place",
    "PlaceKind",
    "PlaceQuerySet",
    "Revision",
    "Route",
]
