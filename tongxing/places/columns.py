"""What the columns of somebody's table mean: guessed from their headings, chosen by people. Writes nothing."""

import json
import re
from dataclasses import dataclass
from itertools import islice

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop as N_

from tongxing.core.area_names import with_kind
from tongxing.core.areas import gazetteer
from tongxing.core.models import Area
from tongxing.core.search import fold

from .models import Fact
from .tables import KNOWN, Trouble, csv_cells, decode, fold_column, json_rows, read_row
from .xlsx import MOST_COLUMNS, read_xlsx

MOST_ROWS, LONGEST_CELL = 20_000, 4_000
LABELS = {
    "name": _("Name"),
    "other_names": _("Other names"),
    "kind": _("Kind"),
    "province": _("Province"),
    "prefecture": _("City or prefecture"),
    "county": _("County or district"),
    "address": _("Address"),
    "lat": _("Latitude"),
    "lon": _("Longitude"),
    "about": _("What one should know"),
    "way": _("How to get there"),
    "way_from": _("From where"),
    "way_cost": _("What it costs"),
    "way_time": _("How long it takes"),
    "sights": _("What lies near by"),
    "surveyor": _("Who surveyed it"),
    "surveyed_on": _("When it was surveyed"),
    "as_of": _("As of when"),
    "old_id": _("Its number in your table"),
}
COUNTS = {
    "pupils": _("Pupils"),
    "teachers": _("Teachers"),
    "substitutes": _("Substitute teachers"),
    "classes": _("Classes"),
    "books": _("Books"),
    "computers": _("Computers"),
}
MARKUP = re.compile(r"<[A-Za-z/][^<>]*(?:>|$)")
FOLLOWING = re.compile(r"(?:学校类型|省份?|省市|校\s*址|邮编|班级数|邮政编码)\s*[:：].*$", re.S)
WHERE = ("province", "prefecture", "county")


@dataclass(frozen=True)
class Sheet:
    """A table as it was sent: its encoding, its headings, and (line, cells) of each row."""

    encoding: str
    headings: list
    rows: list


def read_upload(name, data):
    """The table in a file: a workbook (XLSX), GeoJSON points, JSON or CSV; Trouble says why it is none."""
    if data[:4] == b"PK\x03\x04":
        return sheet_of("XLSX", read_xlsx(data), name)
    if data[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        raise Trouble(N_("This is a workbook of the old kind (XLS). Save it as XLSX or CSV, then send it again."))
    encoding, text = decode(data)
    if text.lstrip()[:1] not in ("[", "{"):
        return sheet_of(encoding, csv_cells(text), name)
    rows = [flat(row) for row in json_rows(text)]
    not_too_many(len(rows))
    headings = list(islice(dict.fromkeys(key for row in rows for key in row), MOST_COLUMNS))
    cells = [(at, [said(row.get(key)) for key in headings]) for at, row in enumerate(rows, 1)]
    return sheet_of(encoding, [(0, headings), *cells], name)


def sheet_of(encoding, lines, name):
    """The sheet that these lines make: the first one holds the headings."""
    lines = list(lines)
    if len(lines) < 2:
        raise Trouble(N_("%(name)s holds no rows."), name=name[:80])
    not_too_many(len(lines) - 1)
    headings = [str(heading).strip()[:80] for heading in lines[0][1][:MOST_COLUMNS]]
    rows = [(at, [unquoted(cell)[:LONGEST_CELL] for cell in cells[:MOST_COLUMNS]]) for at, cells in lines[1:]]
    return Sheet(encoding, headings, rows)


def not_too_many(rows):
    """Refuse a table of more rows than anybody reads."""
    if rows > MOST_ROWS:
        raise Trouble(N_("A table may have at most %(most)s rows. This one has %(rows)s."), most=MOST_ROWS, rows=rows)


def unquoted(cell):
    """A cell without the apostrophe by which a table keeps it from being a formula (exports.safe)."""
    return cell[1:] if cell[:1] == "'" and cell[1:2] in tuple("=+-@＝＋－＠|%") else cell


def flat(row):
    """An object of JSON as one level; of a feature (GeoJSON, RFC 7946) its properties and its point."""
    if row.get("type") != "Feature":
        return row
    point, told = row.get("geometry"), row.get("properties")
    found = dict(told) if isinstance(told, dict) else {}
    if isinstance(point, dict) and point.get("type") == "Point" and isinstance(point.get("coordinates"), list):
        found |= dict(zip(("lon", "lat"), point["coordinates"], strict=False))
    return {"id": row["id"], **found} if row.get("id") is not None else found


def said(value):
    """A value of JSON as text."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "1" if value else "0"
    return json.dumps(value, ensure_ascii=False) if isinstance(value, (list, dict)) else str(value)


def choices():
    """{column: label} of everything that a column may mean: the record's own fields, then what is asked of a kind."""
    facts = {fact.code: str(fact) for fact in Fact.objects.all() if fact.code not in LABELS}
    counts = {code: label for code, label in COUNTS.items() if code not in facts}
    return {code: str(label) for code, label in (LABELS | counts).items()} | facts


def guess(headings):
    """[column or ""] for each heading: by its name in English or Chinese, each column once."""
    known, found = dict(KNOWN), []
    for fact in Fact.objects.all():
        for word in (fact.code, fact.zh, fact.en):
            known.setdefault(fold_column(word), fact.code)
    for heading in headings:
        column = known.get(fold_column(heading), "")
        found.append("" if column in found else column)
    return found


def where_in(text):
    """{column: name} of the areas with which an address begins: 四川省甘孜州雅江县八角楼乡. Nothing when it has none.

    A county that stands first must say what kind it is: 永宁乡 is no 永宁县.
    """
    known, rest = gazetteer(), re.sub(r"[\s/·,，、.>›-]+", "", fold(text[:80]))
    found = set()
    while rest:
        codes, after = known.peel(rest)
        codes = known.within(codes, found)
        if not found:
            said = rest.removesuffix(after)
            codes = [
                code for code in codes if known.areas[code].level < Area.COUNTY or said in with_kind(known.areas[code])
            ]
        if not codes:
            break
        found, rest = set(codes), after
    line = known.line(min(found)) if found else []
    return {WHERE[area.level - 1]: area.name for area in line}


def within_form(cell):
    """What was typed into one line of a form, without markup and the lines that follow it on the form."""
    return FOLLOWING.sub("", MARKUP.sub(" ", cell)).strip()


def problem_with(columns):
    """The sentence that says what these columns lack, or an empty one."""
    chosen = [column for column in columns if column]
    if "name" not in chosen:
        return gettext("Say which column holds the name.")
    if not set(chosen) & {*WHERE, "address"}:
        return gettext("Say which column holds the province, the city, the county or the address.")
    if twice := next((column for column in chosen if chosen.count(column) > 1), None):
        return gettext("Two columns are said to hold the same: %(column)s.") % {"column": choices().get(twice, twice)}
    return ""


def understand(sheet, plan, *, kinds, source):
    """[(line, name, Draft or None, Trouble or None)] of every row: what its columns mean is in the plan."""
    asked, seen, found = list(Fact.objects.all()), {}, []
    for line, cells in sheet.rows:
        values = {column: cell for column, cell in zip(plan["columns"], cells, strict=False) if column}
        for column in {"name", "address"} & values.keys():
            values[column] = within_form(values[column])
        if not any(values.get(column) for column in WHERE):
            values |= where_in(values.get("address", "")) or where_in(values.get("name", ""))
        given = {"source": source, "kind": plan["kind"], "kinds": kinds, "datum": plan["datum"], "asked": asked}
        try:
            draft = read_row(line, values, **given)
            if first := seen.get(draft.source_key):
                raise Trouble(N_("it repeats line %(line)s"), line=first)
        except Trouble as trouble:
            found.append((line, values.get("name", "")[:80], None, trouble))
            continue
        seen[draft.source_key] = line
        found.append((line, draft.name, draft, None))
    return found
