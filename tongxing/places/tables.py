"""Reading tables that people bring: CSV or JSON, in UTF-8 or GBK, with columns by many names. Writes nothing."""

import csv
import hashlib
import io
import json
import re
import unicodedata
from dataclasses import dataclass, field

from tongxing.core.text import clean_line, clean_prose

from .whereabouts import area_of

COLUMNS = {
    "name": "name 名称 名字 学校名称 学校 校名 title school",
    "province": "province 省 省份 省市 省/直辖市",
    "prefecture": "prefecture 市 州 市州 市/州 地市 地级市 城市 city",
    "county": "county 县 区县 县区 县市 区 district",
    "address": "address 地址 详细地址 学校地址",
    "lat": "lat latitude 纬度",
    "lon": "lon lng long longitude 经度",
    "about": "intro about 简介 介绍 学校简介 description",
    "old_id": "old_id id 编号 学校编号",
    "kind": "kind 类型 类别",
    "pupils": "pupils students 学生 学生数 学生人数",
    "teachers": "teachers 教师 老师 教师数 老师数 教师人数",
    "classes": "classes 班级 班级数",
    "books": "books 图书 图书数 藏书",
    "computers": "computers 电脑 电脑数",
    "as_of": "as_of 日期 调查日期 统计日期",
}
KNOWN = {name: column for column, names in COLUMNS.items() for name in names.split()}
COUNTS = ("pupils", "teachers", "classes", "books", "computers")
COUNT = re.compile(r"约?\s*(\d{1,9})\s*(?:人|名|个|所|班|册|本|台|多|余|左右|以上)*")
DEGREE = re.compile(r"(?:北纬|东经|[NE])?\s*([+-]?\d+(?:\.\d+)?)\s*(?:°|度)?\s*[NE]?")
LONGEST = {"name": 80, "address": 200, "about": 20_000}


class Trouble(Exception):
    """Why a table, or one row of it, can't be taken: a sentence for the person who brings it."""


@dataclass
class Draft:
    """One row, understood: what a place would say, what it is called in its source, and what was left out."""

    number: int
    name: str
    kind: str
    area: object
    address: str
    given: tuple | None
    datum: str
    about: str
    facts: dict
    source_key: str
    source_digest: str
    left_out: list = field(default_factory=list)
    point_shared_by: list = field(default_factory=list)


def read_table(path):
    """(encoding, rows) of a file: each row is (number of its first line, values by our column names)."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise Trouble(f"{path} can't be read: {error.strerror}.") from error
    encoding, text = decode(data)
    rows = list(read_json(text) if text.lstrip()[:1] in ("[", "{") else read_csv(text))
    if not rows:
        raise Trouble(f"{path.name} holds no rows.")
    return encoding, rows


def decode(data):
    """(name of the encoding, text): UTF-8 or UTF-16 by its mark, else UTF-8, else GB18030 (which holds GBK)."""
    marked = data[:2] in (b"\xff\xfe", b"\xfe\xff")
    for encoding, label in [("utf-16", "UTF-16")] if marked else [("utf-8-sig", "UTF-8"), ("gb18030", "GB18030")]:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return label, text
    raise Trouble("The file is neither UTF-8 nor GBK text. Save it as CSV or JSON in UTF-8.")


def read_csv(text):
    """Rows of a CSV with a header line; comma, semicolon or tab, whichever the header holds most."""
    header = text.partition("\n")[0]
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=max(",;\t", key=header.count))
    try:
        columns = our_columns(next(reader, []))
        at = reader.line_num + 1
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield at, dict(zip(columns, cells, strict=False))
            at = reader.line_num + 1
    except csv.Error as error:
        raise Trouble(f"Line {reader.line_num} can't be read as CSV: {error}.") from error


def read_json(text):
    """Rows of a JSON list of objects, at the top or as the only list within one object."""
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise Trouble(f"The file can't be read as JSON: {error}.") from error
    if isinstance(data, dict):
        data = next((value for value in data.values() if isinstance(value, list)), [])
    if not all(isinstance(row, dict) for row in data):
        raise Trouble("The JSON must be a list of objects, one a place.")
    names = list(dict.fromkeys(name for row in data for name in row))
    column_of = dict(zip(names, our_columns(names), strict=True)) if names else {}
    for number, row in enumerate(data, 1):
        yield number, {column_of[name]: "" if value is None else str(value) for name, value in row.items()}


def our_columns(names):
    """Our name for each column; a column that nobody knows keeps its own. Without a name or an area it is refused."""
    columns = [KNOWN.get(fold_column(name), name) for name in names]
    missing = [column for column in ("name", "province") if column not in columns]
    if "prefecture" in columns or "county" in columns:
        missing = [column for column in missing if column != "province"]
    if missing:
        words = " and ".join(f"“{column}” (or {', '.join(COLUMNS[column].split()[1:4])})" for column in missing)
        found = ", ".join(filter(None, map(clean_line, names)))[:200] or "none"
        raise Trouble(f"These columns are missing: {words}. The file has: {found}.")
    return columns


def fold_column(name):
    """A column's name without blanks, brackets and case."""
    return re.sub(r"[\s_]*[(（].*$", "", clean_line(unicodedata.normalize("NFKC", str(name)))).strip().lower()


def read_row(number, values, *, source, kind, kinds, datum):
    """The row as a draft; Trouble says why it can't be taken."""
    text = {column: clean_line(value) for column, value in values.items() if column in COLUMNS and column != "about"}
    about = clean_prose(values.get("about", ""))
    left_out = []
    name = read_name(text.get("name", ""))
    where = [text.get(column, "") for column in ("province", "prefecture", "county", "address")]
    given = read_point(text.get("lat", ""), text.get("lon", ""), left_out)
    area = area_of(*where, name)
    if area is None and any(where[:3]):
        left_out.append(f"no area is called “{' '.join(filter(None, where[:3]))}”; kept without one")
    found = dict(name=name, kind=kinds.get(text.get("kind", ""), kind), address=where[3][: LONGEST["address"]])
    found |= dict(given=given, datum=datum, about=about[: LONGEST["about"]], facts=read_facts(text, left_out))
    told = [found | {"area": area and area.pk}, where]
    key = text.get("old_id") or "\n".join([name, *where])
    return Draft(
        number=number, area=area, left_out=left_out, **found, source_key=digest_of([source, key]),
        source_digest=digest_of(told),
    )  # fmt: skip


def digest_of(told):
    """A fingerprint of what a row tells."""
    return hashlib.sha256(json.dumps(told, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def read_name(name):
    """A name with at least one letter or sign, not longer than a line."""
    if not name:
        raise Trouble("it has no name")
    if not any(unicodedata.category(sign).startswith("L") for sign in name):
        raise Trouble(f"the name “{name[:40]}” holds no word")
    if len(name) > LONGEST["name"]:
        raise Trouble(f"the name is longer than {LONGEST['name']} signs: “{name[:40]}…”")
    return name


def read_point(lat, lon, left_out):
    """Two floats, or None when there is no point; 0, 0 is none. Degrees may carry their sign (30.03°N)."""
    if not lat and not lon:
        return None
    degrees = [DEGREE.fullmatch(unicodedata.normalize("NFKC", text)) for text in (lat, lon)]
    if not all(degrees):
        left_out.append(f"the point “{lat}, {lon}” isn't two numbers; left out")
        return None
    lat, lon = (float(degree[1]) for degree in degrees)
    if not (-90 <= lat <= 90 and -180 <= lon <= 180):
        swapped = " They look swapped." if -90 <= lon <= 90 and -180 <= lat <= 180 else ""
        raise Trouble(f"latitude {lat:g}, longitude {lon:g} don't exist.{swapped}")
    return (lat, lon) if lat or lon else None


def read_facts(text, left_out):
    """Numbers with their day; what is no number is left out and said."""
    facts = {}
    for name in COUNTS:
        if written := text.get(name):
            number = COUNT.fullmatch(unicodedata.normalize("NFKC", written))
            if number:
                facts[name] = {"value": int(number[1]), "as_of": text.get("as_of", "")[:20]}
            else:
                left_out.append(f"{name} “{written[:40]}” isn't a number; left out")
    return facts
