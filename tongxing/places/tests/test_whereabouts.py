"""Where a place stands, and how sure that is."""

import csv
from pathlib import Path

import pytest

from tongxing.core.datum import to_wgs84
from tongxing.places.whereabouts import find_area, km_outside, stand

from .conftest import area_named

CASES = Path(__file__).with_name("cases")

pytestmark = pytest.mark.django_db


def found(columns=("", "", ""), address="", name="", point=None):
    """(name of the area, what told it) of a row."""
    there = find_area(dict(zip(("province", "prefecture", "county"), columns, strict=True)), address, name, point)
    return there.area and there.area.name, there.how


@pytest.mark.parametrize(
    ("columns", "texts", "area", "how"),
    [
        (("四川省", "甘孜州", ""), ["雅江县八角楼乡"], "雅江县", "address"),
        (("四川省", "甘孜州", ""), ["八角楼乡"], "雅江县", "address"),
        (("四川省", "甘孜州", ""), ["没有的乡"], "甘孜藏族自治州", "columns"),
        (("四川省", "甘孜州", ""), ["", "甘孜州甘孜县第一小学"], "甘孜县", "name"),
        (("四川省", "甘孜州", "雅江县"), ["理塘县"], "雅江县", "columns"),
        (("西藏自治区", "昌都地区", ""), ["八宿县然乌镇"], "八宿县", "address"),
        (("安徽省", "黄山市", ""), ["安徽省黄山市歙县王村"], "歙县", "address"),
        (("安徽省", "巢湖市", ""), ["无为县的一个村"], "无为市", "address"),
        (("重庆市", "重庆市", ""), ["潼南县古溪镇"], "潼南区", "address"),
        (("云南省", "德宏州", ""), ["潞西市五岔路乡"], "芒市", "address"),
        (("台湾", "台湾", ""), ["苗栗縣大湖鄉"], "苗栗县", "address"),
        (("湖北省", "省直辖县级行政区划", "潜江市"), [], "潜江市", "columns"),
        (("", "甘孜州", ""), [], "甘孜藏族自治州", "columns"),
        (("四川省甘孜州雅江县", "", ""), [], "雅江县", "columns"),
        (("四川", "", "朝阳区"), [], "四川省", "columns"),
        (("火星", "", ""), ["雅江县"], "雅江县", "address"),
        (("", "", ""), ["寄：共青团雅江县委"], "雅江县", "address"),
        (("", "", ""), ["湖南凤凰腊尔山镇流滚小学"], "凤凰县", "address"),
        (("", "", ""), ["丙镇", "丽江市宁蒗县永宁乡某小学"], "宁蒗彝族自治县", "name"),
        (("", "", "朝阳区"), [], None, ""),
        (("河南村", "", ""), ["", "河南村小学"], None, ""),
        (("", "", ""), ["", "泸定示例小学"], None, ""),
        (("", "", ""), ["永宁乡"], None, ""),
        (("", "", ""), [], None, ""),
    ],
)  # fmt: skip
def test_the_smallest_area_that_is_certain(columns, texts, area, how):
    assert found(columns, *texts) == (area, how)


@pytest.mark.parametrize(
    ("columns", "texts", "point", "area", "how"),
    [
        (("", "", "朝阳区"), [], (39.92, 116.44), "朝阳区", "columns"),
        (("", "", ""), ["", "泸定示例小学"], (29.91, 102.23), "泸定县", "name"),
        (("", "", ""), ["", "泸定村小学"], (30.03, 101.02), "雅江县", "point"),
        (("", "", ""), ["", "查尔玛乡小学"], (33.19, 102.01), "红原县", "name"),
        (("", "", ""), ["", "甘孜州某小学"], (30.03, 101.02), "雅江县", "point"),
        (("四川省", "", ""), [], (30.03, 101.02), "雅江县", "point"),
        (("四川省", "甘孜州", ""), [], (30.03, 101.02), "甘孜藏族自治州", "columns"),
        (("四川省", "", ""), [], (39.9, 116.4), "四川省", "columns"),
        (("", "", ""), [], (52.5, 13.4), None, ""),
    ],
)
def test_a_point_decides_where_words_do_not(columns, texts, point, area, how):
    assert found(columns, *texts, *[""] * (2 - len(texts)), point) == (area, how)


def test_what_was_not_understood_and_what_was_derived_are_said():
    def said(columns, address="", name="", point=None):
        there = find_area(dict(zip(("province", "prefecture", "county"), columns, strict=True)), address, name, point)
        return there.rough, [words % facts for words, facts in there.said]

    assert said(("四川省", "甘孜州", "雅江县")) == (False, [])
    assert said(("—", "", "")) == (False, [])
    assert said(("四川省", "丽江市", "陨石县")) == (
        False,
        ["“丽江市” doesn't lie in 四川省; left out", "no area is called “陨石县”"],
    )
    assert said(("", "", "朝阳区")) == (False, ["“朝阳区” may be any of several areas; left out"])
    assert said(("", "", ""), "雅江县") == (False, ["四川省 甘孜藏族自治州 雅江县 was read from the address"])
    assert said(("", "", ""), point=(30.13, 101.02)) == (
        True,
        ["四川省 甘孜藏族自治州 雅江县 is only the nearest county seat, 11 km from the point"],
    )


def rows_of(case):
    """The rows of one of the tables that failed, with their point as most Chinese maps mean it."""
    for row in csv.DictReader((CASES / case).read_text(encoding="utf-8-sig").splitlines()):
        lat, lon = float(row.get("lat") or row["纬度"]), float(row.get("lon") or row["经度"])
        yield row, to_wgs84(lat, lon, "gcj02")


def test_a_province_typed_oddly_never_hides_a_good_address():
    for row, point in rows_of("province-typed-oddly.csv"):
        assert found((row["province"], "", ""), row["address"], row["name"], point) == ("雅江县", "address")
        assert found((row["province"], "", ""))[0] == ("四川省" if "川" in row["province"] else None) or (
            row["province"] == "四川甘孜"
        )


def test_a_table_of_names_and_points_gets_its_areas():
    rows = [find_area({}, "", row["名称"], point) for row, point in rows_of("table-name-and-point.csv")]

    assert [(row.area.name, row.how, row.rough) for row in rows] == [
        ("雅江县", "name", False),
        ("泸定县", "name", False),
        ("泸定县", "point", True),
    ]


def test_a_point_near_its_county_is_taken_and_shifted_back():
    lat, lon, precision = stand(area_named("雅江"), (30.1, 101.1), "gcj02")

    assert precision == "address"
    assert (lat, lon) != (30.1, 101.1)
    assert (lat, lon) == pytest.approx((30.1, 101.1), abs=0.01)


def test_a_point_taken_on_the_spot_stays_as_it_is():
    assert stand(area_named("雅江"), (30.1, 101.1), "wgs84", surveyed=True) == (30.1, 101.1, "surveyed")


def test_a_shared_or_far_point_gives_way_to_the_seat():
    area = area_named("雅江")
    seat = area.lat, area.lon, "county"

    assert stand(area, (30.1, 101.1), "gcj02", shared=True) == seat
    assert stand(area, (39.9, 116.4), "gcj02") == seat
    assert stand(area) == seat


def test_a_prefecture_says_so_and_a_province_says_nothing():
    assert stand(area_named("甘孜州"))[2] == "prefecture"
    assert stand(area_named("四川")) == (None, None, "none")
    assert stand(None) == (None, None, "none")
    assert stand(None, (52.5, 13.4), "wgs84") == (52.5, 13.4, "address")


def test_how_far_outside():
    assert km_outside(area_named("雅江"), (30.1, 101.1)) == 0
    assert 1400 < km_outside(area_named("雅江"), (39.9, 116.4)) < 1900
