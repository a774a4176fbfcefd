"""Small pieces: files, functions and templates stay below what one reads in one go. (Complexity: ruff, C901.)"""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FILE, FUNCTION, MEAN, TEMPLATE = 400, 40, 9, 120
OWN = [path for path in sorted(ROOT.rglob("*.py")) if "migrations" not in path.parts]
CODE = [path for path in OWN if "tests" not in path.parts]

pytestmark = pytest.mark.once


def lines_of(path):
    """How many lines a file has."""
    return len(path.read_text().splitlines())


def functions_in(text):
    """(name, lines) of every function, its decorators not counted."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node.name, node.end_lineno - node.lineno + 1


def too_long(paths, budget):
    """`path: lines` of every file over the budget."""
    return [f"{path.relative_to(ROOT)}: {count}" for path in paths if (count := lines_of(path)) > budget]


def test_files():
    long = too_long([*OWN, *ROOT.rglob("static/**/*.css"), *ROOT.rglob("static/**/*.js")], FILE)
    assert not long, "\n".join(long)


def test_templates():
    long = too_long(ROOT.rglob("jinja2/**/*.html"), TEMPLATE)
    assert not long, "\n".join(long)


def test_functions():
    long = [f"{path.relative_to(ROOT)}: {name} {count}" for path in OWN
            for name, count in functions_in(path.read_text()) if count > FUNCTION]  # fmt: skip
    assert not long, "\n".join(long)


def test_the_mean_function():
    counts = [count for path in CODE for _, count in functions_in(path.read_text())]
    assert sum(counts) / len(counts) <= MEAN


def test_no_style_or_script_within_a_page():
    """The content policy would silence it. A block of data for machines (JSON-LD) is neither: no browser runs it."""
    data = r"\stype=\"application/ld\+json\">"
    inline = re.compile(rf"\sstyle=|\son[a-z]+=[\"']|(?<![\"'])<(style|script(?![^>]*\ssrc=|{data}))", re.IGNORECASE)
    found = [f"{path.relative_to(ROOT)}: {match.group().strip()}" for path in ROOT.rglob("jinja2/**/*.html")
             for match in inline.finditer(path.read_text())]  # fmt: skip
    assert not found, "\n".join(found)


def test_the_ruler():
    text = "def one():\n    pass\n\n\n@cached\ndef two(\n    a,\n):\n    return [\n        a\n    ]\n"
    assert list(functions_in(text)) == [("one", 2), ("two", 6)]
