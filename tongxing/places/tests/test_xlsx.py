"""Workbooks from anywhere: cells as people see them, and nothing that unpacks to more than it should."""

import zipfile
from contextlib import suppress
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tongxing.places import xlsx
from tongxing.places.tables import Trouble
from tongxing.places.xlsx import read_xlsx, xlsx_of

SPREAD = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
SHARED = f"<sst {SPREAD}><si><t>校名</t></si><si><r><t>石板</t></r><r><t>沟</t></r><rPh><t>shi</t></rPh></si></sst>"
STYLES = (
    f'<styleSheet {SPREAD}><numFmts><numFmt numFmtId="170" formatCode="yyyy&quot;年&quot;m"/>'
    '<numFmt numFmtId="171" formatCode="0.00&quot;yards&quot;"/></numFmts>'
    '<cellStyleXfs><xf numFmtId="14"/></cellStyleXfs>'
    '<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="170"/><xf numFmtId="171"/></cellXfs></styleSheet>'
)
ROWS = (
    '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="C1" t="inlineStr"><is><t>人数</t></is></c></row>'
    '<row r="4"><c r="A4" t="s"><v>1</v></c><c r="B4" s="1"><v>39388</v></c><c r="C4"><v>50</v></c>'
    '<c r="D4" s="3"><v>39388.5</v></c><c r="E4" t="str"><v>=</v></c><c r="F4" s="2"><v>39388</v></c></row>'
)


def book(rows=ROWS, **parts):
    """A workbook of these parts."""
    found = {"xl/worksheets/sheet1.xml": f"<worksheet {SPREAD}><sheetData>{rows}</sheetData></worksheet>"}
    found |= {"xl/sharedStrings.xml": SHARED, "xl/styles.xml": STYLES} | parts
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, text in found.items():
            made.writestr(name, text)
    return out.getvalue()


def test_shared_inline_and_dated_cells():
    assert read_xlsx(book()) == [
        (1, ["校名", "", "人数"]),
        (4, ["石板沟", "2007-11-02", "50", "39388.5", "=", "2007-11-02"]),
    ]


@pytest.mark.parametrize(
    "parts",
    [
        {"xl/worksheets/sheet1.xml": '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'},
        {"xl/sharedStrings.xml": f"{' ' * 65_530}<!DOCTYPE a><sst {SPREAD}/>"},
        {"xl/sharedStrings.xml": f"<sst {SPREAD}/>".encode("utf-16")},
        {"xl/worksheets/sheet1.xml": "<worksheet"},
        {"rows": '<row r="1"><c r="A1" t="s"><v>7</v></c></row>'},
        {"rows": '<row r="1"><c r="A1" t="s"><v>x</v></c></row>'},
        {"rows": '<row r="1"><c r="A1"><v>1e999</v></c></row>'},
    ],
)
def test_what_is_wrong_within_is_one_sentence(parts):
    with pytest.raises(Trouble, match="as a workbook"):
        read_xlsx(book(**parts))


def test_no_sheet_no_zip():
    for data in (b"PK\x03\x04", b"", book()[:-40]):
        with pytest.raises(Trouble):
            read_xlsx(data)


def test_what_unpacks_to_too_much_is_refused(monkeypatch):
    monkeypatch.setattr(xlsx, "MOST_BYTES", 100_000)
    with pytest.raises(Trouble, match="too large"):
        read_xlsx(book(rows=" " * 200_000))
    monkeypatch.setattr(xlsx, "MOST_SIGNS", 300)
    with pytest.raises(Trouble, match="too large"):
        read_xlsx(book())


def test_a_column_far_away_takes_no_room():
    assert read_xlsx(book('<row r="1"><c r="XFD1"><v>1</v></c><c r="A1"><v>2</v></c></row>')) == [(1, ["2"])]


LINES = st.lists(st.lists(st.text(max_size=8) | st.integers(-9, 9), min_size=1, max_size=4), min_size=1, max_size=4)


@settings(max_examples=100, deadline=None)
@given(LINES)
def test_what_is_written_is_read_again(lines):
    told = [
        [xlsx.UNWRITABLE.sub("", str(cell)).replace("\r\n", "\n").replace("\r", "\n") for cell in row] for row in lines
    ]
    kept = [(at, row) for at, row in enumerate(told, 1) if any(cell.strip() for cell in row)]

    assert read_xlsx(b"".join(xlsx_of(lines))) == kept


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=200), st.integers(0, 900))
def test_a_broken_file_is_never_more_than_a_sentence(noise, at):
    whole = book()
    with suppress(Trouble):
        read_xlsx(whole[:at] + noise + whole[at + len(noise) :])


@pytest.mark.parametrize(
    ("numbers", "lines"),
    [
        (["1", "3", "7"], [1, 3, 7]),
        (["x", "-5", ""], [1, 2, 3]),
        (["7", "7", "2"], [7, 8, 9]),
        (["1", "99999999999999999999", "1048577"], [1, 2, 3]),
    ],
)
def test_row_numbers_that_cannot_be_are_counted(numbers, lines):
    rows = "".join(f'<row r="{number}"><c><v>1</v></c></row>' for number in numbers)

    assert [line for line, _cells in read_xlsx(book(rows=rows))] == lines


def test_what_swells_and_what_is_all_elements(monkeypatch):
    swollen = book(rows="<a/>" * 200_000 + '<row r="1"><c><v>1</v></c></row>')
    with pytest.raises(Trouble, match="too large"):
        read_xlsx(swollen)

    monkeypatch.setattr(xlsx, "SWELLS", 10**6)
    monkeypatch.setattr(xlsx, "MOST_ELEMENTS", 100_000)
    with pytest.raises(Trouble, match="too large"):
        read_xlsx(swollen)
