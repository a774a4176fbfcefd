"""Files as people have them, made by us: each comes out as it should, or is refused with a sentence that is true."""

from pathlib import Path

import pytest

from tongxing.imports.hooks import ROW_KINDS
from tongxing.imports.plans import Rows, propose
from tongxing.imports.sentences import RowError
from tongxing.imports.tables import read_file

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("read_here")]

CASES = Path(__file__).parent / "cases"
A = {"name": "甲村小学测", "province": "四川省", "prefecture": "甘孜州", "county": "雅江县"}
HERE = {"lat": "30.03", "lon": "101.01"}
WHOLE = A | HERE | {"address": "八角楼乡甲村", "pupils": "120", "surveyed_on": "2024-05-06"}
TITLED = {"name": "示例县石板沟小学", "address": "四川省甘孜州雅江县八角楼乡", "pupils": "46", "point": "30.03,101.02"}

# file: (what it is, how many rows, what the first one says)
READ = {
    "01_sep_line.csv": ("CSV, UTF-8", 2, WHOLE),
    "05_utf16le_nobom.txt": ("TSV, UTF-16 LE", 2, WHOLE),
    "06_big5.csv": ("CSV, Big5", 1, {"name": "甲村國小測", "lat": "22.9", "pupils": "60"}),
    "07_fullwidth_comma.csv": ("CSV, UTF-8", 2, WHOLE),
    "09_title_row.csv": ("CSV, UTF-8", 2, WHOLE),
    "10_blank_first_lines.csv": ("CSV, UTF-8", 2, WHOLE),
    "12_one_bad_byte.csv": ("CSV, UTF-8", 2, WHOLE),
    "14_header_newline.csv": ("CSV, UTF-8", 1, A | HERE | {"pupils": "120"}),
    "15_unclosed_quote.csv": ("CSV, UTF-8", 2, WHOLE),
    "19_dup_headers.csv": ("CSV, UTF-8", 1, A | {"pupils": "120"}),
    "20_dms.csv": ("CSV, UTF-8", 6, A),
    "21_point_one_column.csv": ("CSV, UTF-8", 1, A | {"point": "101.01,30.03"}),
    "24_total_row.csv": ("CSV, UTF-8", 4, WHOLE),
    "25_excel_date_serial.csv": ("CSV, UTF-8", 1, WHOLE | {"surveyed_on": "45418"}),
    "26_dates.csv": ("CSV, UTF-8", 12, A),
    "30_no_header.csv": ("CSV, UTF-8", 2, A | HERE),
    "31_html_as_xls.xls": ("HTML, UTF-8", 1, {"name": "甲村小学测", "province": "四川省"}),
    "32_kml.kml": ("KML, UTF-8", 1, {"name": "甲村小学测"} | HERE),
    "33_kmz.kmz": ("ZIP, KML, UTF-8", 1, {"name": "甲村小学测"} | HERE),
    "34_zipped_csv.zip": ("ZIP, CSV, UTF-8", 2, WHOLE),
    "35_gpx_given.gpx": ("GPX, UTF-8", 1, {"name": "甲村小学测"} | HERE),
    "40_required_star.csv": ("CSV, UTF-8", 1, A | HERE | {"pupils": "120"}),
    "43_private_false.csv": ("CSV, UTF-8", 4, {"name": "隐一村小学测", "kind": "school"}),
    "44_long_about.csv": ("CSV, UTF-8", 1, {"name": "长一村小学测", "county": "雅江县"}),
    "51_instructions_first.xlsx": ("XLSX", 2, WHOLE),
    "52_tab_dragged_first.xlsx": ("XLSX", 2, WHOLE),
    "53_first_sheet_hidden.xlsx": ("XLSX", 2, WHOLE),
    "55_strict_ooxml.xlsx": ("XLSX", 2, WHOLE),
    "56_sheet_without_number.xlsx": ("XLSX", 2, WHOLE),
    "60_formula_errors.xlsx": ("XLSX", 3, A | HERE | {"pupils": "120"}),
    "61_merged_title.xlsx": ("XLSX", 2, WHOLE),
    "62_two_line_header.xlsx": ("XLSX", 2, WHOLE | {"teachers": "7", "surveyed_on": ""}),
    "63_merged_county_cells.xlsx": ("XLSX", 3, WHOLE),
    "66_dates_styles.xlsx": ("XLSX", 14, A | {"surveyed_on": "2024-05-06"}),
    "72_120_columns.xlsx": ("XLSX", 1, {"name": "宽一村小学测", "province": "四川省"}),
    "84_crs_3857.geojson": ("GeoJSON, UTF-8", 1, {"name": "地六村小学测", "county": "雅江县"}),
    "85_crs84_bbox.geojson": ("GeoJSON, UTF-8", 1, {"name": "地七村小学测", "lat": "30.03", "lon": "101.03"}),
    "87_multipoint.geojson": ("GeoJSON, UTF-8", 1, {"name": "地九村小学测", "lat": "30.06", "lon": "101.01"}),
    "89_single_feature.geojson": ("GeoJSON, UTF-8", 1, {"name": "地十一村小学测", "lat": "30.08", "lon": "101.01"}),
    "96_geojsonl.geojsonl": ("GeoJSON, UTF-8", 2, {"name": "地0行小学测", "lat": "30", "lon": "101"}),
    "99_osm_overpass.geojson": ("GeoJSON, UTF-8", 1, {"name": "地十八村小学测", "kind": "school", "lat": "30.4"}),
    "99d_esri.json": ("Esri JSON, UTF-8", 1, {"name": "地二十小学测", "lat": "30.5", "lon": "101.5"}),
    "R4_own_export_demo_only.csv": ("CSV, UTF-8", 48, {"uid": "bJHLx3XWN4VF", "name": "盐道小学", "precision": "town"}),
    "province-typed-oddly.csv": ("CSV, UTF-8", 5, {"name": "甲处小学", "province": "中国四川"}),
    "same-school-two-sources.csv": ("CSV, UTF-8", 3, {"old_id": "1", "name": "荔波县洞塘乡甲朝小学"}),
    "table-big5.csv": ("CSV, Big5", 2, {"name": "石板溝小學", "county": "雅江縣"}),
    "table-blank-lines.csv": ("CSV, GB18030", 1, {"name": "云顶坝教学点", "county": "雅江县"}),
    "table-merged-title.xlsx": ("XLSX", 2, TITLED),
    "table-name-and-point.csv": ("CSV, UTF-8", 3, {"name": "甘孜州雅江县示例第一小学", "lat": "30.03"}),
    "table-title-rows.csv": ("CSV, UTF-8", 2, TITLED),
    "table-wps.xls": ("XLS", 2, TITLED),
    "three-schools.csv": ("CSV, UTF-8", 3, {"old_id": "1", "name": "甲村小学"}),
}
REFUSED = {
    "36_pdf.pdf": "This is a PDF. Copy its table into a spreadsheet",
    "69_password.xlsx": "locked with a password. Save it without one",
    "70_ods.ods": "can't be read as a workbook",
    "90_bare_geometry.geojson": "shapes without names. Send features",
    "99b_topojson.json": "This is TopoJSON. Save it as GeoJSON",
    "99g_trailing_comma.geojson": "line 1, character 141",
    "way-two-tracks.gpx": "a way, not places",
    "way-from-a-phone.kml": "a way, not places",
}
NOTES = {
    "09_title_row.csv": "四川省甘孜州学校信息统计表（2024年）",
    "61_merged_title.xlsx": "甘孜州学校统计表（2024年春）",
    "table-title-rows.csv": "2026 年学校情况统计表\n填表单位：示例支教队",
    "table-wps.xls": "2026 年学校情况统计表\n填表单位：示例支教队",
}


def proposed(name, encoding=""):
    """(book, layout, rows) of a case as the house proposes to read it."""
    book, _text = read_file(name, (CASES / name).read_bytes(), encoding)
    layout = propose(book, ROW_KINDS["places"])
    return book, layout, Rows(book, layout)[:]


def test_every_case_is_named_here():
    assert {path.name for path in CASES.iterdir()} == READ.keys() | REFUSED.keys()


@pytest.mark.parametrize("name", READ)
def test_a_file_is_read_as_it_is_meant(name):
    label, count, first = READ[name]

    book, _layout, rows = proposed(name)

    assert (book.label, len(rows)) == (label, count)
    assert {code: rows[0].values.get(code, "") for code in first} == first


@pytest.mark.parametrize("name", REFUSED)
def test_a_file_that_is_no_table_is_refused_with_what_to_do(name):
    with pytest.raises(RowError) as refused:
        proposed(name)
    assert REFUSED[name] in str(refused.value)


@pytest.mark.parametrize("name", NOTES)
def test_what_stands_above_the_headings_is_the_note(name):
    assert proposed(name)[1].note == NOTES[name]


def test_two_heading_lines_are_one():
    _book, layout, rows = proposed("62_two_line_header.xlsx")

    assert (layout.headings.key, layout.note) == ("1-2", "")
    assert layout.columns == ["name", "province", "prefecture", "county", "address", "lat", "lon", "pupils", "teachers"]
    assert rows[1].values["teachers"] == "3"


def test_merged_cells_say_the_same_in_every_line():
    assert [row.values["county"] for row in proposed("63_merged_county_cells.xlsx")[2]] == ["雅江县"] * 3


def test_one_bad_byte_costs_one_cell_named_by_its_line():
    rows = proposed("12_one_bad_byte.csv")[2]

    assert [(row.line, row.values["address"], [str(said) for said in row.marks]) for row in rows] == [
        (2, "八角楼乡甲村", []),
        (3, "", ["“地址” holds bytes that no character set knows; left out"]),
    ]
    assert rows[1].values["pupils"] == "45"


def test_an_unclosed_quote_is_told_by_its_line_and_swallows_nothing():
    rows = proposed("15_unclosed_quote.csv")[2]

    assert [row.values["name"] for row in rows] == ["甲村小学测", "乙村小学测"]
    assert "never closed" in str(rows[0].marks[0]) and not rows[1].marks


def test_errors_of_a_spreadsheet_are_no_names():
    names = [row.values.get("name") for row in proposed("60_formula_errors.xlsx")[2]]

    assert names == ["甲村小学测", "", "丙村小学测"]


def test_hidden_sheets_come_last_and_every_sheet_can_be_chosen():
    book, layout, _rows = proposed("53_first_sheet_hidden.xlsx")
    assert [(sheet.name, sheet.hidden) for sheet in book.sheets] == [("学校", False), ("字典", True)]
    assert layout.sheet.name == "学校"

    other = propose(proposed("52_tab_dragged_first.xlsx")[0], ROW_KINDS["places"], sheet="1")
    assert other.sheet.name == "旧数据" and other.samples(0) == ["旧村小学测"]


def test_a_column_that_means_nothing_or_the_same_twice_is_said():
    assert proposed("19_dup_headers.csv")[1].unused() == [("学生数", 1)]
    assert len(proposed("72_120_columns.xlsx")[1].unused()) == 118


def test_what_a_file_says_of_its_points_holds():
    for name in ("84_crs_3857.geojson", "85_crs84_bbox.geojson", "32_kml.kml", "99d_esri.json"):
        assert proposed(name)[1].sheet.datum == "wgs84"
    values = proposed("84_crs_3857.geojson")[2][0].values
    assert (float(values["lat"]), float(values["lon"])) == (pytest.approx(30.03874, abs=1e-5), pytest.approx(101.01))


def test_another_encoding_can_be_chosen():
    book, _layout, rows = proposed("table-blank-lines.csv", "Big5")

    assert book.encoding == "Big5"
    assert "云顶坝" not in str([row.cells for row in rows])
