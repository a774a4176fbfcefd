"""Places out of XML and HTML: KML, waypoints of GPX, and the tables that systems export as HTML and call XLS."""

import re
from html import unescape
from html.parser import HTMLParser
from xml.etree.ElementTree import ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from tongxing.core.apart import Unreadable

from .shapes import DERIVED, across_km, inside
from .sheets import sheet_of, table_of
from .words import N_

DECLARED = re.compile(r"<\?xml[^>]*\?>")
TAG = re.compile(r"<[^<>]*>")
BROKEN = N_("The file is damaged: it can't be read as %(kind)s. Save it again, or send the table as CSV.")
ONLY_WAYS = N_("This file holds a way, not places. Open it under “Along my way”, where files of ways are taken.")
MOST_ROWS = 20_100


def tree_of(text, kind):
    """The root of an XML text, whatever encoding it declares; entities and DOCTYPEs are refused."""
    try:
        return fromstring(DECLARED.sub("", text, count=1).strip().encode("utf-8", "replace"), forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError, RecursionError) as error:
        raise Unreadable(BROKEN, kind=kind) from error


def bare(element):
    """The name of an element without its namespace."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def find(element, name):
    """The first element of this name anywhere within, or None."""
    return next((one for one in element.iter() if bare(one) == name), None)


def words_in(element, name):
    """The text of the direct child of this name, without markup."""
    child = next((one for one in element if bare(one) == name), None)
    text = "".join(child.itertext()) if child is not None else ""
    return unescape(TAG.sub(" ", text)).strip()


def read_kml(text):
    """[the one sheet] of the placemarks of a KML file (OGC 12-007r2: WGS-84)."""
    rows, marks, rough, ways = [], [], [], 0
    for mark in tree_of(text, "KML").iter():
        if bare(mark) != "Placemark" or len(rows) >= MOST_ROWS:
            continue
        shape = next((bare(one) for one in mark.iter() if bare(one) in ("Point", "Polygon", "LineString", "Track")), "")
        if shape in ("LineString", "Track"):
            ways += 1
            continue
        rows.append(placemark(mark))
        points = coordinates(mark)
        if shape == "Polygon" and len(points) > 2:
            rows[-1] |= dict(zip(("lat", "lon"), map(repr, inside(points)), strict=True))
            marks.append([len(rows), DERIVED, {"shape": shape}])
            rough += [len(rows)] if across_km(points) > 1 else []
        elif points:
            rows[-1] |= {"lat": repr(points[0][0]), "lon": repr(points[0][1])}
    if not rows and ways:
        raise Unreadable(ONLY_WAYS)
    return [table_of(rows, datum="wgs84", marks=marks, rough=rough)]


def placemark(mark):
    """What a placemark says: its name, its address, its description, and its own data."""
    row = {"name": words_in(mark, "name"), "address": words_in(mark, "address")}
    row["description"] = words_in(mark, "description")
    for one in mark.iter():
        if bare(one) == "Data" and one.get("name"):
            row[one.get("name")] = words_in(one, "value")
        elif bare(one) == "SimpleData" and one.get("name"):
            row[one.get("name")] = (one.text or "").strip()
    return {name: value for name, value in row.items() if value or name == "name"}


def coordinates(mark):
    """[(lat, lon)] of the first shape of a placemark."""
    told = find(mark, "coordinates")
    pairs = [pair.split(",") for pair in ("".join(told.itertext()) if told is not None else "").split()]
    try:
        return [(float(pair[1]), float(pair[0])) for pair in pairs]
    except (ValueError, IndexError):
        return []


def read_gpx(text):
    """[the one sheet] of the named waypoints of a GPX file; tracks and routes are ways."""
    points = [one for one in tree_of(text, "GPX").iter() if bare(one) == "wpt"][:MOST_ROWS]
    rows = [{"name": words_in(one, "name"), "description": words_in(one, "desc"), "lat": one.get("lat", ""),
             "lon": one.get("lon", "")} for one in points]  # fmt: skip
    if not any(row["name"] for row in rows):
        raise Unreadable(ONLY_WAYS)
    return [table_of(rows, datum="wgs84")]


class Tables(HTMLParser):
    """The cells of all tables of an HTML page; a cell that reaches over several columns is followed by empty ones."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.tables, self.cell, self.more = [], None, 0

    def handle_starttag(self, tag, attrs):
        if tag == "table":
            self.tables.append([])
        elif tag == "tr" and self.tables:
            self.tables[-1].append([])
        elif tag in ("td", "th") and self.tables and self.tables[-1]:
            self.end_cell()
            wide = dict(attrs).get("colspan") or "1"
            self.cell, self.more = [], min(int(wide), 100) - 1 if wide.isdecimal() and len(wide) < 4 else 0
        elif tag == "br" and self.cell is not None:
            self.cell.append(" ")

    def handle_endtag(self, tag):
        if tag in ("td", "th", "tr", "table"):
            self.end_cell()

    def handle_data(self, data):
        if self.cell is not None:
            self.cell.append(data)

    def end_cell(self):
        """Keep what the cell held."""
        if self.cell is not None and self.tables and self.tables[-1]:
            self.tables[-1][-1] += ["".join(self.cell).strip(), *[""] * self.more]
        self.cell = None


def read_html(text):
    """The sheets of the tables of an HTML page."""
    reader = Tables()
    reader.feed(text)
    reader.end_cell()
    return [sheet_of(list(enumerate(rows, 1))) for rows in reader.tables if rows] or [sheet_of([])]
