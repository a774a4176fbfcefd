"""One name travels (law 5): address, view, deed, rule and test file of a thing people do bear the same name."""

import ast
import inspect
import re
from importlib import import_module
from pathlib import Path

import pytest

from .access import rows
from .routes import routes, view_of

TOP = Path(__file__).parents[3]
DEEDS = sorted({route for route, _, get, post in rows() if ":" in route and set(post.values()) - {"405", "in"}})
ROOMS = sorted({route.split(":")[0] for route in routes() if ":" in route})
LOOK = "changes no row: it keeps a wish in a cookie"
KEPT = "which ways somebody keeps is nobody else's business"
BOTH = "one rule for the yes and the no"
# (route, part of the name that is missing): why.
EXCEPTIONS = {
    ("front:look", "action"): LOOK,
    ("front:look", "rule"): LOOK,
    ("front:language", "action"): "a cookie, and people.actions.choose_language for who has an account",
    ("front:language", "rule"): "people.rules.may_change_profile, asked by that deed",
    ("inbox:read_notices", "verb"): "reading is nobody else's business",
    ("places:save_route", "verb"): KEPT,
    ("places:change_route", "verb"): KEPT,
    ("places:remove_route", "verb"): KEPT,
    ("places:along_file", "action"): "changes no row: a file becomes an address",
    ("places:along_file", "rule"): "anybody may",
    ("spaces:accept_asking", "rule"): BOTH,
    ("spaces:decline_asking", "rule"): BOTH,
    ("spaces:accept_stewardship", "rule"): BOTH,
    ("spaces:decline_stewardship", "rule"): BOTH,
    ("places:unmark_place", "verb"): "taking one's own mark back is nobody else's business",
    ("places:accept_asking", "rule"): BOTH,
    ("places:decline_asking", "rule"): BOTH,
    ("places:close_contact", "rule"): "may_change_contact",
    ("places:reopen_contact", "rule"): "may_change_contact",
    ("places:make_claim_link", "verb"): "a link says nothing yet; claim_contact records",
    ("places:bring_table", "verb"): "a table that waits is nobody else's business",
    ("places:import_table", "verb"): "finish_import, when the worker is done",
    ("activities:remove_photo", "rule"): "may_change_photos, as for restore_photo",
    ("activities:restore_photo", "rule"): "may_change_photos, as for remove_photo",
}
# What people do, what they do it to, and the small words between, beside the words of docs/words.md.
WORDS = """accept ask cancel change create decline end invite join language leave list look make merge publish read
remove reopen rescue resize restore save stamp step withdraw write add undo hide confirm mark unmark care caring name
stop agree send receive thank lose renew give answer block unblock take back writer letter
profile code asking route file along photo stewardship language session caretaker look revision contact link close
bring table import report
say show birth month mail
to down as all of in at"""

pytestmark = pytest.mark.once


def part(route, where):
    """The attribute that bears the route's name in a module of its room, or None."""
    room, deed = route.split(":")
    try:
        return getattr(import_module(f"tongxing.{room}.{where}"), ("may_" if where == "rules" else "") + deed, None)
    except ModuleNotFoundError:
        return None


def called_in(function):
    """{name as it is written: function} of everything from an actions module that a function calls."""
    tree, module = ast.parse(inspect.getsource(inspect.unwrap(function)).lstrip()), inspect.getmodule(function)
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            first, _, last = ast.unparse(node.func).partition(".")
            found = getattr(module, first, None)
            yield last or first, getattr(found, last, None) if last.isidentifier() else found


def records(function, seen=()):
    """True when a deed writes down what happened, itself or through another function of an actions module."""
    called = dict(called_in(function))
    inner = [one for one in called.values() if inspect.isfunction(one) and ".actions" in one.__module__]
    return "record" in called or any(records(one, (*seen, one)) for one in inner if one not in seen)


@pytest.mark.parametrize("route", [route for route in sorted(routes()) if ":" in route])
def test_an_address_bears_the_name_of_its_view(route):
    name = route.split(":")[1]
    assert view_of(route).__name__ in (name, f"{name}_all", name.removesuffix("_short"))


def lacks(route):
    """Which of its namesakes a deed lacks: action, verb, rule, test."""
    room, deed = route.split(":")
    action = part(route, "actions")
    if action is None:
        yield "action"
    elif not records(action):
        yield "verb"
    if part(route, "rules") is None:
        yield "rule"
    if room != "front" and not (TOP / "tongxing" / room / "tests" / f"test_{deed}.py").exists():
        yield "test"


@pytest.mark.parametrize("route", DEEDS)
def test_a_deed_bears_one_name_everywhere(route):
    assert [one for one in lacks(route) if (route, one) not in EXCEPTIONS] == []


def test_every_exception_is_still_needed():
    for (route, one), why in EXCEPTIONS.items():
        print(f"{route} has no {one} of its name: {why}")
        assert one in lacks(route)


def words_of_the_house():
    """Every word of the first column of docs/words.md."""
    text = (TOP / "docs" / "words.md").read_text()
    column = " ".join(line.split("|")[1] for line in text.splitlines() if line.startswith("|"))
    return set(re.findall(r"[a-z]+", column.lower()))


@pytest.mark.parametrize("route", DEEDS)
def test_names_are_made_of_the_words_of_the_house(route):
    known = words_of_the_house() | set(WORDS.split())
    words = {word.removesuffix("s") if word.endswith("s") else word for word in route.split(":")[1].split("_")}
    assert words - known == set()


def test_every_action_that_a_page_calls_is_a_public_deed_with_a_sentence():
    for route in DEEDS:
        action = part(route, "actions")
        assert action is None or (inspect.getdoc(action) or "").endswith("."), route
