"""The service map of a space: every place it served, with years and how, here and on pages elsewhere."""

import re
import xml.etree.ElementTree as tree
from datetime import timedelta

import pytest
from django.utils import timezone

from tongxing.activities.actions import cancel_activity
from tongxing.conftest import NOON, make_activity
from tongxing.needs.actions import agree_match, offer_match, receive_match
from tongxing.needs.tests.conftest import make_need
from tongxing.people.models import Person
from tongxing.places.models import Place
from tongxing.places.served import served_by

from .conftest import make_place

pytestmark = pytest.mark.django_db
PARTS = ("map/", "map/embed/", "map.svg", "map.geojson")


@pytest.fixture
def place(steward):
    return make_place(steward, lat=30.1, lon=101.1, datum="wgs84")


def held(space, steward, place, year, **fields):
    """Something that took place in May of a year."""
    when = {"starts_wall": f"{year}-05-06T14:00", "ends_wall": f"{year}-05-06T16:00"}
    now = timezone.now().replace(year=year, month=1, day=2)
    return make_activity(space, steward, place=place, now=now, **when | fields)


def given(space, steward, place):
    """A gift of the space that has arrived."""
    match = offer_match(make_need(steward, place=place), by=steward, space=space, quantity=2, now=NOON)
    return receive_match(agree_match(match, by=steward, now=NOON), by=steward, now=NOON)


def shown(client, query=""):
    """The places and the lines of the page."""
    page = client.get(f"/s/readers/map/?lang=en&{query}").content.decode()
    return re.findall(r"<h3><a [^>]*>([^<]*)</a></h3>\s*<p[^>]*>[^<]*</p>\s*<p[^>]*>([^<]*)</p>", page)


def test_years_and_ways_of_each_place(client, space, steward, place):
    far = make_place(steward, "远山小学", "四川 甘孜县", lat=31.6, lon=99.9, datum="wgs84")
    for year in (2023, 2025):
        held(space, steward, place, year)
    held(space, steward, far, 2024, kind="trip")
    given(space, steward, place)

    assert shown(client) == [(place.name, "2026, 2025, 2023 · Something given, Meeting point"),
                             (far.name, "2024 · Trip")]  # fmt: skip
    assert shown(client, "year=2025") == [(place.name, "2025 · Meeting point")]
    assert shown(client, "sort=trip") == [(far.name, "2024 · Trip")]
    assert shown(client, "year=2025&sort=trip") == []
    assert len(shown(client, "year=x&sort=y")) == 2


def test_what_is_no_service(client, space, steward, place):
    coming = timezone.now() + timedelta(days=5)
    held(space, steward, place, 2025, publish=False)
    walls = {"starts_wall": f"{coming:%Y-%m-%dT10:00}", "ends_wall": f"{coming:%Y-%m-%dT11:00}"}
    make_activity(space, steward, place=place, **walls)
    called_off = held(space, steward, place, 2026, starts_wall="2099-05-06T14:00", ends_wall="2099-05-06T16:00")
    cancel_activity(called_off, by=steward, reason="Rain", now=timezone.now())
    offer_match(make_need(steward, place=place), by=steward, space=space, quantity=2, now=NOON)

    assert shown(client) == []
    assert "No place yet" in client.get("/s/readers/map/?lang=en").content.decode()


def test_elsewhere_only_what_everybody_may_see(client, space, steward, member, place):
    far = make_place(steward, "远山小学", "四川 甘孜县", lat=31.6, lon=99.9, datum="wgs84")
    held(space, steward, place, 2025)
    held(space, steward, far, 2025, audience="members")
    client.force_login(member)

    assert {name for name, _line in shown(client)} == {place.name, far.name}
    for part in PARTS[1:]:
        answer = client.get(f"/s/readers/{part}")
        assert place.name in answer.content.decode() and far.name not in answer.content.decode()
        assert answer["Cross-Origin-Resource-Policy"] == "cross-origin" and not answer.cookies
    found = client.get("/s/readers/map.geojson?year=2025").json()["features"]
    assert [(one["properties"]["years"], one["properties"]["sorts"]) for one in found] == [([2025], ["event"])]
    assert client.get("/s/readers/map.geojson?year=2024").json()["features"] == []


def test_a_frame_is_allowed_for_the_embedded_page_alone(client, space, steward, place):
    held(space, steward, place, 2025)

    for part in PARTS:
        answer = client.get(f"/s/readers/{part}")
        framed = part == "map/embed/"
        assert ("frame-ancestors *" in answer["Content-Security-Policy"]) == framed
        assert ("X-Frame-Options" in answer.headers) != framed
    assert b"<script" not in client.get("/s/readers/map/embed/").content


def test_a_picture_that_stands_for_itself(client, space, steward, place):
    held(space, steward, place, 2025)
    Place.objects.update(name="<b>&amp;小学")

    picture = tree.fromstring(client.get("/s/readers/map.svg").content)

    assert picture.tag.endswith("svg") and any("<b>&amp;小学" in (one.text or "") for one in picture.iter())


def test_a_space_of_members_shows_nothing_elsewhere(client, space, steward, stranger, place):
    held(space, steward, place, 2025)
    type(space).objects.filter(pk=space.pk).update(audience="members")

    for person, codes in ((None, [404] * 4), (stranger, [404] * 4), (steward, [200, 404, 404, 404])):
        if person:
            client.force_login(person)
        assert [client.get(f"/s/readers/{part}").status_code for part in PARTS] == codes


def test_a_place_that_was_taken_away(space, steward, place):
    held(space, steward, place, 2025)
    Place.objects.update(hidden_at=NOON)

    assert served_by(space, Person.objects.get(pk=steward.pk)) == ([], [2025])
