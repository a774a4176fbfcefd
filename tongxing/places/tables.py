"""Reading tables that people bring: CSV or JSON, in UTF-8 or GBK, with columns by many names. Writes nothing."""

import csv
import hashlib
import io
import json
import re
import unicodedata
from dataclasses import dataclass, field
from typing import NamedTuple

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as N_

from tongxing.core.text import clean_line, clean_prose

from .surveys import UNCLEAR, read_counts, read_day, read_tick
from .telephones import cut_private
from .whereabouts import find_area

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
    "as_of": "as_of 日期 统计日期",
    "other_names": "other_names 别名 曾用名 又名",
    "way": "way route 交通指南 交通 路线 怎么去 乘车路线",
    "way_from": "way_from 出发地 乘车地点 从哪里出发",
    "way_cost": "way_cost charge 费用 车费 价格 路费",
    "way_time": "way_time duration 时间 路上时间 用时",
    "sights": "sights sight 附近景点 周边景点 景点",
    "surveyor": "surveyor finder 收集人 调查人 信息收集人 收集人姓名 收集人姓名/网名",
    "surveyed_on": "surveyed_on survey_at 调查时间 调查日期 收集日期 收集时间",
}
KNOWN = {name: column for column, names in COLUMNS.items() for name in names.split()}
COUNTS = ("pupils", "teachers", "classes", "books", "computers")
DEGREE = re.compile(r"(?:北纬|东经|[NE])?\s*([+-]?\d+(?:\.\d+)?)\s*(?:°|度)?\s*[NE]?")
LONGEST = {"name": 80, "address": 200, "about": 20_000}
MORE = {
    "other_names": 200,
    "way": 2_000,
    "way_from": 120,
    "way_cost": 120,
    "way_time": 120,
    "sights": 200,
    "surveyor": 80,
}


class Said(NamedTuple):
    """A sentence that is kept, and read later in the reader's own language."""

    words: str
    facts: dict

    def __str__(self):
        return gettext(self.words) % self.facts


class Trouble(Exception):
    """Why a table, or one row of it, can't be taken: a sentence for the person who brings it."""

    def __init__(self, words, **facts):
        super().__init__(words)
        self.said = Said(words, facts)

    def __str__(self):
        return str(self.said)


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
    more: dict = field(default_factory=dict)
    left_out: list = field(default_factory=list)
    private: int = 0
    point_shared_by: list = field(default_factory=list)


def read_table(path):
    """(encoding, rows) of a file: each row is (number of its first line, values by our column names)."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise Trouble(N_("%(name)s can't be read: %(why)s."), name=str(path), why=error.strerror) from error
    encoding, text = decode(data)
    rows = list(read_json(text) if text.lstrip()[:1] in ("[", "{") else read_csv(text))
    if not rows:
        raise Trouble(N_("%(name)s holds no rows."), name=path.name)
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
    raise Trouble(N_("The file is neither UTF-8 nor GBK text. Save it as CSV or JSON in UTF-8."))


def read_csv(text):
    """Rows of a CSV with a header line; comma, semicolon or tab, whichever the header holds most."""
    lines = csv_cells(text)
    columns = our_columns(next(lines, (1, []))[1])
    for at, cells in lines:
        yield at, dict(zip(columns, cells, strict=False))


def csv_cells(text):
    """(number of its first line, cells) of every line that holds something, the header first."""
    header = text.partition("\n")[0]
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=max(",;\t", key=header.count))
    at = 1
    try:
        for cells in reader:
            if at == 1 or any(cell.strip() for cell in cells):
                yield at, cells
            at = reader.line_num + 1
    except csv.Error as error:
        words = N_("Line %(line)s can't be read as CSV: %(why)s.")
        raise Trouble(words, line=reader.line_num, why=str(error)) from error


def read_json(text):
    """Rows of a JSON list of objects, at the top or as the only list within one object."""
    data = json_rows(text)
    names = list(dict.fromkeys(name for row in data for name in row))
    column_of = dict(zip(names, our_columns(names), strict=True)) if names else {}
    for number, row in enumerate(data, 1):
        yield number, {column_of[name]: "" if value is None else str(value) for name, value in row.items()}


def json_rows(text):
    """The list of objects that a JSON text holds."""
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise Trouble(N_("The file can't be read as JSON: %(why)s."), why=str(error)) from error
    if isinstance(data, dict):
        data = next((value for value in data.values() if isinstance(value, list)), [])
    if not isinstance(data, list) or not all(isinstance(row, dict) for row in data):
        raise Trouble(N_("The JSON must be a list of objects, one a place."))
    return data


def our_columns(names):
    """Our name for each column; a column that nobody knows keeps its own. Without a name or an area it is refused."""
    columns = [KNOWN.get(fold_column(name), name) for name in names]
    missing = [column for column in ("name", "province") if column not in columns]
    if "prefecture" in columns or "county" in columns:
        missing = [column for column in missing if column != "province"]
    if missing:
        words = " and ".join(f"“{column}” (or {', '.join(COLUMNS[column].split()[1:4])})" for column in missing)
        found = ", ".join(filter(None, map(clean_line, names)))[:200] or "none"
        raise Trouble(
            N_("These columns are missing: %(columns)s. The file has: %(found)s."), columns=words, found=found
        )
    return columns


def fold_column(name):
    """A column's name without blanks, brackets and case."""
    return re.sub(r"[\s_]*[(（].*$", "", clean_line(unicodedata.normalize("NFKC", str(name)))).strip().lower()


def read_row(number, values, *, source, kind, kinds, datum, asked=()):
    """The row as a draft; Trouble says why it can't be taken. `asked`: rows of Fact, beside the counts of a school.

    Telephone numbers and addresses of people in free text are cut out and counted: they need a consent of their own.
    """
    text = {column: clean_line(value) for column, value in values.items() if column != "about"}
    left_out, cut = [], []
    name = read_name(text.get("name", ""))
    where = [text.get(column, "") for column in ("province", "prefecture", "county", "address")]
    given = read_point(text.get("lat", ""), text.get("lon", ""), left_out)
    area = find_area(dict(zip(("province", "prefecture", "county"), where, strict=False)), where[3], name).area
    if area is None and any(where[:3]):
        words = N_("no area is called “%(area)s”; kept without one")
        left_out.append(Said(words, {"area": " ".join(filter(None, where[:3]))[:80]}))
    found = dict(
        name=name, kind=kinds.get(text.get("kind", ""), kind), address=public(where[3], cut)[: LONGEST["address"]]
    )
    about = public(clean_prose(values.get("about", "")), cut)[: LONGEST["about"]]
    found |= dict(given=given, datum=datum, about=about, facts=read_facts(text, left_out, cut, asked))
    more = read_more(text, cut)
    told = [found | {"area": area and area.pk} | more, where]
    key = text.get("old_id") or "\n".join([name, *where])
    if private := sum(cut):
        left_out.append(Said(N_("%(count)s telephone numbers or addresses of people were cut out"), {"count": private}))
    return Draft(
        number=number, area=area, left_out=left_out, **found, source_key=digest_of([source, key]),
        source_digest=digest_of(told), more=more, private=private,
    )  # fmt: skip


def public(text, cut):
    """A text without telephone numbers and addresses of people; how many there were is added to `cut`."""
    kept, found = cut_private(text)
    cut.append(len(found))
    return kept


def read_more(text, cut):
    """How to get there, what lies near by, who surveyed it and when: what of it the row says."""
    more = {name: public(text[name], cut)[:most] for name, most in MORE.items() if text.get(name)}
    if (day := read_day(text.get("surveyed_on"))).value:
        more["surveyed_on"] = day.value
    return more


def digest_of(told):
    """A fingerprint of what a row tells."""
    return hashlib.sha256(json.dumps(told, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def read_name(name):
    """A name with at least one letter or sign, not longer than a line."""
    if not name:
        raise Trouble(N_("it has no name"))
    if not any(unicodedata.category(sign).startswith("L") for sign in name):
        raise Trouble(N_("the name “%(name)s” holds no word"), name=name[:40])
    if len(name) > LONGEST["name"]:
        raise Trouble(N_("the name is longer than %(most)s signs: “%(name)s…”"), most=LONGEST["name"], name=name[:40])
    return name


def read_point(lat, lon, left_out):
    """Two floats, or None when there is no point; 0, 0 is none. Degrees may carry their sign (30.03°N)."""
    if not lat and not lon:
        return None
    degrees = [DEGREE.fullmatch(unicodedata.normalize("NFKC", text)) for text in (lat, lon)]
    if not all(degrees):
        words = N_("the point “%(point)s” isn't two numbers; left out")
        left_out.append(Said(words, {"point": f"{lat}, {lon}"[:80]}))
        return None
    lat, lon = (float(degree[1]) for degree in degrees)
    if not (-90 <= lat <= 90 and -180 <= lon <= 180):
        words = N_("latitude %(lat)s, longitude %(lon)s don't exist.")
        if -90 <= lon <= 90 and -180 <= lat <= 180:
            words = N_("latitude %(lat)s, longitude %(lon)s don't exist. They look swapped.")
        raise Trouble(words, lat=f"{lat:g}", lon=f"{lon:g}")
    return (lat, lon) if lat or lon else None


def read_facts(text, left_out, cut, asked=()):
    """Facts with their day, as they are written on survey forms; what isn't understood is left out and said."""
    sorts = dict.fromkeys((*COUNTS, "substitutes"), "number") | {fact.code: fact.sort for fact in asked}
    as_of = read_day(text.get("as_of") or text.get("surveyed_on")).value or ""
    found = {}
    for code, sort in sorts.items():
        if not (written := text.get(code)):
            continue
        if sort == "words":
            found[code] = public(written, cut)[:120]
            continue
        answers = read_counts(written, code) if sort == "number" else {code: read_tick(written)}
        found |= {one: answer.value for one, answer in answers.items() if one in sorts and one not in found}
        if code in answers and answers[code].certainty == UNCLEAR:
            words = N_("%(name)s “%(said)s” can't be understood; left out")
            left_out.append(Said(words, {"name": code, "said": public(written[:40], cut)}))
    return {code: {"value": value, "as_of": as_of} for code, value in found.items() if value is not None}
