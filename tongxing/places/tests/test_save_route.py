"""Somebody keeps a way, sends its address on, and others look at it."""

from importlib import import_module

import pytest
from django.apps import apps

from tongxing.core.refusal import Refused
from tongxing.places import rules
from tongxing.places.actions import save_route
from tongxing.places.models import Route

from .conftest import make_place, make_route

SPOTS = [(30.575, 104.064, "成都"), (30.0, 101.95, "康定")]
ASKED = {"from": "成都", "via1": "雅安", "to": "康定"}


def test_a_way_is_kept_with_its_points_and_names(member):
    route = save_route(by=member, name="West", lines=[SPOTS], within_km=20)
    assert (route.person, route.name, route.within_km, route.on) == (member, "West", 20, None)
    assert route.lines == [[[30.575, 104.064, "成都"], [30.0, 101.95, "康定"]]]


def test_the_same_form_sent_again_keeps_no_second_one(member):
    first = save_route(by=member, name="West", lines=[SPOTS], within_km=20, once="x")
    assert save_route(by=member, name="West", lines=[SPOTS], within_km=20, once="x") == first
    assert Route.objects.count() == 1


def test_a_person_keeps_so_many_and_no_more(member, monkeypatch):
    monkeypatch.setattr(rules.routes, "ROUTES", 2)
    for _number in range(2):
        make_route(member)
    with pytest.raises(Refused, match="You keep 2 ways"):
        make_route(member)


def test_through_the_pages(client, member, stranger):
    client.force_login(member)
    client.cookies["language"] = "en"
    page = client.get("/places/along/save/", ASKED).content.decode()
    assert 'value="成都 to 康定"' in page
    answer = client.post("/places/along/save/", ASKED | {"name": "West", "within_km": "15", "on": "2026-12-24"})
    route = Route.objects.get()
    assert answer["Location"] == f"/places/along/{route.uid}/"
    assert [point[2] for point in route.lines[0]] == ["成都", "雅安", "康定"]
    assert (route.within_km, str(route.on)) == (15, "2026-12-24")
    assert "West" in client.get("/me/routes/").content.decode()
    client.force_login(stranger)
    assert "West" not in client.get("/me/routes/").content.decode()


def test_what_is_wrong_comes_back_with_what_was_typed(client, member):
    client.force_login(member)
    answer = client.post("/places/along/save/", ASKED | {"name": "", "within_km": "500", "on": "2026-12-24"})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert 'value="500"' in page
    assert 'name="via1" value="雅安"' in page
    assert not Route.objects.exists()


def test_whoever_has_the_address_sees_the_way_and_not_whose_it_is(client, member, way, steward):
    place = make_place(steward, lat=30.0, lon=102.0, area="四川 康定", datum="wgs84")
    page = client.get(way.get_absolute_url()).content.decode()
    assert place.name in page
    assert way.name in page
    assert member.handle not in page
    assert f"/places/along/{way.uid}/edit/" not in page
    client.force_login(member)
    assert f"/places/along/{way.uid}/edit/" in client.get(way.get_absolute_url()).content.decode()


def test_one_kind_along_a_kept_way(client, way, steward):
    make_place(steward, "甲小学", lat=30.0, lon=102.0, area="四川 康定", datum="wgs84")
    make_place(steward, "乙村", kind="village", lat=30.0, lon=102.1, area="四川 康定", datum="wgs84")
    page = client.get(way.get_absolute_url(), {"kind": "village"}).content.decode()
    assert ("甲小学" in page, "乙村" in page) == (False, True)
    assert client.get(way.get_absolute_url(), {"kind": "\0"}).status_code == 200


def test_ways_of_one_line_that_were_kept_before_become_lists_of_one(member):
    wrapping = import_module("tongxing.places.migrations.0012_ways_of_several_lines")
    line = [[30.575, 104.064, "成都"], [30.0, 101.95, "康定"]]
    route = Route.objects.create(person=member, name="West", lines=line)
    wrapping.wrap(apps, None)
    assert Route.objects.get(pk=route.pk).lines == [line]
    wrapping.unwrap(apps, None)
    assert Route.objects.get(pk=route.pk).lines == line
