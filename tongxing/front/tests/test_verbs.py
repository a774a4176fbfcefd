"""Whoever asks what happened asks a Verb: a name that is typed elsewhere could be one that nothing ever bears."""

import ast
import re
from pathlib import Path

import pytest

from tongxing.core.events import VERBS

TOP = Path(__file__).parents[2]
LOOKS_LIKE_ONE = re.compile(r"[a-z_]+\.[a-z_]+")

pytestmark = pytest.mark.once


def modules():
    """Every module that runs, but for those that name the verbs."""
    for path in sorted(TOP.rglob("*.py")):
        parts = path.relative_to(TOP).parts
        if path.name != "verbs.py" and not {"tests", "migrations"} & set(parts) and parts[0] != "conftest.py":
            yield path


def typed(source):
    """(line, text) of every string in a source that looks like the name of a verb."""
    rooms = {name.partition(".")[0] for name in VERBS}
    for node in ast.walk(ast.parse(source)):
        text = node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""
        if LOOKS_LIKE_ONE.fullmatch(text) and text.partition(".")[0] in rooms:
            yield node.lineno, text


def test_no_module_types_the_name_of_a_verb():
    assert [(path.name, *one) for path in modules() for one in typed(path.read_text())] == []


def test_a_typed_name_is_found():
    assert list(typed('if verb.name == "place.chnaged": pass\nopen("places.csv")')) == [(1, "place.chnaged")]


def test_every_verb_is_one_that_something_records():
    """A verb that no action records is a promise that nobody keeps."""
    source = "\n".join(path.read_text() for path in modules())
    names = {}
    for path in TOP.glob("*/verbs.py"):
        for node in ast.parse(path.read_text()).body:
            if isinstance(node, ast.Assign) and isinstance(node.value, ast.Call) and node.value.func.id == "Verb":
                names[node.targets[0].id] = path.parent.name
    assert len(names) == len(VERBS)
    assert [f"{room}.{name}" for name, room in names.items() if not re.search(rf"\b{name}\b", source)] == []
