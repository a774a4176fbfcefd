"""A point that stands for one place, and one that stands for many."""

import pytest

from tongxing.conftest import NOON
from tongxing.places.models import Place
from tongxing.places.points import share_points, shared_points

from .test_duplicates import place_of, places_of, row_of, table_of

pytestmark = pytest.mark.django_db

HERE = (30.05, 101.96)


def shared(*rows):
    """Which points of these rows stand for many."""
    share_points(rows)
    return shared_points(rows)


def test_different_schools_at_one_point_make_it_rough():
    assert shared(row_of("一号小学", given=HERE), row_of("二号小学", given=HERE)) == {HERE}
    place_of(row_of("一号小学", given=HERE)).save()
    assert shared(row_of("二号小学", given=HERE)) == {HERE}


def test_what_a_later_slice_of_the_file_says_counts_at_once():
    rows = [row_of("一号小学", given=HERE), row_of("二号小学", given=HERE)]
    share_points(rows)

    assert shared_points(rows[:1]) == {HERE}


@pytest.mark.parametrize("name", ["一号小学", "一号完小", "康定市一号小学", "甘孜州康定市炉城镇一号小学"])
def test_the_same_school_in_another_source_agrees(name):
    place_of(row_of("一号小学", address="四川省康定市", given=HERE, key="first")).save()

    assert shared(row_of(name, given=HERE, key="second")) == set()
    assert shared(row_of(name, given=HERE, key="second"), row_of("一号小学", given=HERE, key="third")) == set()


def test_a_village_and_its_school_are_no_default_point():
    assert shared(row_of("一号小学", given=HERE), row_of("一号村", given=HERE, kind="village")) == set()
    assert shared(row_of("一号小学", given=HERE), row_of("二号村", given=HERE, kind="village")) == set()


def test_what_the_row_itself_was_called_before_is_nobody_else():
    place_of(row_of("旧名小学", given=HERE, key="same")).save()

    assert shared(row_of("新名小学", given=HERE, key="same")) == set()


def test_brought_in_taken_back_and_brought_in_again_the_points_stay():
    first = places_of(list(table_of("three-schools.csv")))
    Place.objects.bulk_create(first)
    Place.objects.update(hidden_at=NOON, source_key=None)
    again = places_of(list(table_of("three-schools.csv")))

    assert [place.precision for place in first] == ["address"] * 3
    assert [(place.lat, place.lon, place.precision) for place in again] == [
        (place.lat, place.lon, place.precision) for place in first
    ]
