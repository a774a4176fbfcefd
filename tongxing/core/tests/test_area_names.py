"""Areas in somebody's table: read exactly, or said to be unknown."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tongxing.core.area_names import ABBREVIATIONS, counties_with_town, read_areas, says_no_area
from tongxing.core.areas import gazetteer

pytestmark = pytest.mark.django_db


def meant(text):
    """The full names of the largest of what a text may mean, when that is sure."""
    reading, known = read_areas(text), gazetteer().areas
    largest = min((known[code].level for code in reading.codes), default=0)
    return [known[code].full_name for code in reading.codes if reading.sure and known[code].level == largest]


@pytest.mark.parametrize(
    ("text", "full_name"),
    [
        ("川", "四川省"),
        ("渝", "重庆市"),
        ("鄂", "湖北省"),
        ("蒙", "内蒙古自治区"),
        ("鲁", "山东省"),
        ("京", "北京市"),
        ("沪", "上海市"),
        ("内蒙", "内蒙古自治区"),
        ("川省", "四川省"),
        ("京市", "北京市"),
        ("台", "台湾省"),
        ("川甘孜州", "四川省 甘孜藏族自治州"),
        ("滇/大理", "云南省 大理白族自治州"),
        ("中国四川", "四川省"),
        ("四川甘孜", "四川省 甘孜藏族自治州"),
        ("四川省·甘孜州 > 雅江", "四川省 甘孜藏族自治州 雅江县"),
        ("广西自治区", "广西壮族自治区"),
        ("宁夏区", "宁夏回族自治区"),
        ("臺灣", "台湾省"),
        ("成都新都", "四川省 成都市 新都区"),
        ("626000 四川省雅安市", "四川省 雅安市"),
        ("（四川省）甘孜州", "四川省 甘孜藏族自治州"),
    ],
)
def test_what_people_write(text, full_name):
    assert meant(text) == [full_name]


@pytest.mark.parametrize(
    "text",
    [
        "雅",
        "河",
        "四",
        "火星省",
        "河南村",
        "永宁乡",
        "川菜馆",
        "新村",
        "吉祥村",
        "云上",
        "泸定小学",
        "贵州白云小学村",
        "?",
        "",
    ],
)
def test_what_is_no_area_is_never_one_by_its_beginning(text):
    assert meant(text) == []


def test_every_abbreviation_is_one_province_and_every_province_has_one():
    provinces = {code[:2] for code, area in gazetteer().areas.items() if area.level == 1}

    assert set(ABBREVIATIONS.values()) == provinces
    for sign, digits in ABBREVIATIONS.items():
        assert read_areas(sign).codes == [f"{digits}0000"]


def test_a_name_of_several_means_all_of_them_and_within_an_outer_one_only_one():
    assert len(read_areas("朝阳区").codes) == 2
    assert read_areas("朝阳区", {"110000"}).codes == ["110105"]
    assert read_areas("丽江市", {"510000"}).codes == []


@pytest.mark.parametrize("text", ["", "-", " / ", *"— 无 不详 N/A #N/A ？ 市辖区 省直辖县级行政区划".split()])  # noqa: SIM905
def test_what_says_nothing(text):
    assert says_no_area(text)


@pytest.mark.parametrize("text", ["无为市", "无锡", "四川", "县城"])
def test_what_says_something(text):
    assert not says_no_area(text)


def test_towns_lead_to_their_counties():
    names = [gazetteer().areas[code].full_name for code in counties_with_town("八角楼乡甲村小学")]

    assert names == ["四川省 甘孜藏族自治州 雅江县"]
    assert counties_with_town("没有写地方的小学") == []


@given(st.one_of(st.text(), st.text("四川省甘孜州雅江县京渝—/ 0乡镇街道", max_size=400)))
def test_nothing_that_is_written_breaks_the_reader(text):
    reading = read_areas(text)

    assert bool(reading.codes) or not reading.sure
    counties_with_town(text)
    says_no_area(text)
