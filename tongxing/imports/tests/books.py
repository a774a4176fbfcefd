"""Workbooks for tests: well made ones, and ones put together by hand."""

import zipfile
from datetime import date
from io import BytesIO

from xlsxwriter import Workbook

SPREAD = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
PARTS = {
    "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types">'
    '<Default Extension="xml" ContentType="text/xml"/></Types>',
    "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships">'
    f'<Relationship Id="r1" Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": f'<workbook xmlns="{SPREAD}" xmlns:r="{OFFICE}">'
    '<sheets><sheet name="1" sheetId="1" r:id="r1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships">'
    f'<Relationship Id="r1" Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
}
SHARED = (
    f'<sst xmlns="{SPREAD}"><si><t>校名</t></si><si><r><t>石板</t></r><r><t>沟</t></r><rPh><t>shi</t></rPh></si></sst>'
)
STYLES = (
    f'<styleSheet xmlns="{SPREAD}"><numFmts><numFmt numFmtId="170" formatCode="yyyy&quot;年&quot;m"/>'
    '<numFmt numFmtId="171" formatCode="0.00&quot;yards&quot;"/></numFmts>'
    '<cellStyleXfs><xf numFmtId="14"/></cellStyleXfs>'
    '<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="170"/><xf numFmtId="171"/></cellXfs></styleSheet>'
)
ROWS = (
    '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="C1" t="inlineStr"><is><t>人数</t></is></c></row>'
    '<row r="4"><c r="A4" t="s"><v>1</v></c><c r="B4" s="1"><v>39388</v></c><c r="C4"><v>50</v></c>'
    '<c r="D4" s="3"><v>39388.5</v></c><c r="E4" t="str"><v>=</v></c><c r="F4" s="2"><v>39388</v></c></row>'
)


def sheet_xml(rows):
    """A sheet of these rows."""
    return f'<worksheet xmlns="{SPREAD}"><sheetData>{rows}</sheetData></worksheet>'


def book(rows=ROWS, **parts):
    """A workbook put together by hand, of these parts."""
    found = PARTS | {"xl/worksheets/sheet1.xml": sheet_xml(rows)}
    found |= {"xl/sharedStrings.xml": SHARED, "xl/styles.xml": STYLES} | parts
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, text in found.items():
            made.writestr(name, text)
    return out.getvalue()


def made_of(lines):
    """A workbook of these lines of cells."""
    out = BytesIO()
    with Workbook(out, {"strings_to_formulas": False, "strings_to_urls": False}) as made:
        sheet = made.add_worksheet()
        for at, cells in enumerate(lines):
            for column, value in enumerate(cells):
                (sheet.write_string if isinstance(value, str) else sheet.write_number)(at, column, value)
    return out.getvalue()


OASIS = "urn:oasis:names:tc:opendocument:xmlns"
ODS = "application/vnd.oasis.opendocument.spreadsheet"


def open_document(tables):
    """The bytes of an ODS workbook, as OpenDocument 1.3 describes it; tables: {sheet: [[text, number or date]]}."""
    spaces = "".join(f' xmlns:{name}="{OASIS}:{name}:1.0"' for name in ("office", "table", "text"))
    sheets = "".join(f'<table:table table:name="{name}">{rows_of(rows)}</table:table>' for name, rows in tables.items())
    body = f"<office:body><office:spreadsheet>{sheets}</office:spreadsheet></office:body>"
    entry = f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{ODS}"/>'
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        made.writestr("mimetype", ODS)
        made.writestr("content.xml", f"<office:document-content{spaces}>{body}</office:document-content>")
        made.writestr(
            "META-INF/manifest.xml",
            f'<manifest:manifest xmlns:manifest="{OASIS}:manifest:1.0">{entry}</manifest:manifest>',
        )
    return out.getvalue()


def rows_of(rows):
    """Rows of an ODS sheet."""
    return "".join(f"<table:table-row>{''.join(map(cell_of, row))}</table:table-row>" for row in rows)


def cell_of(value):
    """A cell of an ODS sheet: empty for None."""
    if value is None:
        return "<table:table-cell/>"
    known = {int: 'float" office:value="', float: 'float" office:value="', date: 'date" office:date-value="'}
    kind = f"{known[type(value)]}{value}" if type(value) in known else "string"
    return f'<table:table-cell office:value-type="{kind}"><text:p>{value}</text:p></table:table-cell>'
