"""Tables that were made to harm: each is a sentence, within bounded time and memory, and the house lives on."""

import time
import zipfile
from io import BytesIO

import pytest

from tongxing.imports.sentences import RowError
from tongxing.imports.tables import read_file

from .books import PARTS, SPREAD, book, sheet_xml

pytestmark = pytest.mark.once
SLOWEST = 60  # seconds on the clock, on a machine where others work too; of processor time 20 are given


def zipped(**parts):
    """A zip of these parts."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, text in parts.items():
            made.writestr(name, text)
    return out.getvalue()


def rows_of(count, columns):
    """A sheet of so many cells."""
    cells = "".join("<c><v>1</v></c>" for _column in range(columns))
    return sheet_xml("".join(f"<row>{cells}</row>" for _row in range(count)))


ENTITIES = '<!DOCTYPE a [<!ENTITY b "bbbbbbbbbb">' + "".join(
    f'<!ENTITY b{number} "{f"&b{number - 1 or str()};" * 10}">' for number in range(1, 9)
)
KML = '<kml xmlns="http://www.opengis.net/kml/2.2"><Document><Placemark><name>&b8;</name></Placemark></Document></kml>'
BRACKETS = (
    f'<styleSheet xmlns="{SPREAD}"><numFmts><numFmt numFmtId="170" formatCode="{"[" * 200_000}yy"/></numFmts>'
    + ('<cellXfs><xf numFmtId="170"/></cellXfs></styleSheet>')
)
FAR = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
HOSTILE = {
    "a zip of 1 in 1000": zipped(**(PARTS | {"xl/worksheets/sheet1.xml": sheet_xml(" " * 50_000_000)})),
    "a table of 1 in 1000 in a zip": zipped(**{"a.csv": b"0" * 50_000_000}),
    "a million cells": zipped(**(PARTS | {"xl/worksheets/sheet1.xml": rows_of(100_000, 10)})),
    "two cells, the whole sheet apart": book(FAR),
    "entities in a workbook": book(**{"xl/worksheets/sheet1.xml": f"{ENTITIES}]><worksheet>&b8;</worksheet>"}),
    "entities in KML": f"{ENTITIES}]>{KML}".encode(),
    "brackets of JSON": b"[" * 200_000,
    "objects in objects": b'{"a":' * 90_000,
    "collections in collections": (
        b'{"type":"Feature","properties":{},"geometry":' + b'{"type":"GeometryCollection","geometries":[' * 300
        + b"]}" * 300 + b"}"
    ),
    "quotes that never close": b"name,province\n" + b'"a,b\n' * 200_000,
    "NULs": b"\0" * 9_000,
    "noise": bytes(range(256)) * 2_000,
}  # fmt: skip


@pytest.mark.parametrize("what", HOSTILE)
def test_it_is_a_sentence_or_a_table_in_bounded_time(what):
    began = time.monotonic()
    try:
        found, _text = read_file("a", HOSTILE[what])
    except RowError as refused:
        assert str(refused)[-1] in ".。"
    else:
        assert sum(len(sheet.lines) for sheet in found.sheets) <= 20_100
        assert what in ("a million cells", "quotes that never close", "collections in collections")
    assert time.monotonic() - began < SLOWEST


def test_brackets_in_a_format_are_a_format():
    assert read_file("a.xlsx", book(**{"xl/styles.xml": BRACKETS}))[0].sheets[0].lines[0][1][0] == "校名"
