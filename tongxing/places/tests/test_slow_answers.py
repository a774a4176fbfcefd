"""What a small file may cost: cells and lines that were made to be slow are read at once, or refused."""

import json
import random
import time

import pytest

from tongxing.imports.hooks import ROW_KINDS
from tongxing.imports.plans import not_too_many, propose
from tongxing.imports.readers import read
from tongxing.imports.readers.sheets import LONGEST_CELL, MOST_COLUMNS
from tongxing.imports.sentences import RowError
from tongxing.imports.tables import book_of
from tongxing.places.forms.along import AlongForm
from tongxing.places.polylines import packed
from tongxing.places.rows import within_form
from tongxing.places.surveys import read_count
from tongxing.places.thinning import MOST_POINTS, thinned

SOON = 3.0  # seconds, on a busy machine; each of these took from four to forty before


@pytest.fixture
def at_once():
    """What is done in a test is done soon."""
    begun = time.monotonic()
    yield
    assert time.monotonic() - begun < SOON


@pytest.mark.usefixtures("at_once")
def test_blanks_in_a_cell():
    data = ('name,county\n"学校' + " " * 60_000 + 'x",雅江县').encode()
    (sheet,) = read(data, "a.csv")["sheets"]

    assert len(sheet["lines"][1][1][0]) == LONGEST_CELL
    assert within_form("学校" + " " * 60_000 + "x").startswith("学校")


@pytest.mark.usefixtures("at_once")
def test_words_that_repeat_in_an_answer():
    for word in ("约", "大约", "近将近", "不到", "多", "1多"):
        read_count(word * 4_000)


@pytest.mark.usefixtures("at_once")
def test_many_keys_times_many_rows(db):
    table = json.dumps([{str(key): 0 for key in range(4_000)}, *[{}] * 8_000]).encode()
    (sheet,) = read(table, "a.json")["sheets"]
    assert len(sheet["lines"][0][1]) == MOST_COLUMNS

    book = book_of(read(json.dumps([{"name": "x"} for _row in range(30_000)]).encode(), "a.json"))
    with pytest.raises(RowError, match="rows"):
        not_too_many(propose(book, ROW_KINDS["places"]))


@pytest.mark.usefixtures("at_once")
def test_a_line_that_goes_to_and_fro(db):
    chance = random.Random(7)
    points = [(30 + chance.random() / 400, 101 + chance.random() / 400) for _point in range(1_500)]
    form = AlongForm({"line": packed(points)[:7_900], "within_km": "100"}, person=None)

    assert form.is_valid() and len(form.cleaned_data["spots"]) <= MOST_POINTS


def test_a_zigzag_that_is_thinned():
    zigzag = [(30 + (0.0045 * (1 - at / 20_000 * 0.9) if at % 2 else 0), 103 + at * 0.0001) for at in range(20_000)]

    begun = time.monotonic()
    found, _off = thinned(zigzag)

    assert len(found) <= MOST_POINTS and time.monotonic() - begun < 2 * SOON
