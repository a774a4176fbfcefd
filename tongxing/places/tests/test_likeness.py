"""Which names mean the same place, probably."""

import pytest

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
    ],
)
def test_not_the_same(one, other):
    assert form(one) != form(other)


@pytest.mark.parametrize("name", ["小学", "乡", "1313", "Hope School", "学" * 80])
def test_every_name_has_a_form(name):
    assert form(name)


def draft(name, area):
    """An unsaved place."""
    return Place(name=name, area=area_named(area), likeness=form(name, area))


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (("河口小学", "四川 雅江"), ("河口小学", "四川 甘孜州"), True),
        (("河口小学", "四川 雅江"), ("河口完小", "四川 甘孜州"), True),
        (("河口小学", "四川 雅江"), ("河口小学", "四川 理塘"), True),
        (("河口小学", "四川 雅江"), ("河口完小", "四川 理塘"), False),
        (("河口小学", "四川 雅江"), ("河口小学", "四川 凉山州"), False),
        (("河口小学", "重庆 万州"), ("河口小学", "重庆 巫溪"), True),
    ],
)
def test_one_prefecture_and_not_two_counties(one, other, same):
    assert alike(draft(*one), draft(*other)) is same
