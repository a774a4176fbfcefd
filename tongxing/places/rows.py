"""One row of somebody's table as a draft of a place: what it says, what was cut, changed or derived. Writes nothing."""

import hashlib
import json
import re
import unicodedata
from dataclasses import dataclass, field
from datetime import datetime

from django.utils.translation import gettext_noop as N_

from tongxing.core.areas import gazetteer
from tongxing.core.datum import BD09, GCJ02, UNKNOWN, WGS84, to_wgs84
from tongxing.core.text import clean_line, clean_prose
from tongxing.imports.sentences import LazySentence, RowError

from .columns import WHERE
from .degrees import read_degree, read_pair
from .facts import read_facts
from .kinds import kind_of_name
from .models import Place
from .surveys import UNCLEAR, read_day
from .telephones import cut_private
from .whereabouts import find_area

LONGEST = {
    "other_names": 200, "address": 200, "about": 20_000, "way": 2_000, "way_from": 120, "way_cost": 120,
    "way_time": 120, "sights": 200, "surveyor": 80, "source": 80,
}  # fmt: skip
LONGEST_NAME = 80
MORE = ("other_names", "way", "way_from", "way_cost", "way_time", "sights", "surveyor")
PROSE = ("about", "way")
MARKUP = re.compile(r"<[A-Za-z/][^<>]*(?:>|$)")
FOLLOWING = re.compile(r"(?:学校类型|省份?|省市|校\s*址|邮编|班级数|邮政编码)\s*[:：].*$", re.S)
UID = re.compile(r"[0-9A-Za-z]{12}")
DATUMS = {
    "wgs84": WGS84, "gps": WGS84, "cgcs2000": WGS84, "epsg4326": WGS84, "大地2000": WGS84, "国家2000": WGS84,
    "gcj02": GCJ02, "高德": GCJ02, "腾讯": GCJ02, "火星": GCJ02, "火星坐标": GCJ02, "火星坐标系": GCJ02,
    "bd09": BD09, "百度": BD09, "unknown": UNKNOWN,
}  # fmt: skip
CUT_PRIVATE = N_("“%(column)s”: a telephone number or address of a person is cut out (%(count)s)")
CUT_LENGTH = N_("“%(column)s” is cut after %(most)s characters (it has %(length)s)")
CUT_FORM = N_("“%(column)s”: what belongs to other lines of the form is left out: “%(said)s”")
NO_POINT = N_("the point “%(point)s” isn't two numbers; left out")
NO_DATUM = N_("“%(column)s”: no map is called “%(said)s”; the point is read as chosen for the table")
NO_KIND = N_("“%(column)s”: no kind is called “%(said)s”; it counts as “%(kind)s”")
KIND_OF_NAME = N_("by its name it is of the kind “%(kind)s”")
NO_DAY = N_("“%(column)s”: “%(said)s” can't be read as one certain day; left out. Write it as 2024-05-06.")
TAKEN = N_("“%(column)s”: “%(said)s” is taken as %(value)s")


@dataclass
class Draft:
    """One row, understood: what a place would say, what it is called in its source, and what has to be said of it.

    `uid` is its own number in Tongxing, where the row comes out of an export; `has` are the fields that it speaks of,
    `asks` the facts among them.
    `lat`, `lon`, `precision` come when it is known who else stands at its point. `raw` is text before it was cut.
    """

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
    said: list = field(default_factory=list)
    private: int = 0
    point_shared_by: list = field(default_factory=list)
    uid: str = ""
    has: frozenset = frozenset()
    asks: frozenset = frozenset()
    raw: dict = field(default_factory=dict)
    exact: str = ""
    rough: bool = False
    changed_at: object = None
    lat: float | None = None
    lon: float | None = None
    precision: str = ""


class Reading:
    """A row while it is read: its values, what its columns are called, and what is said of it so far."""

    def __init__(self, row):
        self.row, self.said, self.private, self.raw, self.days = row, [], 0, {}, {}
        self.values = {
            code: clean_prose(value) if code in PROSE else clean_line(value) for code, value in row.values.items()
        }

    def __getitem__(self, code):
        return self.values.get(code, "")

    def say(self, words, code="", **facts):
        """Keep a sentence; a column is called as the table calls it."""
        column = {"column": self.row.columns.get(code, code)} if code else {}
        self.said.append(LazySentence(words, column | facts))

    def public(self, code, most=None):
        """The text of a column without telephone numbers and addresses of people, not longer than it may be."""
        text, cut = cut_private(self[code])
        self.raw[code] = self[code]
        if cut:
            self.private += len(cut)
            self.say(CUT_PRIVATE, code, count=len(cut))
        most = most or LONGEST[code]
        if len(text) > most:
            self.say(CUT_LENGTH, code, most=most, length=len(text))
        return text[:most]

    def day(self, code):
        """The day that a column says, as ISO 8601; what is taken for something else than it says is told."""
        if code not in self.days:
            self.days[code] = self.read_day(code) if self[code] else ""
        return self.days[code]

    def read_day(self, code):
        """The same, read once."""
        answer = read_day(self[code], epoch=self.row.epoch)
        if answer.certainty == UNCLEAR:
            self.say(NO_DAY, code, said=self[code][:40])
        elif answer.value and (answer.left_out or self[code].isdecimal()):
            self.say(TAKEN, code, said=self[code][:40], value=answer.value)
        return answer.value or ""


def read_row(row, *, source, kind, kinds, called, datum, asked):
    """The row as a draft; RowError says why it can't be taken.

    source: what names the table for whoever brings it; kind, datum: where no column says it; kinds: {name: code};
    called: {code: its Chinese name};
    asked: {code: sort} of all facts. Telephone numbers and addresses of people in free text are cut out and counted:
    they need a consent of their own.
    """
    told = Reading(row)
    own = bool(UID.fullmatch(told["uid"]))
    for code in () if own else ("name", "address"):
        told.values[code] = cut_form(told, code)
    name = read_name(told["name"])
    told.values["address"] = with_town(told["address"], told["town"])
    given, datum = read_point(told), read_datum(told, datum)
    area = read_area(told, name, given, datum, own)
    where = [told[column] for column in WHERE if column != "town"] + [told["address"]]
    found = dict(name=name, kind=read_kind(told, name, kind, kinds, called), address=told.public("address"))
    found |= dict(given=given, datum=datum, about=told.public("about"), facts=read_facts(told, asked))
    more = {code: told.public(code) for code in (*MORE, "source") if told[code] or (own and code in row.columns)}
    if "surveyed_on" in row.columns and ((day := told.day("surveyed_on")) or own):
        more["surveyed_on"] = day
    key = told["old_id"] or "\n".join([name, *where])
    return Draft(
        number=row.line, area=area, **found, more=more, said=told.said, private=told.private, raw=told.raw,
        source_key=f"uid:{told['uid']}" if own else digest_of([source, key]), uid=told["uid"] if own else "",
        source_digest=digest_of([found | {"area": area and area.pk} | more, where]),
        has=frozenset(row.columns), asks=asked.keys() & row.columns.keys(),
        exact=told["precision"] if told["precision"] in dict(Place.PRECISIONS) else "", rough=row.rough,
        changed_at=moment(told["changed_at"]),
    )  # fmt: skip


def digest_of(told):
    """A fingerprint of what a row tells."""
    return hashlib.sha256(json.dumps(told, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def moment(text):
    """A moment out of an export, or None."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.tzinfo else None


def within_form(text):
    """What was typed into one line of a form, without markup and the lines that follow it on the form."""
    return FOLLOWING.sub("", clean_line(MARKUP.sub(" ", text))).strip()


def cut_form(told, code):
    """The same of a column; what is left out is said."""
    text = clean_line(MARKUP.sub(" ", told[code]))
    kept = within_form(told[code])
    if kept != text:
        told.say(CUT_FORM, code, said=cut_private(text[len(kept) :].strip()[:60])[0])
    return kept


def with_town(address, town):
    """An address that says its township."""
    return address if not town or town in address else f"{town}{address}"


def read_name(name):
    """A name with at least one letter or character, not longer than a line."""
    if not name:
        raise RowError(N_("it has no name"))
    if not any(unicodedata.category(character).startswith("L") for character in name):
        raise RowError(N_("the name “%(name)s” holds no word"), name=name[:40])
    if len(name) > LONGEST_NAME:
        words = N_("the name is longer than %(most)s characters: “%(name)s…”")
        raise RowError(words, most=LONGEST_NAME, name=name[:40])
    return name


def read_kind(told, name, kind, kinds, called):
    """The code of the kind: by its column, else by the name, else the one chosen for the table."""
    if code := kinds.get(told["kind"].lower() or None):
        return code
    by_name = kind_of_name(told["kind"], called) or kind_of_name(name, called)
    found = by_name or kind
    if told["kind"]:
        told.say(NO_KIND, "kind", said=told["kind"][:40], kind=f"{called[found]} ({found})")
    elif found != kind:
        told.say(KIND_OF_NAME, kind=f"{called[found]} ({found})")
    return found


def read_datum(told, chosen):
    """The datum of the point: what the row says, else what the file says of itself and was chosen on the page."""
    said = re.sub(r"[\s\-_:.]", "", told["datum"].lower())
    if not said:
        return chosen
    found = next((datum for word, datum in DATUMS.items() if said.startswith(word)), None)
    if found is None:
        told.say(NO_DATUM, "datum", said=told["datum"][:40])
    return found or chosen


def read_point(told):
    """Two floats, or None when there is no point; 0, 0 is none. Degrees may be written in many ways."""
    lat, lon = told["lat"], told["lon"]
    if not lat and not lon and told["point"]:
        pair, written = read_pair(told["point"]), told["point"]
    elif lat or lon:
        pair, written = (read_degree(lat), read_degree(lon)), f"{lat}, {lon}"
    else:
        return None
    if pair is None or None in pair:
        told.say(NO_POINT, point=written[:80])
        return None
    lat, lon = pair
    if not (-90 <= lat <= 90 and -180 <= lon <= 180):
        words = N_("latitude %(lat)s, longitude %(lon)s don't exist.")
        if -90 <= lon <= 90 and -180 <= lat <= 180:
            words = N_("latitude %(lat)s, longitude %(lon)s don't exist. They look swapped.")
        raise RowError(words, lat=f"{lat:g}", lon=f"{lon:g}")
    return (lat, lon) if lat or lon else None


def read_area(told, name, given, datum, own):
    """The area of a row: by its code, its columns, its address, its name, its point; what is derived is said."""
    if area := gazetteer().areas.get(told["area_code"]):
        return area
    columns = {column: told[column] for column in WHERE}
    if own:  # where an export names no area, none is known
        return find_area(columns).area
    found = find_area(columns, told["address"], name, to_wgs84(*given, datum) if given else None)
    told.said += [LazySentence(*one) for one in found.said]
    return found.area
