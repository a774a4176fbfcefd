"""Only actions write rows (law 2): every other writer is found in the source, or declared here with its reason."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ALLOWED = {"actions.py", "core/outbox.py", "core/jobs.py"}
ALWAYS = {"save", "delete", "create", "bulk_create", "bulk_update", "get_or_create", "update_or_create"}
WRITES = ("insert", "update", "delete", "replace", "merge", "truncate")

# (file, start of the call): why it may, or why it writes no row.
EXCEPTIONS = {
    ("core/areas.py", "Area.objects"): "reference data out of packages, written when the table is made",
    ("core/backup.py", "model._base_manager"): "a backup is brought into an empty installation as it was",
    ("core/bodies.py", "job.update"): "a dict that a thread hands over",
    ("core/door.py", "Answered.objects.create"): "the key of a request is written with what the request does",
    ("core/door.py", "answered.save"): "and so is the answer",
    ("core/events.py", "Event.objects.create"): "record() is the last line of a deed, in its transaction",
    ("core/files.py", "File.objects.create"): "keep() is called by deeds, in their transaction",
    ("core/files.py", "file.delete"): "drop() is called by deeds, in their transaction",
    ("core/pictures.py", "image.save"): "a picture, into memory",
    ("core/jinja.py", ""): "dicts of the template environment",
    ("core/once.py", "Once.objects.create"): "the key of a form is written with what the form makes",
    ("front/demo/build.py", "image.save"): "a picture, into memory",
    ("core/qr.py", "code.save"): "a QR code, into memory",
    ("core/rerender.py", "rows.filter"): "the HTML follows the Markdown that stands beside it; nothing else changes",
    ("core/search.py", "cursor.execute"): "the index is made anew after migrating",
    ("core/search.py", "SearchRow.objects"): "the search row follows the words of a thing, called by deeds",
}

pytestmark = pytest.mark.once


def writers_in(text):
    """(line, call) of everything in a source text that writes rows."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and is_write(node):
            yield node.lineno, ast.unparse(node.func)


def is_write(call):
    """True for a call that writes rows, as far as the source can tell; dict, set and hash updates are none."""
    name = call.func.attr.removeprefix("a") if call.func.attr.startswith("a") else call.func.attr
    if name in ALWAYS or call.func.attr in ALWAYS:
        return not is_super(call.func.value)
    if "update" in (name, call.func.attr):
        return reads_rows(call.func.value) or (not call.args and bool(call.keywords))
    return name in ("execute", "executemany") and any(writes_sql(arg) for arg in call.args[:1])


def is_super(receiver):
    """True for `super()`: how a model or an adapter refines the writing that somebody else asked for."""
    return isinstance(receiver, ast.Call) and ast.unparse(receiver.func) == "super"


def reads_rows(receiver):
    """True when a queryset is named: `.objects`, or a chain of calls that ends in filter and its like."""
    names = {node.attr for node in ast.walk(receiver) if isinstance(node, ast.Attribute)}
    return bool(names & {"objects", "_default_manager", "filter", "exclude", "select_for_update", "order_by"})


def writes_sql(argument):
    """True for a piece of SQL that writes."""
    return (
        isinstance(argument, ast.Constant)
        and isinstance(argument.value, str)
        and argument.value.strip().lower().startswith(WRITES)
    )


def sources():
    """(path from the top, text) of every file that must not write."""
    for path in sorted(ROOT.rglob("*.py")):
        name = path.relative_to(ROOT)
        outside = {"tests", "migrations"} & set(name.parts) or name.name == "conftest.py"
        if not outside and "actions" not in name.parts and not {name.name, str(name)} & ALLOWED:
            yield str(name), path.read_text()


def found():
    """(file, line, call) of every writer outside the actions."""
    return [(name, line, call) for name, text in sources() for line, call in writers_in(text)]


def test_only_actions_write():
    undeclared = [f"{name}:{line}: {call}" for name, line, call in found()
                  if not any(name == file and call.startswith(start) for file, start in EXCEPTIONS)]  # fmt: skip
    assert not undeclared, "\n".join(undeclared)


def test_every_exception_is_still_needed():
    for (file, start), why in EXCEPTIONS.items():
        print(f"{file}: {start}: {why}")
        assert any(name == file and call.startswith(start) for name, _, call in found())


@pytest.mark.parametrize(
    "planted",
    [
        "Place.objects.create(name='x')",
        "Place.objects.filter(pk=1).update(name='x')",
        "Place.objects.select_for_update().update(**fields)",
        "rows.update(name='x')",
        "place.save()",
        "form.save()",
        "place.delete()",
        "space.memberships.get_or_create(person=person)",
        "await place.asave()",
        "Place.objects.bulk_create(rows)",
        "cursor.execute('  UPDATE places SET name = 1')",
    ],
)
def test_a_planted_writer_is_found(planted):
    assert len(list(writers_in(f"async def deed():\n    {planted}\n"))) == 1


@pytest.mark.parametrize(
    "harmless",
    [
        "known.update({'a': 1})",
        "total.update(b'words')",
        "seen.update(rows)",
        "hashlib.sha256().update(text)",
        "Place.objects.filter(name='x').first()",
        "super().save(*args)",
        "cursor.execute('SELECT 1')",
    ],
)
def test_a_harmless_call_is_left_alone(harmless):
    assert list(writers_in(f"{harmless}\n")) == []
