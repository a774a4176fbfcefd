"""A file that somebody sends as a table, read into sheets of lines of text. Runs in a process of its own (core.apart).

What comes out is of what JSON holds:

    {"format": "XLSX", "encoding": "", "epoch": 1900, "sheets": [
        {"name": "学校", "hidden": False, "lines": [[line, [cell, …]], …], "cut": False, "datum": "",
         "marks": [[line, words, facts], …], "rough": [line, …]}]}

`datum` is what the file itself says of its points; `marks` are sentences about single lines; `rough` lines have a point
that stands for more than a kilometre.
"""

import zipfile
from io import BytesIO

from tongxing.core.apart import Unreadable

from .books import read_book
from .characters import decode
from .lines import read_lines
from .markup import read_gpx, read_html, read_kml
from .objects import read_objects
from .words import N_

MOST_INSIDE = 100_000_000  # bytes of what a package unpacks to
SWELLS = 300  # so many times what it takes in the package; tables take a tenth to a fiftieth
PICTURE = N_("This is a picture, not a table. Type it into a spreadsheet, and send that.")
OTHERS = [
    (b"%PDF", N_("This is a PDF. Copy its table into a spreadsheet, save that as XLSX or CSV, and send it.")),
    (b"\x89PNG", PICTURE),
    (b"\xff\xd8\xff", PICTURE),
    (b"GIF8", PICTURE),
    (b"Rar!", N_("This archive can't be opened here. Unpack it, and send the table that lies in it.")),
    (b"7z\xbc\xaf", N_("This archive can't be opened here. Unpack it, and send the table that lies in it.")),
    (b"\x1f\x8b", N_("This archive can't be opened here. Unpack it, and send the table that lies in it.")),
]
INSIDE = [
    ("word/", N_("This is a text document. Copy its table into a spreadsheet, and send that as XLSX or CSV.")),
    ("ppt/", N_("These are slides. Copy their table into a spreadsheet, and send that as XLSX or CSV.")),
    ("Index/", N_("This comes from Numbers. Export it as XLSX or CSV, then send that.")),
]
PACKED = (".csv", ".tsv", ".txt", ".xlsx", ".xls", ".ods", ".json", ".geojson", ".geojsonl", ".kml")
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def read(data, name="", encoding="", depth=0):
    """The sheets of a file. Unreadable says why it is no table, and what to do."""
    for start, words in OTHERS:
        if data.startswith(start):
            raise Unreadable(words)
    if data[4:8] == b"ftyp":  # HEIC, AVIF
        raise Unreadable(PICTURE)
    if data.startswith(b"PK\x03\x04"):
        return read_package(data, encoding, depth)
    if data.startswith(OLE):
        return read_book(data, "XLS", name=name)
    if not data.strip(b"\0 \r\n\t\xef\xbb\xbf\xfe\xff"):
        raise Unreadable(N_("The file is empty."))
    return read_text(data, encoding)


def read_text(data, encoding):
    """The sheets of a file of characters."""
    label, text = decode(data, encoding)
    start = text.lstrip("\ufeff \r\n\t\x1e")[:2_000].lower()
    if start[:1] in ("[", "{"):
        label_of, sheets = read_objects(text)
    elif start[:1] == "<":
        label_of, sheets = read_marked(text, start)
    else:
        label_of, sheets = read_lines(text)
    return {"format": label_of, "encoding": label, "epoch": 1900, "sheets": sheets}


def read_marked(text, start):
    """(format, sheets) of XML and HTML."""
    if "<kml" in start:
        return "KML", read_kml(text)
    if "<gpx" in start:
        return "GPX", read_gpx(text)
    if "<html" in start or "<table" in start or "<!doctype html" in start:
        return "HTML", read_html(text)
    raise Unreadable(N_("This kind of XML isn't known here. Save it as XLSX or CSV, then send that."))


def read_package(data, encoding, depth):
    """The sheets of a zip: a workbook, a KMZ, or tables packed together, each a sheet."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as package:
            members = package.infolist()
            not_swollen(members)
            names = {one.filename for one in members}
            if "[Content_Types].xml" in names and any(name.startswith("xl/") for name in names):
                return read_book(data, "XLSX", package)
            if "content.xml" in names:
                return read_book(data, "ODS", package)
            for start, words in INSIDE:
                if any(name.startswith(start) for name in names):
                    raise Unreadable(words)
            return read_packed(package, encoding, depth)
    except (zipfile.BadZipFile, EOFError, OSError, RuntimeError, NotImplementedError, ValueError) as error:
        raise Unreadable(
            N_("The file is damaged: it can't be unpacked. Save it again, or send the table as CSV.")
        ) from error


def not_swollen(members):
    """Refuse what unpacks to far more than it is."""
    whole = sum(one.file_size for one in members)
    small = sum(one.compress_size for one in members)
    if whole > MOST_INSIDE or whole > 1_000_000 + SWELLS * small or len(members) > 5_000:
        raise Unreadable(N_("The file is too large when it is unpacked. Send fewer rows."))


def read_packed(package, encoding, depth):
    """The tables that lie in an archive."""
    if any(one.flag_bits & 1 for one in package.infolist()):
        raise Unreadable(N_("This archive is locked with a password. Unpack it, and send the table that lies in it."))
    names = [name for name in package.namelist() if name.lower().endswith(PACKED) and not name.startswith("__MACOSX")]
    if not names or depth:
        raise Unreadable(N_("No table lies in this archive. Send a CSV, XLSX or GeoJSON."))
    books = [(name, read(package.read(name), name, encoding, depth + 1)) for name in names[:10]]
    found = {"format": f"ZIP, {books[0][1]['format']}", "encoding": books[0][1]["encoding"]}
    found |= {"epoch": books[0][1]["epoch"], "sheets": [sheet for _name, book in books for sheet in book["sheets"]]}
    if len(books) > 1:
        for name, book in books:
            for sheet in book["sheets"]:
                sheet["name"] = f"{name} {sheet['name']}".strip()
    return found
