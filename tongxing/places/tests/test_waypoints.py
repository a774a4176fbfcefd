"""What people say of their way: areas, places, points, and what is asked back."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError

from tongxing.places import waypoints
from tongxing.places.waypoints import Unclear, spot_called

from .conftest import make_place

NOBODY = AnonymousUser()


def test_a_point_is_a_point(db):
    assert spot_called("30.03, 101.01", NOBODY) == (30.03, 101.01, "")
    assert spot_called("30.03，101.01", NOBODY) == (30.03, 101.01, "")


@pytest.mark.parametrize(
    ("text", "point"),
    [
        ("30°N, 101°E", (30, 101)),
        ("30.03°N 101.01°E", (30.03, 101.01)),
        ("101.01E, 30.03N", (30.03, 101.01)),
        ("N30.03 E101.01", (30.03, 101.01)),
        ("n 30.03, e 101.01", (30.03, 101.01)),
        ("30.03N101.01E", (30.03, 101.01)),
        ("30°1'48\"N, 101°0'36\"E", (30.03, 101.01)),
        ("30° 1′ 48″ N 101° 0′ 36″ E", (30.03, 101.01)),
        ("N 30°1.8' E 101°0.6'", (30.03, 101.01)),
        ("北纬30.03度，东经101.01度", (30.03, 101.01)),
        ("东经101.01°、北纬30.03°", (30.03, 101.01)),
        ("北纬30度1分48秒 东经101度0分36秒", (30.03, 101.01)),
        ("３０.０３Ｎ，１０１.０１Ｅ", (30.03, 101.01)),
        ("33.5°S, 70.25°W", (-33.5, -70.25)),
    ],
)
def test_a_point_is_read_as_people_write_it(db, text, point):
    assert spot_called(text, NOBODY) == (pytest.approx(point[0]), pytest.approx(point[1]), "")


@pytest.mark.parametrize("text", ["30N 101N", "30E 101E", "30°75'N 101°E", "N30", "30°N", "NE", "N E", "30N, 101E, 5"])
def test_what_is_half_a_point_is_none(db, text):
    with pytest.raises(Unclear, match="No area and no place"):
        spot_called(text, NOBODY)


def test_a_point_beyond_the_poles_is_said_to_be_none(db):
    with pytest.raises(ValidationError, match="Latitude goes from -90 to 90"):
        spot_called("91°N, 101°E", NOBODY)


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
