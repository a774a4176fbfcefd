"""Everything that changes what is known of places."""

from .counting import count_again, fold, recount
from .importing import end_import, import_places, start_import
from .records import change_place, confirm_place, create_place, fill_kinds

__all__ = [
    "change_place",
    "confirm_place",
    "count_again",
    "create_place",
    "end_import",
    "fill_kinds",
    "fold",
    "import_places",
    "recount",
    "start_import",
]
