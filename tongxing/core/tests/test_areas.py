"""Areas: read from packages, found by the names people use, old ones included."""

import pytest

from tongxing.core import areas, datum
from tongxing.core.areas import find_areas, load_areas, span_of, stem_of
from tongxing.core.models import Area

pytestmark = pytest.mark.django_db


def first(text):
    """The full name of what is found first."""
    return next((area.full_name for area in find_areas(text)), None)


@pytest.mark.parametrize(
    ("text", "full_name"),
    [
        ("雅江", "四川省 甘孜藏族自治州 雅江县"),
        ("四川 雅江", "四川省 甘孜藏族自治州 雅江县"),
        ("四川省甘孜藏族自治州雅江县", "四川省 甘孜藏族自治州 雅江县"),
        ("甘孜州", "四川省 甘孜藏族自治州"),
        ("凉山州", "四川省 凉山彝族自治州"),
        ("北京 朝阳区", "北京市 朝阳区"),
        ("東城區", "北京市 东城区"),
        ("吉林", "吉林省"),
        ("茂县", "四川省 阿坝藏族羌族自治州 茂县"),
        ("石河子", "新疆维吾尔自治区 石河子市"),
        ("台北", "台湾省 台北市"),
        ("香港", "香港特别行政区"),
        ("昌都地区", "西藏自治区 昌都市"),
        ("毕节地区", "贵州省 毕节市"),
        ("襄樊市", "湖北省 襄阳市"),
        ("巢湖市", "安徽省 合肥市 巢湖市"),
        ("湟中县", "青海省 西宁市 湟中区"),
        ("贵州 盘县", "贵州省 六盘水市 盘州市"),
        ("新疆 博州", "新疆维吾尔自治区 博尔塔拉蒙古自治州"),
        ("亚特兰蒂斯", None),
        ("四川 亚特兰蒂斯", None),
        ("' OR 1=1 --", None),
        ("雅" * 10_000, None),
    ],
)
def test_found_as_people_say_it(text, full_name):
    assert first(text) == full_name


def test_the_beginning_of_a_name_is_enough():
    assert [area.name for area in find_areas("四川 雅")] == ["雅安市", "雅江县"]


def test_nothing_is_found_for_nothing():
    assert find_areas("  ") == []


@pytest.mark.parametrize(
    ("name", "stem"),
    [
        ("恩施土家族苗族自治州", "恩施"),
        ("鄂温克族自治旗", "鄂温克"),
        ("积石山保安族东乡族撒拉族自治县", "积石山"),
        ("东乡族自治县", "东乡"),
        ("龙胜各族自治县", "龙胜"),
        ("内蒙古自治区", "内蒙古"),
        ("道县", "道县"),
    ],
)
def test_what_people_call_it(name, stem):
    assert stem_of(name) == stem


def test_every_province_and_nearly_every_seat_is_there():
    assert Area.objects.filter(level=Area.PROVINCE).count() == 34
    assert Area.objects.filter(level=Area.COUNTY).count() > 2800
    assert Area.objects.filter(lat=None).count() < 60
    assert Area.objects.filter(level=Area.PROVINCE, lat=None).count() == 0


def test_loading_again_changes_nothing_and_mends_what_was_lost():
    before = set(Area.objects.values_list())
    Area.objects.filter(pk="513325").update(name="?")

    assert load_areas() == len(before)

    assert set(Area.objects.values_list()) == before


def test_an_area_spans_those_within_it():
    low, high = span_of(Area.objects.get(name="甘孜藏族自治州"))
    names = set(Area.objects.filter(code__range=(low, high)).values_list("name", flat=True))

    assert {"甘孜藏族自治州", "雅江县", "甘孜县"} <= names
    assert "凉山彝族自治州" not in names


def test_names_are_read_once_a_process(django_assert_num_queries):
    areas.gazetteer.cache_clear()
    with django_assert_num_queries(1):
        first("雅江")
        first("甘孜")


@pytest.mark.parametrize("point", [(39.9087, 116.3975), (30.03, 101.01), (29.65, 91.13), (45.8, 126.5), (18.25, 109.5)])
def test_the_chinese_shift_there_and_back(point):
    shown = datum.to_gcj02(*point)

    assert 0.2 < datum.apart_km(point, shown) < 0.8
    assert datum.apart_km(datum.from_gcj02(*shown), point) < 0.00001


def test_a_known_point_of_the_chinese_shift():
    """Tiananmen's flagpole: the point that both kinds of maps agree to print."""
    assert datum.to_gcj02(39.90746, 116.39128) == pytest.approx((39.90886, 116.39752), abs=0.0003)


@pytest.mark.parametrize("point", [(25.04, 121.56), (22.28, 114.17), (52.5, 13.4), (-33.9, 18.4)])
def test_nothing_is_shifted_elsewhere(point):
    assert datum.to_gcj02(*point) == point


def test_baidu_is_shifted_once_more():
    assert datum.to_wgs84(39.915119, 116.403963, datum.BD09) == pytest.approx((39.90746, 116.39128), abs=0.0005)


def test_gps_is_taken_as_it_is_and_an_unknown_datum_as_chinese():
    assert datum.to_wgs84(30.0, 101.0, datum.WGS84) == (30.0, 101.0)
    assert datum.to_wgs84(30.0, 101.0, datum.UNKNOWN) == datum.to_wgs84(30.0, 101.0, datum.GCJ02)
