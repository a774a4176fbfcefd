"""What people say of their way: areas, places, points, and what is asked back."""

import pytest
from django.contrib.auth.models import AnonymousUser
from hypothesis import given
from hypothesis import strategies as st

from tongxing.places import waypoints
from tongxing.places.waypoints import Unclear, packed, spot_called, unpacked

from .conftest import make_place

NOBODY = AnonymousUser()


def test_a_point_is_a_point(db):
    assert spot_called("30.03, 101.01", NOBODY) == (30.03, 101.01, "")
    assert spot_called("30.03，101.01", NOBODY) == (30.03, 101.01, "")


def test_an_area_is_found_by_the_names_people_use(db):
    lat, lon, name = spot_called("康定", NOBODY)
    assert name == "康定"
    assert (round(lat, 1), round(lon, 1)) == (30.0, 102.0)
    assert spot_called("四川 雅江", NOBODY)[2] == "雅江"
    assert spot_called("513301", NOBODY)[2] == "康定"


def test_a_name_of_several_areas_is_asked_back_and_each_choice_says_one(db):
    with pytest.raises(Unclear, match="Which one") as unclear:
        spot_called("朝阳", NOBODY)
    choices = unclear.value.choices
    assert {"辽宁省 朝阳市", "北京市 朝阳区"} <= set(choices)
    assert len({spot_called(choice, NOBODY)[:2] for choice in choices}) == len(choices)


def test_a_place_is_found_by_its_name(place):
    assert spot_called("石板沟小学", NOBODY) == (place.lat, place.lon, "石板沟小学")


def test_places_of_one_name_are_asked_back(steward, place):
    make_place(steward, area="四川 康定", lat=30.2, lon=101.9, datum="wgs84")
    with pytest.raises(Unclear) as unclear:
        spot_called("石板沟小学", NOBODY)
    assert len(unclear.value.choices) == 2
    assert {spot_called(choice, NOBODY)[1] for choice in unclear.value.choices} == {101.1, 101.9}


def test_a_hidden_place_is_not_found(place):
    place.hidden_at = place.made_at
    place.save()
    for text in ("石板沟小学", waypoints.say_place(place)):
        with pytest.raises(Unclear, match="No area and no place"):
            spot_called(text, NOBODY)


@pytest.mark.parametrize("text", ["qqqq", "#", "#abcdefghijkl", "…", "91", "%", "1" * 120])
def test_what_is_nothing_is_said_to_be_nothing(db, text):
    with pytest.raises(Unclear, match="No area and no place"):
        spot_called(text, NOBODY)


@pytest.mark.once
@given(st.lists(st.tuples(st.floats(-90, 90), st.floats(-180, 180)), min_size=1, max_size=40))
def test_a_line_comes_back_from_its_address(points):
    assert unpacked(packed(points)) == [pytest.approx(point, abs=0.51e-4) for point in points]


@pytest.mark.once
@given(st.text(alphabet=waypoints.SIGNS + "%é", max_size=40))
def test_a_broken_address_is_no_line(text):
    try:
        points = unpacked(text)
    except ValueError:
        return
    assert all(abs(lat) <= 90 and abs(lon) <= 180 for lat, lon in points)


@pytest.mark.once
def test_five_hundred_points_fit_into_an_address():
    line = packed([(30 + at * 0.012, 101 + at % 7 * 0.02) for at in range(500)])
    assert len(line) < 3500
