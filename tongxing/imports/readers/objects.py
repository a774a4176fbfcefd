"""JSON: lists of objects, GeoJSON (RFC 7946: WGS-84, longitude first) whole or line by line, what OpenStreetMap and
ArcGIS write. Lines and polygons stand at a point on them, and that is said."""

import json

from tongxing.core.apart import Unreadable

from .shapes import GEOMETRIES, coordinates_of, projection_of
from .sheets import table_of
from .words import N_

MOST_ROWS = 20_100
NOT_OBJECTS = N_("The JSON must be a list of objects, one a place.")
BARE_SHAPE = N_("This GeoJSON holds shapes without names. Send features, each with a name among its properties.")
TOPOLOGY = N_("This is TopoJSON. Save it as GeoJSON, then send it again.")
BROKEN = N_(
    "The file can't be read as JSON: line %(line)s, character %(at)s. Perhaps a comma or a bracket is missing there, "
    "or stands there once too often."
)


def read_objects(text):
    """(format, [the one sheet]) of a JSON text."""
    data = parsed(text)
    if isinstance(data, dict):
        return read_one(data)
    if isinstance(data, list) and all(isinstance(row, dict) for row in data):
        if any(row.get("type") == "Feature" for row in data):
            return "GeoJSON", [features_sheet(data, to_wgs84=projection_of({}))]
        return "JSON", [table_of([plain(row) for row in data[:MOST_ROWS]])]
    raise Unreadable(NOT_OBJECTS)


def parsed(text):
    """The value of a JSON text; of one object a line a list of them."""
    text = text.strip("\ufeff\x1e \r\n\t")
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        if error.msg == "Extra data" and (rows := one_a_line(text)):
            return rows
        raise Unreadable(BROKEN, line=error.lineno, at=error.colno) from error
    except (ValueError, RecursionError) as error:
        raise Unreadable(BROKEN, line=1, at=1) from error


def one_a_line(text):
    """The objects of a text that holds one a line (GeoJSONL, RFC 8142), or nothing."""
    try:
        return [json.loads(line.strip("\x1e ")) for line in text.split("\n") if line.strip("\x1e \r\t")]
    except (ValueError, RecursionError):
        return []


def read_one(data):
    """(format, [the one sheet]) of what a single object holds."""
    kind = data.get("type")
    if kind == "Topology":
        raise Unreadable(TOPOLOGY)
    if kind in GEOMETRIES:
        raise Unreadable(BARE_SHAPE)
    if kind in ("FeatureCollection", "Feature"):
        features = data.get("features") if kind == "FeatureCollection" else [data]
        return "GeoJSON", [features_sheet(features, to_wgs84=projection_of(data))]
    if isinstance(data.get("elements"), list):
        return "OpenStreetMap", [elements_sheet(data["elements"])]
    if isinstance(data.get("features"), list):
        return "Esri JSON", [esri_sheet(data)]
    rows = next((value for value in data.values() if isinstance(value, list)), None)
    if rows is None or not all(isinstance(row, dict) for row in rows):
        raise Unreadable(NOT_OBJECTS)
    return "JSON", [table_of([plain(row) for row in rows[:MOST_ROWS]])]


def features_sheet(features, *, to_wgs84):
    """The sheet of GeoJSON features: their properties, their point, and their own number."""
    if not isinstance(features, list) or not all(isinstance(one, dict) for one in features):
        raise Unreadable(NOT_OBJECTS)
    rows, marks, rough = [], [], []
    for line, feature in enumerate(features[:MOST_ROWS], 1):
        told = feature.get("properties")
        row = plain(told) if isinstance(told, dict) else {}
        point, words, far = coordinates_of(feature.get("geometry"), to_wgs84)
        if point:
            row |= {"lat": said(point[0]), "lon": said(point[1])}
        if words:
            marks.append([line, *words])
        if far > 1:
            rough.append(line)
        if feature.get("id") is not None and "id" not in row:
            row = {"id": said(feature["id"])} | row
        rows.append(row)
    if not any(rows):
        raise Unreadable(BARE_SHAPE)
    return table_of(rows, datum="wgs84", marks=marks, rough=rough)


def elements_sheet(elements):
    """The sheet of what OpenStreetMap's Overpass answers: tags and a point of each element that has any."""
    rows = []
    for one in elements[:MOST_ROWS]:
        if not isinstance(one, dict) or not isinstance(one.get("tags"), dict):
            continue
        stands = one.get("center") if isinstance(one.get("center"), dict) else one
        row = {"@id": f"{one.get('type', '')}/{one.get('id', '')}"} | plain(one["tags"])
        row |= {name: said(stands[name]) for name in ("lat", "lon") if stands.get(name) is not None}
        rows.append(row)
    return table_of(rows, datum="wgs84")


def esri_sheet(data):
    """The sheet of features as ArcGIS writes them: attributes, x and y."""
    wkid = (data.get("spatialReference") or {}).get("wkid", 4326)
    to_wgs84 = projection_of({"crs": {"type": "name", "properties": {"name": f"EPSG:{wkid}"}}})
    rows, marks = [], []
    for line, one in enumerate(data["features"][:MOST_ROWS], 1):
        told = one.get("attributes") if isinstance(one, dict) else None
        if not isinstance(told, dict):
            raise Unreadable(NOT_OBJECTS)
        row, stands = plain(told), one.get("geometry")
        if isinstance(stands, dict):
            shape = {"type": "Point", "coordinates": [stands.get("x"), stands.get("y")]}
            point, words, _far = coordinates_of(shape, to_wgs84)
            if point:
                row |= {"lat": said(point[0]), "lon": said(point[1])}
            if words:
                marks.append([line, *words])
        rows.append(row)
    return table_of(rows, datum="wgs84", marks=marks)


def plain(row):
    """An object as one level of text: {"facts": {"pupils": {"value": 3, "as_of": "2024"}}} says `pupils`,
    `pupils_as_of`."""
    found = {}
    for key, value in row.items():
        if key == "facts" and isinstance(value, dict):
            for code, fact in value.items():
                known = fact if isinstance(fact, dict) else {"value": fact}
                found |= {code: said(known.get("value")), f"{code}_as_of": said(known.get("as_of"))}
        else:
            found[str(key)] = said(value)
    return found


def said(value):
    """A value of JSON as text."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value == value and abs(value) < 1e15 and value == int(value):
        return str(int(value))
    return json.dumps(value, ensure_ascii=False) if isinstance(value, list | dict) else str(value)
