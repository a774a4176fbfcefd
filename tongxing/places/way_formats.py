"""The lines in files of ways: GPX 1.0 and 1.1, KML, KMZ and GeoJSON, as they stand there; read apart, without Django.

Nothing is fetched and nothing grows: a document type is refused, an archive is unpacked to a bound.
"""

import io
import json
import re
import zipfile
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE, getincrementaldecoder
from itertools import islice
from math import nan
from xml.sax import SAXException
from xml.sax.handler import ContentHandler

from defusedxml import DefusedXmlException
from defusedxml.expatreader import DefusedExpatParser

from tongxing.core.apart import Unreadable

from .thinning import N_

TRACK, ROUTE, LINE, POINTS = "track", "route", "line", "points"  # recorded, planned, drawn, single points
MOST_POINTS_READ = 300_000
MOST_UNPACKED, MOST_ENTRIES = 40_000_000, 50
LONGEST_NAME = 100

NO_WAY_FILE = N_("This is no GPX, KML, KMZ or GeoJSON file, or it is broken.")
DOCTYPE = N_("This file declares a document type of its own; a file of a way has none.")
TOO_MANY = N_("This file has more than %(most)s points. Send a part of it.")
TOO_LARGE = N_("This archive unpacks to more than %(most)s MB. Send a part of it.")
CUT_OFF = N_("This file ends in the middle, or is broken there. What comes before was read.")

BOMS = {BOM_UTF8: "utf-8-sig", BOM_UTF16_LE: "utf-16", BOM_UTF16_BE: "utf-16", b"<\0": "utf-16-le", b"\0<": "utf-16-be"}
WIDER = {"gbk": "gb18030", "gb2312": "gb18030", "cp936": "gb18030"}
DECLARED = re.compile(rb"""^\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([\w.:-]{1,40})["']""")
DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
ROOT_END = re.compile(r"</(?:[\w-]+:)?(?:gpx|kml)\s*>", re.IGNORECASE)
BARE_AND = re.compile(r"&(?!(?:amp|lt|gt|apos|quot|#\d{1,7}|#x[0-9a-fA-F]{1,6});)")
CONTROL = dict.fromkeys([*range(9), 11, 12, *range(14, 32), 0xFFFE, 0xFFFF], " ")


class Found:
    """What a file holds: lines in their order, single points, and sentences on how it was read.

    A line is {"name", "group", "kind", "points"}; lines of one track share their group. Points are (lat, lon) as
    written; what is no number is a nan.
    """

    def __init__(self):
        self.lines, self.spots, self.notes = [], [], []
        self.groups = self.count = 0

    def group(self):
        """A number for the lines that belong together."""
        self.groups += 1
        return self.groups

    def line(self, kind, name, group):
        """A new line, of no points yet; `name` is a list that holds the name once it is read."""
        self.lines.append({"name": name, "group": group, "kind": kind, "points": []})
        return self.lines[-1]["points"]

    def add(self, points, lat, lon):
        """One more point of a line. Unreadable when there are too many."""
        points.append((number(lat), number(lon)))
        self.count += 1
        if self.count > MOST_POINTS_READ:
            raise Unreadable(TOO_MANY, most=MOST_POINTS_READ)


def number(text):
    """A number as files write it, also with a decimal comma; nan for what is none."""
    try:
        return float(text.replace(",", ".") if isinstance(text, str) else text)
    except (TypeError, ValueError, OverflowError):
        return nan


def read_lines(data):
    """Found, of the bytes of a file. Unreadable says why it can't be read."""
    found = Found()
    for part in documents(data):
        text = text_of(part)
        if text.lstrip()[:1] in ("{", "["):
            read_geojson(text, found)
        else:
            read_xml(text, found)
    return found


# -- archives and encodings


def documents(data):
    """The files of ways in an archive, `doc.kml` first; what is no archive alone."""
    if data[:4] != b"PK\x03\x04":
        return [data]
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return list(unpacked(archive))
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError, OSError, ValueError, zipfile.zlib.error):
        raise Unreadable(NO_WAY_FILE) from None


def unpacked(archive):
    """What of an archive may be a way."""
    wanted = [one for one in archive.infolist() if one.filename.lower().endswith((".kml", ".gpx", ".geojson", ".json"))]
    if not wanted:
        raise Unreadable(NO_WAY_FILE)
    left = MOST_UNPACKED
    for entry in sorted(wanted, key=lambda one: one.filename.lower() != "doc.kml")[:MOST_ENTRIES]:
        with archive.open(entry) as file:
            data = file.read(left + 1)
        left -= len(data)
        if left < 0:
            raise Unreadable(TOO_LARGE, most=MOST_UNPACKED // 1_000_000)
        yield data


def text_of(data):
    """The words of a file: by its mark, by what it declares, else UTF-8, else GB18030; the last may be cut."""
    marked = [coding for mark, coding in BOMS.items() if data.startswith(mark)]
    declared = [name.decode().lower() for name in DECLARED.findall(data[:400])]
    for coding in [*marked[:1], *(WIDER.get(name, name) for name in declared), "utf-8", "gb18030"]:
        try:
            return getincrementaldecoder(coding)().decode(data)
        except (LookupError, UnicodeError, AttributeError, TypeError):
            continue
    return data.decode("utf-8", "replace")


# -- GPX and KML


class Reader(ContentHandler):
    """Takes lines and points out of GPX and KML alike. Prefixes don't count: some apps forget to declare theirs."""

    def __init__(self, found):
        super().__init__()
        self.found, self.path, self.text = found, [], None
        self.name, self.group, self.points = [""], 0, None
        self.known = False  # whether this is a file of ways at all

    def startElement(self, name, attrs):  # noqa: N802 -- the names of xml.sax
        """A line begins, a point is added, or words are listened to."""
        name = local(name)
        if begin := getattr(self, f"begin_{name}", None):
            begin(attrs)
        self.path.append(name)

    def endElement(self, name):  # noqa: N802
        """What was listened to is taken."""
        name = local(name)
        self.path.pop()
        if end := getattr(self, f"end_{name}", None):
            end()
            self.text = None

    def characters(self, content):
        """Words that somebody waits for."""
        if self.text is not None:
            self.text.append(content)

    def begin_gpx(self, _attrs):
        self.known = True

    begin_kml = begin_gpx

    def begin_trk(self, _attrs):
        """A track or a placemark: what follows is called by its name."""
        self.name, self.group, self.points = [""], self.found.group(), None

    begin_placemark = begin_trk

    def begin_rte(self, attrs):
        self.begin_trk(attrs)
        self.points = self.found.line(ROUTE, self.name, self.group)

    def begin_trkseg(self, _attrs):
        self.points = self.found.line(TRACK, self.name, self.group)

    begin_track = begin_trkseg

    def begin_linestring(self, _attrs):
        self.points = self.found.line(LINE, self.name, self.group)

    def end_trkseg(self):
        """A line is over."""
        self.points = None

    end_rte = end_track = end_linestring = end_trkseg

    def begin_trkpt(self, attrs):
        """A point of a line; one outside of any begins one."""
        if self.points is None:
            self.begin_trkseg(attrs)
        self.found.add(self.points, attrs.get("lat"), attrs.get("lon"))

    begin_rtept = begin_rpt = begin_trkpt  # rpt: where Garmin's planned route runs between two points

    def begin_wpt(self, attrs):
        self.found.add(self.found.spots, attrs.get("lat"), attrs.get("lon"))

    def begin_name(self, _attrs):
        """The name of a track, and not that of one of its points."""
        if self.path and self.path[-1] in ("trk", "rte", "placemark"):
            self.text = []

    def end_name(self):
        if self.text is not None:
            self.name[0] = " ".join("".join(self.text).split())[:LONGEST_NAME]

    def begin_coordinates(self, _attrs):
        self.text = []

    begin_coord = begin_coordinates

    def end_coordinates(self):
        """`lon,lat,height` of a line, or of a single point; borders of fields are no ways."""
        self.take("".join(self.text or []))

    def take(self, words):
        """The points of such words."""
        of = self.path[-1] if self.path else ""
        into = {"linestring": self.points, "point": self.found.spots}.get(of)
        for word in re.sub(r"\s*,\s*", ",", words).split() if into is not None else ():
            parts = word.split(",")
            self.found.add(into, parts[1] if len(parts) > 1 else "", parts[0])

    def end_coord(self):
        """`lon lat height` of a gx:Track."""
        parts = "".join(self.text or []).split()
        if self.points is not None and len(parts) > 1:
            self.found.add(self.points, parts[1], parts[0])

    def broken_off(self):
        """The coordinates that are whole, where the file ends among them."""
        if self.text and self.path and self.path[-1] == "coordinates":
            self.path.pop()
            self.take("".join(self.text).rpartition(" ")[0])


def local(name):
    """The name without its prefix, as the methods of Reader have it."""
    return name.rpartition(":")[2].lower()


def read_xml(text, found):
    """Every document in a text, one after another; what is whole of a broken one."""
    text, start, known = BARE_AND.sub("&amp;", text.translate(CONTROL)), 0, False
    for end in [*(match.end() for match in islice(ROOT_END.finditer(text), MOST_ENTRIES)), len(text)]:
        if text[start:end].strip():
            known |= read_document(text[start:end], found)
        start = end
    if not known:
        raise Unreadable(NO_WAY_FILE)


def read_document(text, found):
    """Read one document; True when it was a way file at least at its beginning."""
    parser, reader = DefusedExpatParser(forbid_dtd=True), Reader(found)
    parser.setContentHandler(reader)
    try:
        parser.feed(DECLARATION.sub("", text).lstrip())
        parser.close()
    except DefusedXmlException:
        raise Unreadable(DOCTYPE) from None
    except SAXException:
        reader.broken_off()
        if reader.known:
            found.notes.append([CUT_OFF, {}])
    return reader.known


# -- GeoJSON


def read_geojson(text, found):
    """Lines and points of GeoJSON, in their order."""
    try:
        waiting = [(json.loads(text), [""])]
    except (ValueError, RecursionError):
        raise Unreadable(NO_WAY_FILE) from None
    while waiting:
        one, name = waiting.pop()
        if isinstance(one, dict):
            name = name_of(one) or name
            take_geometry(one, name, found)
            inner = [*listed(one.get("features")), one.get("geometry"), *listed(one.get("geometries"))]
        else:
            inner = listed(one)
        waiting += [(part, name) for part in reversed(inner) if isinstance(part, dict)]


def name_of(feature):
    """What a feature is called, in a list; None where it says nothing."""
    properties = feature.get("properties")
    name = properties.get("name") if isinstance(properties, dict) else None
    return [" ".join(name.split())[:LONGEST_NAME]] if isinstance(name, str) else None


def listed(value):
    """A list; what is none is an empty one."""
    return value if isinstance(value, list) else []


def take_geometry(one, name, found):
    """The lines or points of one geometry; anything else has none."""
    coordinates = listed(one.get("coordinates"))
    if one.get("type") in ("LineString", "MultiLineString"):
        group = found.group()
        for line in [coordinates] if one["type"] == "LineString" else coordinates:
            add_all(found, found.line(LINE, name, group), listed(line))
    elif one.get("type") in ("Point", "MultiPoint"):
        add_all(found, found.spots, [coordinates] if one["type"] == "Point" else coordinates)


def add_all(found, points, pairs):
    """Positions [lon, lat, …] as points."""
    for pair in pairs:
        pair = listed(pair)
        found.add(points, *(pair[1::-1] if len(pair) > 1 else (nan, nan)))
