"""A room uses another room's models, actions, rules, verbs; never its views, forms, addresses or private names.

Of another room's API it takes the shapes alone (`PersonOut`), so that a person looks the same everywhere.
"""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
INSIDE = {"views", "forms", "urls", "api", "admin", "adapters"}
MAPS = ("front/urls.py", "front/api.py")  # the whole map of addresses names views and routers of every room

pytestmark = pytest.mark.once


def room_of(path):
    """The room that a file lies in, or None at the top."""
    parts = path.relative_to(ROOT).parts
    return parts[0] if len(parts) > 1 else None


def foreign_names(text, room):
    """(line, dotted name) of everything that a text of this room takes from another room's inside."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.ImportFrom) and node.level == 0 and (node.module or "").startswith("tongxing."):
            for alias in node.names:
                other, *within = [*node.module.split(".")[1:], alias.name]
                private = any(part.startswith("_") for part in within)
                shape = within[0] == "api" and within[-1][0].isupper()
                if other not in (room, "core") and (private or (INSIDE & set(within) and not shape)):
                    yield node.lineno, f"{node.module}.{alias.name}"


def test_rooms_leave_each_other_their_inside():
    found = [f"{path.relative_to(ROOT)}:{line}: {name}" for path in sorted(ROOT.rglob("*.py"))
             if (room := room_of(path)) and "tests" not in path.parts and str(path.relative_to(ROOT)) not in MAPS
             for line, name in foreign_names(path.read_text(), room)]  # fmt: skip
    assert not found, "\n".join(found)


@pytest.mark.parametrize(
    "planted",
    [
        "from tongxing.spaces import views",
        "from tongxing.spaces.forms import It",
        "from tongxing.spaces.models import _it",
        "from tongxing.spaces.api import join_space",
        "from tongxing.spaces import api",
    ],
)
def test_a_planted_intruder_is_found(planted):
    assert len(list(foreign_names(planted, "places"))) == 1
    assert list(foreign_names(planted, "spaces")) == []
    assert list(foreign_names("from tongxing.spaces.models import Space", "places")) == []
    assert list(foreign_names("from tongxing.spaces.api import SpaceOut", "places")) == []
