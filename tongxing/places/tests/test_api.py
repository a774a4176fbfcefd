"""Places over the API: the same deeds, the same sentences."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tongxing.conftest import NOON, program, send
from tongxing.places.actions import confirm_place
from tongxing.places.models import Place

from .conftest import make_place

pytestmark = pytest.mark.django_db
NEW = {"name": "青冈村小学", "kind": "school", "area": "四川 雅江", "point": "30.1, 101.1", "datum": "wgs84"}
NOBODY = "222222222222"


def names(response):
    return [one["name"] for one in response.json()["items"]]


def wrong(response):
    """{field: sentence} of a problem."""
    assert response["Content-Type"] == "application/problem+json"
    return {one["field"]: one["message"] for one in response.json().get("errors", [])}


def test_a_place_is_added_and_read(member):
    me = program(member)

    made = send(me, "POST", "/places", NEW | {"about": "两间教室。", "surveyed": True})

    assert made.status_code == 201
    said = made.json()
    assert made["Location"].endswith(f"/api/v1/places/{said['uid']}")
    assert (said["lat"], said["lon"], said["datum"], said["precision"]) == (30.1, 101.1, "wgs84", "surveyed")
    assert (said["kind"], said["area"]["name"], said["about"]) == ("school", "雅江县", "两间教室。")
    assert send(me, "GET", f"/places/{said['uid']}").json() == said
    assert Place.objects.get().revisions.get().by == member


def test_a_point_of_a_chinese_map_is_told_in_wgs84(member):
    said = send(program(member), "POST", "/places", NEW | {"datum": "gcj02"}).json()

    assert said["datum"] == "wgs84" and said["precision"] == "address"
    assert said["lat"] != 30.1 and abs(said["lat"] - 30.1) < 0.01


def test_without_a_point_the_seat_stands_and_it_is_said(member):
    said = send(program(member), "POST", "/places", NEW | {"point": None}).json()

    assert said["precision"] == "county" and said["lat"] == Place.objects.get().area.lat


def test_the_same_key_adds_one_place(member):
    me = program(member)

    first, second = (send(me, "POST", "/places", NEW, idempotency_key="k1") for _ in range(2))

    assert (first.status_code, second.status_code) == (201, 201)
    assert first.json() == second.json() and Place.objects.count() == 1


def test_what_may_be_the_same_is_named_first(member, place):
    me = program(member)
    given = NEW | {"name": "雅江县石板沟完小"}

    asked = send(me, "POST", "/places", given)

    assert asked.status_code == 409 and Place.objects.count() == 1
    assert place.uid in wrong(asked)["sure"] and place.name in wrong(asked)["sure"]
    assert send(me, "POST", "/places", given | {"sure": True}).status_code == 201


@pytest.mark.parametrize(
    ("changes", "field", "says"),
    [
        ({"name": "123"}, "name", "Write its name in words."),
        ({"name": "x" * 81}, "name", "This is too long."),
        ({"kind": "castle"}, "kind", "Select a valid choice. That choice is not one of the available choices."),
        ({"kind": "a\0b"}, "kind", "Null characters are not allowed."),
        ({"area": "Atlantis"}, "area", "No such area is known. Try the name of a county or city, such as Yajiang"),
        ({"point": "north"}, "point", "Write two numbers: latitude, longitude."),
        ({"point": "nan, nan"}, "point", "Latitude goes from -90 to 90, longitude from -180 to 180."),
        ({"point": "45, 90"}, "point", "This point lies "),
        ({"shape": "round"}, "shape", "This field isn't known here."),
    ],
)
def test_what_is_wrong_is_said_at_its_field(member, changes, field, says):
    answer = send(program(member), "POST", "/places", NEW | changes)

    assert answer.status_code == 422 and list(wrong(answer)) == [field]
    assert wrong(answer)[field].startswith(says)
    assert not Place.objects.exists()


@pytest.mark.parametrize("nasty", ["\0", "\ud800", "\u202e", "x\0\ud800y", "\uffff", "٣" * 12])
def test_no_text_breaks_anything(member, place, nasty):
    me = program(member)
    for name in ("name", "kind", "area", "address", "point", "datum", "about"):
        assert send(me, "POST", "/places", NEW | {name: nasty}).status_code in (201, 409, 422), name
        assert send(me, "PATCH", f"/places/{place.uid}", {name: nasty}).status_code in (200, 422), name


def test_a_change_leaves_what_was_not_sent(member, steward):
    place = make_place(steward, lat=30.1234567, lon=101.1234567, datum="wgs84", about="河谷边的村小。")

    changed = send(program(member), "PATCH", f"/places/{place.uid}", {"name": "石板沟完小"})

    assert changed.status_code == 200 and changed.json()["name"] == "石板沟完小"
    assert sorted(place.revisions.last().changes) == ["name"]
    place.refresh_from_db()
    assert (place.lat, place.lon, place.about) == (30.1234567, 101.1234567, "河谷边的村小。")


def test_a_point_can_be_taken_away(member, place):
    said = send(program(member), "PATCH", f"/places/{place.uid}", {"point": None}).json()

    assert said["precision"] == "county"


def test_a_change_of_what_somebody_changed_meanwhile_is_refused(member, place):
    me, where = program(member), f"/places/{place.uid}"
    tag = send(me, "GET", where)["ETag"]
    send(me, "PATCH", where, {"address": "Elsewhere"})

    late = send(me, "PATCH", where, {"name": "Late"}, if_match=tag)

    assert late.status_code == 412 and send(me, "GET", where).json()["name"] == place.name


def test_confirming_once_is_enough(member, place):
    me = program(member)

    said = send(me, "POST", f"/places/{place.uid}/confirm")
    again = send(me, "POST", f"/places/{place.uid}/confirm")

    assert said.status_code == 200 and said.json()["holds"] is True
    assert said.json()["confirmed_by"]["handle"] == "member"
    assert again.status_code == 409 and again.json()["detail"].startswith("You confirmed this record on")


@pytest.mark.parametrize(
    ("method", "path", "given", "says"),
    [
        ("POST", "/places", NEW, "Sign in to add a place."),
        ("PATCH", "/places/{uid}", {"name": "X"}, "Sign in to write what you know."),
        ("POST", "/places/{uid}/confirm", None, "Sign in to confirm this record."),
    ],
)
def test_nobody_writes_nothing(place, member, method, path, given, says):
    refused = send(program(None), method, path.format(uid=place.uid), given)

    assert refused.status_code == 401 and refused.json()["detail"] == says
    assert send(program(member, "read"), method, path.format(uid=place.uid), given).status_code == 403
    assert place.revisions.count() == 1


def test_a_record_that_was_taken_away_is_not_there(member, place):
    Place.objects.filter(pk=place.pk).update(hidden_at=NOON)
    me = program(member)

    for method, path, given in [("GET", "", None), ("PATCH", "", {"name": "X"}), ("POST", "/confirm", None)]:
        hidden = send(me, method, f"/places/{place.uid}{path}", given)
        absent = send(me, method, f"/places/{NOBODY}{path}", given)
        assert (hidden.status_code, hidden.content) == (404, absent.content)
    assert names(send(me, "GET", "/places")) == []


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["昆明湖小学", "石板沟村", "石板沟小学"]),
        ("?q=石板沟", ["石板沟村", "石板沟小学"]),
        ("?q=石板沟&kind=school", ["石板沟小学"]),
        ("?kind=%00", ["昆明湖小学", "石板沟村", "石板沟小学"]),
        ("?area=四川", ["石板沟村", "石板沟小学"]),
        ("?area=530000", ["昆明湖小学"]),
        ("?q=%FF", []),
        ("?q=%00", ["昆明湖小学", "石板沟村", "石板沟小学"]),
        ("?bbox=101.05,30.05,101.15,30.15", ["石板沟小学"]),
        ("?bbox=-180,-90,180,90", ["昆明湖小学", "石板沟村", "石板沟小学"]),
        ("?bbox=0,0,1,1", []),
    ],
)
def test_by_words_area_kind_and_box(steward, query, found):
    make_place(steward, lat=30.1, lon=101.1, datum="wgs84")
    make_place(steward, "石板沟村", kind="village")
    make_place(steward, "昆明湖小学", "云南 昆明")

    assert names(send(program(None), "GET", f"/places{query}")) == found


@pytest.mark.parametrize(
    ("path", "field"),
    [("/places?kind=castle", "kind"), ("/places?area=Atlantis", "area"), ("/places?area=999999", "area"),
     ("/needs?area=Atlantis", "area"), ("/needs?category=castle", "category"), ("/offers?category=castle", "category"),
     ("/activities?area=Atlantis", "area")],
)  # fmt: skip
def test_an_unknown_kind_or_area_is_said(steward, path, field):
    answer = send(program(steward), "GET", path)

    said = answer.json()
    assert (answer.status_code, [one["field"] for one in said["errors"]]) == (400, [field])
    assert said["detail"].startswith(("No area is called “", "No kind is called “castle”."))


@pytest.mark.parametrize(
    ("path", "field"),
    [("/activities?kind=castle", "kind"), ("/spaces?kind=castle", "kind"), ("/offers?sort=castle", "sort"),
     ("/needs?state=castle", "state"), ("/activities?time=castle", "time")],
)  # fmt: skip
def test_a_choice_that_nobody_knows_is_said_alike(steward, path, field):
    answer = send(program(steward), "GET", path)

    assert (answer.status_code, [one["field"] for one in answer.json()["errors"]]) == (400, [field])


def test_a_new_place_lies_in_the_area_of_a_code(steward):
    answer = send(program(steward), "POST", "/places", NEW | {"area": "513325"})

    assert (answer.status_code, answer.json()["area"]["name"]) == (201, "雅江县")


@pytest.mark.parametrize(
    "box", ["1", "a,b,c,d", "1,2,3", "1,2,3,4,5", "nan,0,1,1", "0,0,inf,1", "2,0,1,1", "0,80,1,99"]
)
def test_a_box_that_cannot_be_read_is_said(db, box):
    answer = send(program(None), "GET", f"/places?bbox={box}")

    assert answer.status_code == 422 and list(wrong(answer)) == ["bbox"]


def test_pages_follow_each_other(steward):
    for number in range(5):
        make_place(steward, f"学校{'甲乙丙丁戊'[number]}")
    first = send(program(None), "GET", "/places?limit=3").json()

    second = send(program(None), "GET", f"/places?limit=3&cursor={first['next']}").json()

    assert [one["name"] for one in first["items"] + second["items"]] == [
        "学校戊",
        "学校丁",
        "学校丙",
        "学校乙",
        "学校甲",
    ]
    assert second["next"] is None
    assert send(program(None), "GET", "/places?cursor=nonsense").status_code == 422


def test_thirty_places_take_as_many_queries_as_one(steward):
    def count():
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert send(program(None), "GET", "/places?limit=100").status_code == 200
        return len(queries)

    confirm_place(make_place(steward, "学校〇"), by=steward, now=NOON)
    one = count()
    for number in range(29):
        make_place(steward, f"学校{number}")

    assert count() == one


def test_areas_are_found_by_the_names_that_people_use(db):
    found = send(program(None), "GET", "/areas?q=四川 雅江").json()["items"]

    assert (found[0]["code"], found[0]["full_name"], found[0]["level"]) == ("513325", "四川省 甘孜藏族自治州 雅江县", 3)
    assert send(program(None), "GET", "/areas?q=Atlantis").json() == {"items": [], "next": None}
    assert send(program(None), "GET", "/areas").status_code == 422


def test_kinds_are_named_in_the_language_that_is_asked_for(db):
    kinds = send(program(None), "GET", "/place-kinds").json()["items"]
    zh = send(program(None), "GET", "/place-kinds", accept_language="zh-hans").json()["items"]

    assert [(one["code"], one["name"]) for one in (kinds[0], zh[0])] == [("school", "School"), ("school", "学校")]
    assert {"code": "library", "name": "图书室", "sort": "yes_no"} in zh[0]["facts"]
