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
from .exchanging import (
    bring_table,
    forecast,
    forget_upload,
    import_rows,
    import_table,
    preview_table,
    said_of,
    sheet_of,
    take_back,
    undo_import,
)
from .freshness import grow_old
from .importing import end_import, import_places, start_import
from .marks import mark_place, unmark_place
from .merging import merge_places, undo_merge
from .records import change_place, confirm_place, confirm_revision, create_place, fill_kinds, restore_revision, texts
from .routes import change_route, remove_route, save_route
from .vocabulary import read_kinds, say_kinds

__all__ = [
    "accept_asking",
    "add_contact",
    "ask_to_care",
    "bring_table",
    "change_contact",
    "change_place",
    "change_route",
    "claim_contact",
    "close_contact",
    "confirm_place",
    "confirm_revision",
    "count_again",
    "create_place",
    "decline_asking",
    "end_import",
    "fill_kinds",
    "fold",
    "forecast",
    "forget_contact",
    "forget_upload",
    "grow_old",
    "import_places",
    "import_rows",
    "import_table",
    "look_at_contact",
    "make_claim_link",
    "mark_place",
    "merge_places",
    "name_caretaker",
    "preview_table",
    "read_kinds",
    "recount",
    "say_kinds",
    "remove_route",
    "reopen_contact",
    "restore_revision",
    "said_of",
    "save_route",
    "sheet_of",
    "start_import",
    "stop_caring",
    "take_back",
    "texts",
    "undo_import",
    "undo_merge",
    "unmark_place",
    "withdraw_asking",
]
