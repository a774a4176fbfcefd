"""When two names probably mean the same place: a normal form of a name, and where to look for it."""

import re

from tongxing.core.areas import forms_of, gazetteer, span_of, stem_of
from tongxing.core.models import Area
from tongxing.core.search import fold

IN_BRACKETS = re.compile(r"[(（\[【<《][^)）\]】>》]*[)）\]】>》]")
NOT_WORDS = re.compile(r"[\W_]+")
DIGITS = str.maketrans("0123456789", "零一二三四五六七八九")
# Longest first: how the same kind of school is written. What is left of each is the one sign on the right.
SCHOOLS = [
    (re.compile(r"(?:第)?([一二三四五六七八九十]+)(?:完全小学|中心小学|完小|小学|小)(?:校)?"), r"\1小"),
    (re.compile(r"(?:第)([一二三四五六七八九十]+)(?:高级|初级)?(?:中学|中)"), r"\1中"),
    (re.compile(r"(?:九年一贯制|九年制)(?:学校)?"), "校"),
    (re.compile(r"(?:初级|高级|民族|中心)?中学(?:校)?"), "中"),
    (re.compile(r"(?:民族|寄宿制|寄宿|希望|中心|完全|完|村|初级|校)*(?:小学校|小学|完小|村小|小)(?:学校)?$"), "小"),
    (re.compile(r"(?:中心|希望|民族|寄宿制)*(?:学校|校)$"), "校"),
]
# What is said of the same place by one and left out by another.
GROUND = re.compile(r"(?:自治)?(?:省|市|州|县|区|旗|乡|镇|村委会|村|街道|办事处)")


def likeness_of(name, areas=()):
    """The normal form of a name: without the areas it may lie in (largest first), kinds of ground and kinds of schools.

    Two names of one prefecture with the same form are suspected of meaning the same place.
    """
    text = NOT_WORDS.sub("", IN_BRACKETS.sub("", fold(name))) or NOT_WORDS.sub("", fold(name))
    short = without_areas(text.translate(DIGITS), areas)
    for pattern, sign in SCHOOLS:
        short = pattern.sub(sign, short)
    short = GROUND.sub("", short)
    return short[:80] if len(short) > 1 else text[:80]


def without_areas(text, areas):
    """The text without the names of areas in front of it; of a county only a name that says it is one."""
    for area in areas:
        forms = [form for form in forms_of(area) if area.level < Area.COUNTY or form != stem_of(area.name)]
        for form in sorted(forms, key=len, reverse=True):
            if text.startswith(form) and len(text) - len(form) > 1:
                text = text[len(form) :]
                break
    return text


def areas_around(area):
    """Those whose names may stand before a name in this area: its province, its prefecture, and all counties there."""
    known = gazetteer()
    line = known.line(area.pk)[::-1] if area else []
    above = [one for one in line if one.level < Area.COUNTY]
    return above + [known.areas[code] for code in known.children[above[-1].pk]] if above else line


def span_alike(area):
    """The first and the last area code within which like names are suspected: the prefecture's."""
    line = gazetteer().line(area.pk)
    return span_of(next((one for one in line if one.level == Area.PREFECTURE), line[-1]))


def alike(one, other):
    """True when two places of one likeness may be one: in one prefecture, and of one name or not of two counties."""
    if one.area is None or other.area is None:
        return one.area == other.area
    low, high = span_alike(one.area)
    if not low <= other.area_id <= high:
        return False
    counties = {area.pk for area in (one.area, other.area) if area.level == Area.COUNTY}
    return one.name == other.name or len(counties) < 2
