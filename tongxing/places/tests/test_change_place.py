"""Anybody signed in writes what they know better; what was there before is kept."""

import re
from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser

from tongxing.conftest import NOON
from tongxing.core.events import Event
from tongxing.core.refusal import Refused
from tongxing.core.search import find
from tongxing.places.actions import change_place, restore_revision
from tongxing.places.models import Place, PlaceKind

from .conftest import area_named, make_place

pytestmark = pytest.mark.django_db

LATER = NOON + timedelta(days=1)


def given(place, **changes):
    """What the form of a place asks for, with some of it changed."""
    fields = {
        "kind": place.kind_id,
        "name": place.name,
        "area": place.area,
        "address": place.address,
        "about": place.about,
    }
    return fields | {"lat": place.given_lat, "lon": place.given_lon, "datum": place.datum} | changes


def test_a_revision_says_what_changed(place, stranger):
    changed = change_place(place, by=stranger, now=LATER, **given(place, name="石板沟完全小学", about="新修了教室。"))

    revision = changed.revisions.last()
    assert (revision.by, revision.at) == (stranger, LATER)
    assert revision.changes == {"name": ["石板沟小学", "石板沟完全小学"], "about": ["河谷边的村小。", "新修了教室。"]}
    assert changed.changed_at == LATER
    assert Event.objects.last().facts == {"fields": ["about", "name"]}
    assert [key["key"] for key in find("places.place", "新修")] == [place.uid]
    assert not find("places.place", "河谷")


def test_nothing_changed_nothing_happens(place, stranger):
    change_place(place, by=stranger, now=LATER, **given(place))

    assert place.revisions.count() == 1
    assert not Event.objects.filter(verb="place.changed").exists()


def test_a_rough_point_keeps_what_was_given(steward):
    """An import's shared point is kept beside the seat that stands for it, until somebody knows better."""
    place = make_place(steward, address="一")
    type(place).objects.update(given_lat=30.5, given_lon=101.5, datum="unknown")
    place.refresh_from_db()

    place = change_place(place, by=steward, now=LATER, **given(place, lat=None, lon=None, address="二"))
    assert (place.given_lat, place.precision) == (30.5, "county")

    place = change_place(
        place, by=steward, now=LATER, **given(place, lat=30.1, lon=101.1, datum="wgs84", surveyed=True)
    )
    assert (place.lat, place.given_lat, place.precision) == (30.1, 30.1, "surveyed")


def test_the_form_shows_what_is_there(client, place, stranger):
    client.force_login(stranger)

    page = client.get(f"/places/{place.uid}/edit/").content.decode()

    for words in (
        "石板沟小学",
        "四川省 甘孜藏族自治州 雅江县",
        "八角楼乡石板沟村",
        "河谷边的村小。",
    ):
        assert words in page
    assert "30.10000, 101.10000" in client.get(f"/places/{place.uid}/edit/way/").content.decode()


def test_the_page_saves_and_says_so(client, place, stranger):
    client.force_login(stranger)
    sent = {
        "name": "石板沟小学",
        "kind": "school",
        "area": "雅江",
        "address": "新地址",
        "point": "",
        "datum": "unknown",
    }

    response = client.post(f"/places/{place.uid}/edit/", sent, follow=True)

    assert "Saved. What was there before is kept." in response.content.decode()
    assert "新地址" in response.content.decode()


def test_another_area_moves_it(place, stranger):
    moved = change_place(place, by=stranger, now=LATER, **given(place, area=area_named("理塘"), lat=None, lon=None))

    assert (moved.area.name, moved.lat, moved.precision) == ("理塘县", moved.area.lat, "county")


def test_signed_out(client, place):
    assert client.get(f"/places/{place.uid}/edit/").status_code == 302
    with pytest.raises(Refused, match="Sign in to write what you know."):
        change_place(place, by=AnonymousUser(), now=LATER, **given(place))


def test_facts_of_the_kind_are_asked_and_dated(client, place, steward):
    client.force_login(steward)
    where = f"/places/{place.uid}/edit/facts/"
    assert "Pupils" in client.get(where).content.decode() and "Beds" not in client.get(where).content.decode()

    client.post(where, {"pupils": "５０人", "library": "yes", "internet": "unknown", "as_of": "2026年10月"})
    place.refresh_from_db()
    assert place.facts == {"pupils": {"value": 50, "as_of": "2026-10"}, "library": {"value": True, "as_of": "2026-10"}}
    client.post(where, {"pupils": "50", "library": "no", "as_of": "2026-11-02", "source": "The headmistress"})
    place.refresh_from_db()
    assert place.facts["pupils"]["as_of"] == "2026-10" and place.facts["library"] == {
        "value": False, "as_of": "2026-11-02", "source": "The headmistress"}  # fmt: skip


def test_bad_facts_are_said_at_their_field(client, place, steward):
    client.force_login(steward)

    page = client.post(f"/places/{place.uid}/edit/facts/", {"pupils": "many", "as_of": "last year", "books": "200"})
    said = page.content.decode()
    assert page.status_code == 422 and "Write a number" in said and "Write a year" in said and 'value="200"' in said


def test_what_a_step_does_not_ask_stays(client, place, steward):
    client.force_login(steward)
    client.post(f"/places/{place.uid}/edit/way/", {"point": "30.2, 101.2", "datum": "wgs84", "way": "By bus\nOn foot"})
    client.post(f"/places/{place.uid}/edit/survey/", {"surveyor": "A team of two", "surveyed_on": "2026/10/2"})
    client.post(f"/places/{place.uid}/edit/", {"name": "石板沟小学", "kind": "school", "area": "四川 雅江"})

    place.refresh_from_db()
    assert (place.lat, place.way, place.surveyed_on, place.precision) == (
        30.2, "By bus\nOn foot", "2026-10-02", "address")  # fmt: skip


def test_a_picture_is_shown_and_taken_away(client, place, steward, settings, tmp_path):
    import io

    from PIL import Image

    settings.FILES_ROOT = tmp_path
    picture = io.BytesIO()
    Image.new("RGB", (64, 48), "teal").save(picture, "PNG")
    picture.seek(0)
    picture.name = "gate.png"
    client.force_login(steward)

    client.post(f"/places/{place.uid}/edit/picture/", {"picture": picture})
    assert client.get(f"/places/{place.uid}/small.webp").headers["Content-Type"] == "image/webp"
    drawing = io.BytesIO(b"<svg/>")
    drawing.name = "drawing.svg"
    bad = client.post(f"/places/{place.uid}/edit/picture/?lang=en", {"picture": drawing})
    assert bad.status_code == 422 and "drawing.svg can&#39;t be read as a picture" in bad.content.decode()
    assert client.get(f"/places/{place.uid}/small.webp").status_code == 200
    client.post(f"/places/{place.uid}/edit/picture/", {"remove": "on"})
    assert client.get(f"/places/{place.uid}/small.webp").status_code == 404


def test_what_somebody_else_wrote_meanwhile_stays(client, place, member, stranger):
    """The form of the facts sends all of them; only those that were changed are changed."""
    change_place(place, by=member, now=NOON, facts={"pupils": {"value": 100}, "grades": {"value": 0}})
    client.force_login(member)
    where = f"/places/{place.uid}/edit/facts/"
    form = client.get(where).content.decode()
    seen = re.search(r'name="seen" value="(\d+)"', form)[1]
    corrected = {"pupils": {"value": 120}, "grades": {"value": 0}}
    change_place(place, by=stranger, now=NOON, facts=corrected)

    client.post(where, {"seen": seen, "pupils": "100", "grades": "0", "teachers": "4"})

    place.refresh_from_db()
    assert {code: fact["value"] for code, fact in place.facts.items()} == {"pupils": 120, "grades": 0, "teachers": 4}
    client.post(where, {"seen": seen, "pupils": "", "grades": "0", "teachers": ""})
    place.refresh_from_db()
    assert {code: fact["value"] for code, fact in place.facts.items()} == {"grades": 0, "teachers": 4}


@pytest.mark.parametrize("point", ["-90, -180", "-90, 0", "0, -180"])
def test_a_point_that_lies_nowhere_after_the_shift(client, steward, point):
    place = make_place(steward)
    Place.objects.update(area=None, lat=None, lon=None, precision="none")
    client.force_login(steward)
    page = client.post(f"/places/{place.uid}/edit/way/?lang=en", {"point": point, "datum": "bd09"})

    assert page.status_code in (302, 422)
    place.refresh_from_db()
    assert place.lat is None or abs(place.lat) <= 90


def test_a_revision_of_a_kind_that_is_no_more(place, steward):
    PlaceKind.objects.create(code="stall", zh="摊", en="Stall")
    change_place(place, by=steward, now=NOON, kind="stall")
    old = place.revisions.last()
    change_place(place, by=steward, now=NOON, kind="school", about="x")
    PlaceKind.objects.filter(code="stall").delete()

    assert restore_revision(old, by=steward, now=NOON).kind_id == "school"
