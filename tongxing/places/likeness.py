"""When two records probably mean the same place: by a normal form of the name, and by where they stand."""

import re
from functools import lru_cache
from math import inf
from typing import NamedTuple

from tongxing.core.area_names import read_areas, town_stem
from tongxing.core.areas import forms_of, gazetteer, span_of, stem_of
from tongxing.core.datum import apart_km
from tongxing.core.models import Area
from tongxing.core.search import fold

NEAR_KM, BESIDE_KM, SEAT_KM = 30, 3, 80
LONGEST = 200  # signs of a name that are looked at
IN_BRACKETS = re.compile(r"[(（\[【<《][^)）\]】>》(（\[【<《]*[)）\]】>》]")
NOT_WORDS = re.compile(r"[\W_]+")
DIGITS = str.maketrans("0123456789", "零一二三四五六七八九")
TOWN = re.compile(r"^.{2,9}?(?:乡|镇|街道|苏木)(?=..)")
VILLAGE = re.compile(r"^.{2,6}?(?:村委会|村委|村|屯)(?=..)")
# Longest first: how the same kind of school is written. What is left of each is the one sign on the right.
SCHOOLS = [
    (re.compile(r"(?:第)?([一二三四五六七八九十]+)(?:完全小学|中心小学|全小学|完小|小学|小)(?:校)?"), r"\1小"),
    (re.compile(r"(?:第)([一二三四五六七八九十]+)(?:高级|初级)?(?:中学|中)"), r"\1中"),
    (re.compile(r"(?:九年一贯制|九年制)(?:学校)?"), "校"),
    (re.compile(r"(?:初级|高级|民族|中心)?中学(?:校)?"), "中"),
    (re.compile(r"(?:民族|寄宿制|寄宿|希望|中心|完全|完|村|初级|校){0,4}(?:小学校|小学|完小|村小|小)(?:学校)?$"), "小"),
    (re.compile(r"(?:中心|希望|民族|寄宿制){0,4}(?:学校|校)$"), "校"),
]
# What is said of the same place by one and left out by another.
GROUND = re.compile(r"(?:自治)?(?:省|市|州|县|区|旗|乡|镇|村委会|村|街道|办事处)")
TELLS_NOTHING = re.compile(
    r"(?:[零一二三四五六七八九十]|第|中心|希望|民族|实验|城关|附属|附|完全|寄宿制|初级|高级|职业|双语|藏文)*"
    r"(?:小学校|小学|中学|学校|完小|小|中|校|幼儿园|卫生院|卫生室|敬老院|福利院|图书室)?"
)  # the form of a name that many places bear


class Parts(NamedTuple):
    """A name taken apart: the town and the village in front of it (or nothing), what is left, and its normal form."""

    town: str
    village: str
    bare: str
    form: str


def likeness_of(name, areas=()):
    """The normal form of a name: without areas and a town in front of it, kinds of ground and kinds of schools.

    areas: those it lies in, whose short names (甘孜) are taken from its front as well. A town stays where nothing else
    is left that tells one place from another: 洞塘乡中心小学.
    """
    return parts_of(name, tuple(area.pk for area in areas)).form


@lru_cache(maxsize=20_000)
def parts_of(name, codes=()):
    """A name taken apart, within the areas of these codes."""
    known, name = gazetteer().areas, name[:LONGEST]
    whole = NOT_WORDS.sub("", IN_BRACKETS.sub("", fold(name))) or NOT_WORDS.sub("", fold(name))
    text = without_areas(whole, [known[code] for code in codes if code in known])
    town, text, _form = apart_from(TOWN, text)
    outer, text, _form = apart_from(VILLAGE, text)
    village, bare, form = apart_from(VILLAGE, text)
    return Parts(town_stem(town), outer or village, bare, (form if len(form) > 1 else bare or whole)[:80])


def apart_from(ground, text):
    """(the ground in front of a text, the rest, its form) where the rest alone tells one place from another."""
    if found := ground.match(text):
        rest = text[found.end() :]
        if not TELLS_NOTHING.fullmatch(form := form_of(rest)):
            return found[0], rest, form
    return "", text, form_of(text)


def form_of(text):
    """What is left of a name when it doesn't matter what kind of ground and of school it says."""
    short = text.translate(DIGITS)
    for pattern, sign in SCHOOLS:
        short = pattern.sub(sign, short)
    return GROUND.sub("", short)


def without_areas(text, areas):
    """The text without areas in front of it: any that say their kind, and short names of those it lies in."""
    reading = read_areas(text)
    if reading.sure and len(reading.rest) > 1:
        text = text[-len(reading.rest) :]
    for area in areas:
        forms = [form for form in forms_of(area) if area.level < Area.COUNTY or form != stem_of(area.name)]
        for form in sorted(forms, key=len, reverse=True):
            if text.startswith(form) and len(text) - len(form) > 1:
                text = text[len(form) :]
                break
    return text


def areas_around(area):
    """Those whose short names may stand before a name in this area: its province and its prefecture."""
    return [one for one in gazetteer().line(area.pk)[::-1] if one.level < Area.COUNTY] if area else []


def forms_for(place):
    """Every form under which a place like this one may be kept, its own first."""
    codes = tuple(area.pk for area in areas_around(place.area))
    found = [place.likeness, parts_of(place.name, codes).form, parts_of(place.name).form]
    if place.area is None:
        reading = read_areas(place.name)
        if reading.codes and len(reading.rest) > 1:
            found.append(parts_of(reading.rest).form)
    return list(dict.fromkeys(form for form in found if form))


def span_alike(area):
    """The first and the last area code within which like names are suspected: the prefecture's."""
    line = gazetteer().line(area.pk)
    return span_of(next((one for one in line if one.level == Area.PREFECTURE), line[-1]))


def km_between(one, other):
    """How far two places lie from each other, in kilometres; None unless both points are more than a town's."""
    if one.is_rough or other.is_rough or one.lat is None or other.lat is None:
        return None
    return apart_km((one.lat, one.lon), (other.lat, other.lon))


def alike(one, other):
    """True when two places of one form may be one. Both are exact: within 30 km; else by their areas, as far as known.

    Two towns or villages in front of the names are two places; so are two counties, unless both bear one telling name.
    """
    mine, theirs = (parts_of(place.name, codes_around(place)) for place in (one, other))
    if any(here and there and here != there for here, there in zip(mine[:2], theirs[:2], strict=True)):
        return False
    km, same, vague = km_between(one, other), mine.bare == theirs.bare, TELLS_NOTHING.fullmatch(mine.form)
    if km is not None:
        return km <= (BESIDE_KM if vague else NEAR_KM)
    if one.area is None or other.area is None:
        return same and not vague
    if span_alike(one.area) == span_alike(other.area):
        return (same and not vague) or not two_counties(one, other)
    return same and not vague and one.is_rough != other.is_rough and km_from_seat(one, other) <= SEAT_KM


def km_from_seat(one, other):
    """How far the points of two places lie from each other, of which one only stands for its county."""
    return inf if one.lat is None or other.lat is None else apart_km((one.lat, one.lon), (other.lat, other.lon))


def two_counties(one, other):
    """True when both are known to lie in counties, and in different ones."""
    counties = {place.area.pk for place in (one, other) if place.area is not None and place.area.level == Area.COUNTY}
    return len(counties) == 2


def codes_around(place):
    """The codes of the areas whose short names may stand before a place's name."""
    return tuple(area.pk for area in areas_around(place.area))
