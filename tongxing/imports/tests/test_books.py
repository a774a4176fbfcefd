"""Workbooks from anywhere: cells as people see them, and nothing that unpacks to more than it should."""

from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tongxing.core.apart import Unreadable
from tongxing.imports import readers
from tongxing.imports.readers import read
from tongxing.imports.readers.sheets import LONGEST_CELL

from .books import SPREAD, book, made_of, open_document

pytestmark = pytest.mark.once


def lines_of(data):
    """(line, cells) of the first sheet."""
    return [(line, cells) for line, cells in read(data, "a.xlsx")["sheets"][0]["lines"]]


def test_shared_inline_and_dated_cells():
    assert lines_of(book()) == [
        (1, ["校名", "", "人数"]),
        (4, ["石板沟", "2007-11-02", "50", "39388.5", "=", "2007-11-02"]),
    ]


def test_an_open_document():
    found = read(
        open_document(
            {
                "说明": [["请看下一张"]],
                "学校": [
                    ["名称", "学生数", "调查日期"],
                    ["石板沟小学", 120, date(2024, 5, 6)],
                    [None, None],
                    ["甲村小学", 30.5],
                ],
            }
        ),
        "a.ods",
    )

    assert found["format"] == "ODS" and [sheet["name"] for sheet in found["sheets"]] == ["说明", "学校"]
    assert [(line, cells) for line, cells in found["sheets"][1]["lines"]] == [
        (1, ["名称", "学生数", "调查日期"]),
        (2, ["石板沟小学", "120", "2024-05-06"]),
        (4, ["甲村小学", "30.5"]),
    ]


@pytest.mark.parametrize("start", [b"\0\0\0\x18ftypheic", b"\0\0\0\x1cftypavif", b"\xff\xd8\xff\xe0", b"GIF89a"])
def test_a_picture_is_no_table(start):
    with pytest.raises(Unreadable, match="This is a picture"):
        read(start + b"\0" * 200, "a.csv")


def test_days_since_1904():
    workbook = (
        f'<workbook xmlns="{SPREAD}" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
        '<workbookPr date1904="1"/><sheets><sheet name="1" sheetId="1" r:id="r1"/></sheets></workbook>'
    )
    found = read(book(**{"xl/workbook.xml": workbook}), "a.xlsx")

    assert found["epoch"] == 1904
    assert found["sheets"][0]["lines"][1][1][1] == "2011-11-03"


@pytest.mark.parametrize(
    "parts",
    [
        {"xl/worksheets/sheet1.xml": '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'},
        {"xl/sharedStrings.xml": f"<sst {SPREAD}/>".encode("utf-16")},
        {"xl/worksheets/sheet1.xml": "<worksheet"},
        {"rows": '<row r="1"><c r="A1" t="s"><v>7</v></c></row>'},
        {"rows": '<row r="1"><c r="A1" t="s"><v>x</v></c></row>'},
        {"rows": '<row r="1"><c r="A1"><v>1e999</v></c></row>'},
    ],
)
def test_what_is_wrong_within_is_a_sentence_or_an_empty_cell(parts):
    try:
        found = read(book(**parts), "a.xlsx")
    except Unreadable as refused:
        assert "as a workbook" in refused.words or "damaged" in refused.words
    else:
        assert all(len(cell) < 20 for sheet in found["sheets"] for _line, cells in sheet["lines"] for cell in cells)


def test_no_sheet_no_zip():
    for data in (b"PK\x03\x04", b"PK\x03\x04 no zip", book()[:-40]):
        with pytest.raises(Unreadable):
            read(data, "a.xlsx")


def test_what_unpacks_to_too_much_is_refused(monkeypatch):
    monkeypatch.setattr(readers, "MOST_INSIDE", 100_000)
    with pytest.raises(Unreadable, match="too large"):
        read(book(rows=" " * 200_000), "a.xlsx")
    monkeypatch.setattr(readers.books, "MOST_CHARACTERS", 30)
    with pytest.raises(Unreadable, match="too large"):
        read(book(), "a.xlsx")


def test_a_column_far_away_takes_no_room():
    assert lines_of(book('<row r="1"><c r="A1"><v>2</v></c><c r="XFD1"><v>1</v></c></row>')) == [(1, ["2"])]


CELL = st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"), max_size=8)
LINES = st.lists(st.lists(CELL | st.integers(-9, 9), min_size=1, max_size=4), min_size=1, max_size=4)


@settings(max_examples=60, deadline=None)
@given(LINES)
def test_what_is_written_is_read_again(lines):
    told = [[str(cell) for cell in row] for row in lines]
    kept = []
    for at, row in enumerate(told, 1):
        while row and not row[-1].strip():
            row.pop()
        if row:
            kept.append((at, row))

    found = read(made_of(lines), "a.xlsx")["sheets"]

    assert [(line, cells) for sheet in found for line, cells in sheet["lines"]] == kept


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=200), st.integers(0, 900))
def test_a_broken_file_is_never_more_than_a_sentence(noise, at):
    whole = book()
    with suppress(Unreadable):
        read(whole[:at] + noise + whole[at + len(noise) :], "a.xlsx")


def test_a_cell_longer_than_spreadsheets_hold_is_cut_and_that_is_said():
    found = read(f"name,about\nx,{'字' * (LONGEST_CELL + 1)}\n".encode())["sheets"][0]

    assert len(found["lines"][1][1][1]) == LONGEST_CELL
    assert found["marks"] == [[2, "a cell is cut after %(most)s characters", {"most": LONGEST_CELL}]]
