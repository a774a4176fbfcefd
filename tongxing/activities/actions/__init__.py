"""Everything that changes activities: planning them, joining them, and telling how they were."""

from .joining import accept_place, join_activity, leave_activity, resize_place
from .planning import (
    cancel_activity,
    change_activity,
    create_activity,
    hide_with_space,
    move_place,
    name_again,
    publish_activity,
    reopen_activity,
    texts,
)
from .reporting import remove_photo, restore_photo, write_report

__all__ = [
    "accept_place",
    "cancel_activity",
    "change_activity",
    "create_activity",
    "hide_with_space",
    "join_activity",
    "leave_activity",
    "move_place",
    "name_again",
    "publish_activity",
    "remove_photo",
    "reopen_activity",
    "resize_place",
    "restore_photo",
    "texts",
    "write_report",
]
