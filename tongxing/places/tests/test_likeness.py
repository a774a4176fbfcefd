"""Which names mean the same place, probably."""

from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tongxing.core.search import fold
from tongxing.places.likeness import alike, areas_around, likeness_of
from tongxing.places.models import Place

from .conftest import area_named

pytestmark = pytest.mark.django_db


def form(name, area="四川 雅江"):
    """The normal form of a name in an area."""
    return likeness_of(name, areas_around(area_named(area)))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("石板沟小学", "石板溝小學"),
        ("石板沟小学", "雅江县石板沟小学"),
        ("石板沟小学", "四川省甘孜藏族自治州雅江县石板沟小学"),
        ("石板沟小学", "甘孜州雅江县石板沟完小"),
        ("石板沟乡中心小学", "石板沟镇中心校小学"),
        ("石板沟乡希望小学", "石板沟乡完全小学"),
        ("石板沟村小学", "石板沟小学"),
        ("石板沟小学（爱心小学）", "石板沟小学"),
        ("石板沟 小学", "石板沟小学"),
        ("第一完全小学", "一小"),
        ("第1小学", "第一小学"),
        ("石板沟第二中学", "石板沟二中"),
        ("甲朝小学", "荔波县洞塘乡甲朝小学"),
        ("甲朝小学", "贵州荔波甲朝小学"),
        ("庄房小学", "高桥镇小河村庄房小学"),
        ("上邦小学", "邦阳村上邦屯上邦小学"),
        ("甘孜第一小学", "甘孜州甘孜县第一完全小学"),
        ("玉树县民族中学", "民族中学"),
    ],
)
def test_the_same(one, other):
    assert form(one) == form(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("石板沟小学", "木板沟小学"),
        ("石板沟小学", "石板沟中学"),
        ("第一小学", "第二小学"),
        ("石板沟小学", "石板沟幼儿园"),
        ("小学", "中学"),
        ("洞塘乡中心小学", "翁昂乡中心小学"),
        ("长沙坝小学", "坝小学"),
    ],
)
def test_not_the_same(one, other):
    assert form(one) != form(other)


@pytest.mark.parametrize("name", ["小学", "乡", "1313", "Hope School", "学" * 80])
def test_every_name_has_a_form(name):
    assert form(name)


def draft(name, area="", point=None, precision="address"):
    """An unsaved place: in an area, or in none; at a point, or at none."""
    there = area_named(area) if area else None
    lat, lon = point or (None, None)
    known = {"lat": lat, "lon": lon, "precision": precision if point else "none"}
    return Place(name=name, area=there, likeness=likeness_of(name, areas_around(there)), **known)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (("河口小学", "四川 雅江"), ("河口小学", "四川 甘孜州"), True),
        (("河口小学", "四川 雅江"), ("河口完小", "四川 甘孜州"), True),
        (("河口小学", "四川 雅江"), ("河口小学", "四川 理塘"), True),
        (("河口小学", "四川 雅江"), ("河口完小", "四川 理塘"), False),
        (("河口小学", "四川 雅江"), ("河口小学", "四川 凉山州"), False),
        (("河口小学", "重庆 万州"), ("河口小学", "重庆 巫溪"), True),
        (("河口小学", "四川 雅江"), ("河口小学",), True),
        (("河口小学", "四川 雅江"), ("河口完小",), False),
        (("第一小学", "四川 雅江"), ("第一小学",), False),
        (("中心小学", "四川 雅江"), ("中心小学", "四川 理塘"), False),
        (("西俄洛乡河口小学", "四川 雅江"), ("八角楼乡河口小学", "四川 雅江"), False),
        (("西俄洛镇河口小学", "四川 雅江"), ("西俄洛乡河口完小", "四川 雅江"), True),
    ],
)
def test_by_their_areas_where_points_are_not_known(one, other, same):
    assert alike(draft(*one), draft(*other)) is same
    assert alike(draft(*other), draft(*one)) is same


HERE, KM = (30.03, 101.02), 1 / 111.2


@pytest.mark.parametrize(
    ("name", "km", "same"),
    [("河口完小", 29, True), ("河口完小", 31, False), ("河口小学", 31, False), ("雅江县八角楼乡河口小学", 5, True)],
)
def test_by_their_distance_where_both_points_are_exact(name, km, same):
    one, other = draft("河口小学", "四川 雅江", HERE), draft(name, "四川 雅江", (HERE[0] + km * KM, HERE[1]))

    assert alike(one, other) is same
    assert alike(draft("河口小学", "四川 雅江", HERE), draft(name, "", (HERE[0] + km * KM, HERE[1]))) is same


def test_a_name_that_many_bear_must_stand_beside():
    one, other = draft("第一小学", "四川 雅江", HERE), draft("第一小学", "四川 雅江", (HERE[0] + 10 * KM, HERE[1]))

    assert not alike(one, other)
    assert alike(one, draft("一小", "四川 雅江", (HERE[0] + KM, HERE[1])))


def test_across_a_border_the_seat_of_a_rough_one_counts():
    exact = draft("河口小学", "重庆 巫溪", (31.4, 109.57))

    assert alike(exact, draft("河口小学", "湖北 竹溪", (31.5, 109.7), precision="county"))
    assert not alike(exact, draft("河口小学", "湖北 竹溪", (32.9, 109.7), precision="county"))


@given(
    st.one_of(st.text(min_size=1), st.text("荔波县洞塘乡甲朝村委会第一完全中心小学校（）乡镇", min_size=1, max_size=80))
)
def test_every_name_has_one_form_no_longer_than_its_column(name):
    assert len(likeness_of(name)) <= 80
    assert likeness_of(name) or not any(sign.isalnum() for sign in fold(name))


@pytest.mark.parametrize("piece", ["一", "中心", "（", "第", "石板乡", "村", "四川省", "一中心"])
def test_a_name_that_never_ends_takes_no_longer(piece):
    long, began = piece * 20_000, process_time()
    likeness_of(long + "x")
    alike(draft(long + "x"), draft(long + "y"))

    assert process_time() - began < 1
