"""Workbooks for tests: well made ones, and ones put together by hand."""

import zipfile
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
