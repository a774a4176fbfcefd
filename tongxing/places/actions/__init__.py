"""Everything that changes what is known of places."""

from .care import accept_asking, ask_to_care, decline_asking, name_caretaker, stop_caring, withdraw_asking
from .contacts import (
    add_contact,
    change_contact,
    claim_contact,
    close_contact,
    forget_contact,
    look_at_contact,
    make_claim_link,
    reopen_contact,
)
from .counting import count_again, fold, recount
from .importing import end_import, import_places, start_import
from .marks import mark_place, unmark_place
from .merging import merge_places, undo_merge
from .records import change_place, confirm_place, confirm_revision, create_place, fill_kinds, restore_revision
from .routes import change_route, remove_route, save_route

__all__ = [
    "accept_asking",
    "add_contact",
    "ask_to_care",
    "change_contact",
    "change_place",
    "claim_contact",
    "close_contact",
    "change_route",
    "confirm_place",
    "confirm_revision",
    "count_again",
    "create_place",
    "decline_asking",
    "end_import",
    "fill_kinds",
    "fold",
    "forget_contact",
    "import_places",
    "look_at_contact",
    "make_claim_link",
    "mark_place",
    "merge_places",
    "name_caretaker",
    "recount",
    "reopen_contact",
    "restore_revision",
    "remove_route",
    "save_route",
    "start_import",
    "stop_caring",
    "undo_merge",
    "unmark_place",
    "withdraw_asking",
]
