"""Every sentence of the interface is there in Chinese; the msgids are English. bin/words brings in new ones."""

import re
from pathlib import Path

import pytest
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po

TOP = Path(__file__).parents[3]
PO = TOP / "tongxing" / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po"
KEYWORDS = DEFAULT_KEYWORDS | {
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext_lazy": ((1, "c"), 2, 3),
}

pytestmark = pytest.mark.once


def used():
    """{(context, msgid): where} of every sentence in Python and in the pages; tests speak to nobody."""
    with (TOP / "babel.cfg").open() as file:
        methods, options = parse_mapping_cfg(file)
    found = {}
    for name, line, message, _, context in extract_from_dir(TOP / "tongxing", methods, options, KEYWORDS):
        if "tests/" not in name and name != "conftest.py":
            found.setdefault((context, message[0] if isinstance(message, tuple) else message), f"{name}:{line}")
    return found


def catalogue():
    """{(context, msgid): message} of the Chinese catalogue; empty while there is none."""
    if not PO.exists():
        return {}
    with PO.open("rb") as file:
        messages = [message for message in read_po(file, locale="zh_Hans") if message.id]
    return {(message.context, message.id[0] if message.pluralizable else message.id): message for message in messages}


def translated(message):
    """True when every form is filled in, and nobody marked it as a guess."""
    forms = message.string if isinstance(message.string, tuple) else (message.string,)
    return all(forms) and not message.fuzzy


def test_every_sentence_is_there_in_chinese():
    there = catalogue()
    missing = [f"{where}: {key[1]}" for key, where in used().items() if key not in there or not translated(there[key])]
    assert not missing, "\n".join(missing)


def test_no_sentence_is_left_over():
    unused = [key[1] for key in catalogue().keys() - used().keys()]
    assert not unused, "\n".join(unused)


def test_a_sentence_is_asked_for_under_a_name_that_is_read():
    """`from gettext import gettext as now_said` hides every sentence from the extraction: pages stay English there."""
    other = re.compile(r"\b\w*gettext\w* as (?!N?_\b)\w+")
    files = [path for path in (TOP / "tongxing").rglob("*.py") if "tests" not in path.parts]
    assert [path.name for path in files if other.search(path.read_text())] == []


def test_placeholders_are_kept():
    broken = [f"{error}: {message.id}" for message in catalogue().values() for error in message.check()]
    assert not broken, "\n".join(broken)


def test_sentences_are_found():
    """The extraction itself: one from Python, one from a page."""
    kinds = {where.partition(":")[0].rpartition(".")[2] for where in used().values()}
    assert kinds == {"py", "html"}
