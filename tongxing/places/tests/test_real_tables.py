"""How much of real tables is understood: schools of 2011 and surveys of 2007 and 2008, judged by what they say."""

import csv
import json
import re
from pathlib import Path
from random import Random

import pytest

from tongxing.core.areas import gazetteer
from tongxing.core.datum import to_wgs84
from tongxing.places.duplicates import possible_duplicates
from tongxing.places.models import Place
from tongxing.places.rows import within_form
from tongxing.places.whereabouts import find_area

from .test_duplicates import places_of, row_of

REAL = Path(__file__).parents[4] / "shared" / "data"
SCHOOLS, SURVEYS = REAL / "schools_2011_export.csv", REAL / "school_surveys_2007_2008.json"
MUNICIPALITIES = ("11", "12", "31", "50")
ENOUGH, FALSE_AT_MOST = 0.95, 0.03
ENDINGS = {"小学": "完小", "完小": "完全小学", "中心小学": "中心校", "村小学": "小学", "中学": "初级中学"}

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.once,
    pytest.mark.skipif(not SCHOOLS.exists(), reason="the real tables aren't here (shared/data is never committed)"),
]


def schools():
    """The rows that have a name."""
    rows = csv.DictReader(SCHOOLS.read_text(encoding="utf-8-sig").splitlines())
    return [row for row in rows if re.search("[\u4e00-\u9fff]", row["name"])]


def given(row, dice=None):
    """The point of a row, moved by up to some four kilometres with dice."""
    point = float(row["lat"]), float(row["lon"])
    return tuple(degree + dice.uniform(-0.03, 0.03) for degree in point) if dice else point


def prefecture(area):
    """The code of the prefecture (of a municipality: of the whole) that holds an area."""
    return area and area.pk[: 2 if area.pk[:2] in MUNICIPALITIES else 4]


def share(answers):
    """How many of some yeses and noes are yes, of one."""
    answers = list(answers)
    return sum(answers) / len(answers)


def test_a_name_and_a_point_are_enough_for_a_county():
    known, seen = gazetteer(), []
    for row in schools():
        found = find_area({}, "", row["name"], to_wgs84(*given(row), "gcj02"))
        truth = find_area({"province": row["province"], "prefecture": row["prefecture"]}).area
        seen.append((found, truth, row["name"]))
    county = share(found.area is not None and not known.children.get(found.area.pk) for found, _truth, _name in seen)
    right = [(found.how, prefecture(found.area) == prefecture(truth)) for found, truth, _name in seen]
    says = [(found, truth) for found, truth, name in seen if names_its_prefecture(name, truth)]
    said = share(prefecture(found.area) == prefecture(truth) for found, truth in says)
    by_name, by_point = (share(yes for how, yes in right if how == asked) for asked in ("name", "point"))
    print(f"{len(seen)} names and points: {county:.1%} a county; of {len(says)} names that say it {said:.1%} the right "
          f"prefecture; by name {by_name:.1%}, by point alone {by_point:.1%}")  # fmt: skip
    assert county >= ENOUGH and said >= 0.99
    assert by_name >= 0.98 and by_point >= 0.88


def names_its_prefecture(name, truth):
    """True when a name holds its prefecture, or one of its counties, by the official or an old name."""
    known = gazetteer()
    forms = [form for form, codes in known.named.items() if any(code[:4] == truth.pk[:4] for code in codes)]
    return any(form in name for form in forms if form.endswith(("市", "州", "县", "区", "盟", "地区", "旗")))


def with_town(row):
    """A name with its county's and its town's in front, where the address tells them and the name doesn't."""
    told = re.search(r"([^省市县区州]{1,8}?[县区市])([^县区市]{2,6}?[乡镇])", row["address"])
    if told is None or told[2][:-1] in row["name"]:
        return row["name"]
    return told[1] + told[2] + re.sub(r"^.*[县市](?=..)", "", row["name"])


def spelt_otherwise(name):
    """A name as another source ends it."""
    for ending, other in ENDINGS.items():
        if name.endswith(ending):
            return name.removesuffix(ending) + other
    return name


# How another source writes the same school: (its name, its columns of areas, its address, its point).
WAYS = {
    "the same": lambda row, dice: (row["name"], True, row["address"], given(row)),
    "without area and address": lambda row, dice: (row["name"], False, "", given(row)),
    "nothing but the name": lambda row, dice: (row["name"], False, "", None),
    "without a point": lambda row, dice: (row["name"], True, row["address"], None),
    "another point": lambda row, dice: (row["name"], True, row["address"], given(row, dice)),
    "a town in front, without an area": lambda row, dice: (with_town(row), False, row["address"], given(row)),
    "a town in front, without a point": lambda row, dice: (with_town(row), True, row["address"], None),
    "another ending and point": lambda row, dice: (
        spelt_otherwise(row["name"]), True, row["address"], given(row, dice)),
}  # fmt: skip


def source_of(rows, way="the same"):
    """The places that a source which writes in a way would bring."""
    dice, found = Random(8), []
    for number, row in enumerate(rows):
        name, knows, address, point = WAYS[way](row, dice)
        columns = (row["province"], row["prefecture"]) if knows else ()
        found.append(row_of(name[:80], columns, address, point, key=f"{way} {number}"))
    return places_of(found)


def test_schools_of_two_sources_are_suspected_and_others_are_not():
    rows = schools()
    ours = source_of(rows)
    Place.objects.bulk_create(ours)
    one = {place.pk: place.pk for place in ours}  # of places that are one within the source itself
    for position, other in possible_duplicates(ours).items():
        one[ours[position].pk] = one[other.pk]
    for way in WAYS:
        theirs = source_of(rows, way)
        found = possible_duplicates(theirs)
        at = {id(place): place.pk for place in ours} | {
            id(theirs[number]): ours[number].pk for number in range(len(rows))
        }
        right = sum(
            one[other.pk or at[id(other)]] == one[ours[position].pk] for position, other in found.items()
        )  # fmt: skip
        print(f"{way}: {right / len(rows):.1%} of {len(rows)} suspected, {1 - right / len(found):.1%} of those false")
        assert right / len(rows) >= ENOUGH, way
        assert 1 - right / len(found) < FALSE_AT_MOST, way


def test_surveys_of_2007_and_the_export_of_2011():
    """51 of the 68 surveys tell of a school that is in the export too: counted by hand, 56 are."""
    Place.objects.bulk_create(source_of(schools()))
    rows = []
    for number, told in enumerate(json.loads(SURVEYS.read_text(encoding="utf-8"))):
        name, address = (within_form(told.get(field) or "") for field in ("name", "address"))
        rows.append(row_of(name[:80], (), address, key=f"survey {number}"))
    found = possible_duplicates(places_of(rows))
    theirs = {position: other for position, other in found.items() if other.pk}

    print(f"{len(theirs)} of {len(rows)} surveys are suspected")
    assert len(theirs) >= 50
    assert all(similar(rows[position].name, other.name) for position, other in theirs.items())


def similar(one, other):
    """True for two names that share what is left of the last one without its kind of school."""
    signs = set(re.sub("小学|希望|完全|中心|学校|中学|完小|村", "", other[-8:]))
    return len(signs & set(one)) >= min(2, len(signs))
