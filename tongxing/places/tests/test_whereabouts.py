"""Where a place stands, and how sure that is."""

import pytest

from tongxing.places.whereabouts import area_of, km_outside, stand

from .conftest import area_named

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("province", "prefecture", "county", "texts", "found"),
    [
        ("四川省", "甘孜州", "", ["雅江县八角楼乡"], "雅江县"),
        ("四川省", "甘孜州", "", ["八角楼乡"], "甘孜藏族自治州"),
        ("四川省", "甘孜州", "", ["", "甘孜州甘孜县第一小学"], "甘孜县"),
        ("四川省", "甘孜州", "雅江县", ["理塘县"], "雅江县"),
        ("西藏自治区", "昌都地区", "", ["八宿县然乌镇"], "八宿县"),
        ("安徽省", "黄山市", "", ["安徽省黄山市歙县王村"], "歙县"),
        ("安徽省", "巢湖市", "", ["无为县的一个村"], "无为市"),
        ("重庆市", "重庆市", "", ["潼南县古溪镇"], "潼南区"),
        ("云南省", "德宏州", "", ["潞西市五岔路乡"], "芒市"),
        ("台湾", "台湾", "", ["苗栗縣大湖鄉"], "苗栗县"),
        ("", "甘孜州", "", [], "甘孜藏族自治州"),
        ("火星", "", "", ["雅江县"], None),
        ("", "", "", ["雅江县"], None),
    ],
)
def test_the_smallest_area_that_is_certain(province, prefecture, county, texts, found):
    area = area_of(province, prefecture, county, *texts)
    assert (area and area.name) == found


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
