"""Areas as people write them into a table: read exactly or not at all, never by the beginning of a name.

`find_areas` (areas.py) helps somebody who is typing; here nobody looks on, so that what isn't a name, an old name, a
name without its kind or one of the usual abbreviations isn't understood.
"""

import re
from collections import defaultdict
from functools import lru_cache
from typing import NamedTuple

from .areas import PEOPLES, forms_of, gazetteer, stem_of
from .divisions import read_towns
from .models import Area
from .search import fold

# What number plates, newspapers and people call the provinces, by the first two digits of their codes.
ABBREVIATIONS = {
    "京": "11", "津": "12", "冀": "13", "晋": "14", "蒙": "15", "内蒙": "15", "辽": "21", "吉": "22", "黑": "23",
    "沪": "31", "申": "31", "苏": "32", "浙": "33", "皖": "34", "闽": "35", "赣": "36", "鲁": "37", "豫": "41",
    "鄂": "42", "湘": "43", "粤": "44", "桂": "45", "琼": "46", "渝": "50", "川": "51", "蜀": "51", "贵": "52",
    "黔": "52", "云": "53", "滇": "53", "藏": "54", "陕": "61", "秦": "61", "甘": "62", "陇": "62", "青": "63",
    "宁": "64", "新": "65", "台": "71", "港": "81", "澳": "82",
}  # fmt: skip
BETWEEN = re.compile(r"[\s/\\·,，、.。>›:：;；|_\-—–~()（）\[\]【】]+")
IN_FRONT = re.compile(r"^(?:地址|位于|\d{6}|中华人民共和国|中国|china|prc)+")
NOT_SAID = re.compile(r"(?:无|不详|不明|未知|不清楚|暂无|null|none|nan|#?n/?a|unknown|[?？*#x]+)?")
FILLERS = re.compile(r"^(?:市辖区|县|(?:省|自治区)?直辖(?:县级)?(?:行政(?:区划|单位))?)$")
FILLERS_BETWEEN = re.compile(r"市辖区|市区|区|所辖|下辖|下属|的")
GROUND = tuple("村乡镇街路寨屯坪坝沟桥庄店湾")  # what makes a name without its kind that of something smaller
TOWN = re.compile(r"(?:乡|镇|街道|苏木)")
TOWN_KIND = re.compile(r"(?:街道办事处|街道|办事处|苏木|乡|镇|地区)$")
PEOPLES_OF_TOWN = re.compile(rf"(?<=..)(?:(?:{'|'.join(PEOPLES)})族)+$")


class Reading(NamedTuple):
    """The areas that a text may mean (none: nothing is understood), what follows them, and how sure that is.

    `sure`: a name that says its kind, or two of which one lies in the other, or nothing but a name.
    """

    codes: list
    rest: str
    sure: bool


def squeezed(text):
    """A text without what stands between names, and without the country in front of them."""
    return IN_FRONT.sub("", BETWEEN.sub("", fold(text[:200])))


def says_no_area(text):
    """True for an empty cell, and for what stands in one where nothing is known or no such area exists."""
    text = squeezed(text)
    return bool(NOT_SAID.fullmatch(text) or FILLERS.match(text))


def with_kind(area):
    """The names of an area that say what kind it is (雅江县, not 雅江), as people write them."""
    return kinds_said(gazetteer(), area.pk)


@lru_cache(maxsize=4_000)
def kinds_said(known, code):
    """The same by code, once for each."""
    area = known.areas[code]
    return tuple(form for form in forms_of(area) if form != stem_of(area.name) or form == area.name)


def read_areas(text, outer=()):
    """What areas the beginning of a text names, each within the one before it, and within one of the `outer` codes."""
    known, rest = gazetteer(), squeezed(text)
    found, steps, kinds = [], 0, 0
    while rest:
        codes, said = next_name(known, rest, set(found or outer), found)
        if not codes and found and (between := FILLERS_BETWEEN.match(rest)):
            codes, said = next_name(known, rest[between.end() :], set(found), found)
            said = codes and between[0] + said
        if not codes:
            break
        found, rest, steps = codes, rest[len(said) :], steps + 1
        kinds += any(said.endswith(with_kind(known.areas[code])) for code in codes)
    return Reading(found, rest, bool(found) and (kinds > 0 or steps > 1 or not rest))


def next_name(known, rest, outer, before):
    """(codes, the name) of the longest name at the beginning of a text that means something within the outer areas."""
    for size in range(min(len(rest), 16), 1, -1):
        said = rest[:size]
        codes = known.within(known.named.get(said, ()), outer)
        if codes := [code for code in codes if may_mean(known.areas[code], said, rest[size:], before)]:
            return codes, said
    return abbreviated(known, rest, outer)


def may_mean(area, said, rest, before):
    """False for a county without its kind that may as well be a village: 永宁乡; a district only beside its city."""
    if area.level < Area.COUNTY or said in with_kind(area):
        return True
    if rest.startswith(GROUND):
        return False
    return not area.name.endswith("区") or not before or area.parent_id in before


def abbreviated(known, rest, outer):
    """The same of an abbreviation: alone, before its kind (川省), or before a name that lies in it (川甘孜州)."""
    for said, digits in ABBREVIATIONS.items():
        code, after = f"{digits}0000", rest.removeprefix(said)
        if after == rest or not known.within([code], outer):
            continue
        if not after or after in ("省", "市", "区", "自治区"):
            return [code], rest
        if next_name_of(known, after, code):
            return [code], said
    return [], ""


def next_name_of(known, text, code):
    """True when a text begins with a name (not an abbreviation) of something in an area."""
    names = (text[:size] for size in range(min(len(text), 16), 1, -1))
    return any(set(known.within(known.named.get(name, ()), {code})) - {code} for name in names)


@lru_cache(maxsize=1)
def towns(known):
    """{a town without its kind: codes of the counties that have one of this name}, some 39,000; read when asked for."""
    found = defaultdict(list)
    for name, county in read_towns():
        if county in known.areas:
            found[town_stem(name)].append(county)
    return {stem: tuple(dict.fromkeys(codes)) for stem, codes in found.items() if len(stem) > 1}


def town_stem(name):
    """A town without its kind and its peoples: 三江水族乡 is 三江, 八角楼镇 is 八角楼."""
    stem = TOWN_KIND.sub("", name)
    return PEOPLES_OF_TOWN.sub("", stem) or stem


def counties_with_town(text):
    """The codes of the counties that have the first town which a text names (八角楼乡…); none when none is known."""
    text, there = squeezed(text), towns(gazetteer())
    for mark in TOWN.finditer(text[:60]):
        before = PEOPLES_OF_TOWN.sub("", text[max(0, mark.start() - 10) : mark.start()])
        for at in range(len(before) - 1):
            if len(before) - at <= 8 and (codes := there.get(before[at:])):
                return list(codes)
    return []
