"""Going there, having been there, watching."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from tongxing.conftest import NOON, newcomer
from tongxing.core.models import Event
from tongxing.core.refusal import Refused
from tongxing.places.actions import mark_place
from tongxing.places.models import Mark

TODAY = NOON.date()


def mark(place, by, kind, days=0, **more):
    return mark_place(place, by=by, kind=kind, on=TODAY + timedelta(days=days), today=TODAY, now=NOON, **more)


def test_going_is_said_once_and_moved(place, stranger):
    mark(place, stranger, "going", 3, note="By bus")
    mark(place, stranger, "going", 5)

    assert [(one.on, one.note) for one in Mark.objects.filter(kind="going")] == [(TODAY + timedelta(days=5), "")]
    assert Event.objects.filter(verb="place.going").count() == 1


def test_visits_are_many_and_one_a_day(place, stranger):
    for days in (-30, -30, -2):
        mark(place, stranger, "visited", days)

    assert place.marks.been().count() == 2


def test_a_visit_ends_the_going_before_it(place, stranger):
    mark(place, stranger, "going", 0)
    mark(place, stranger, "visited", 0)

    assert not place.marks.filter(kind="going").exists()


@pytest.mark.parametrize(
    ("kind", "days", "says"),
    [("going", -1, "from today on"), ("going", 900, "within two years"), ("visited", 1, "has come already")],
)
def test_days_that_make_no_sense(place, stranger, kind, days, says):
    with pytest.raises(Refused, match=says):
        mark(place, stranger, kind, days)


def test_a_day_is_needed(place, stranger):
    with pytest.raises(Refused, match="Say on which day"):
        mark_place(place, by=stranger, kind="going", today=TODAY, now=NOON)


def test_who_sees_it(place, stranger, member):
    mark(place, stranger, "going", 1, audience="mine")
    mark(place, member, "going", 1)

    assert [one.person for one in place.marks.visible_to(AnonymousUser())] == [member]
    assert {one.person for one in place.marks.visible_to(stranger)} == {member, stranger}
    assert Event.objects.filter(verb="place.going").count() == 1


def test_before_18_only_oneself_sees_it(place, db):
    young = newcomer("young", age="14-17")

    assert mark(place, young, "visited").audience == "mine"


def test_by_the_page(client, place, stranger):
    client.force_login(stranger)

    bad = client.post(f"/places/{place.uid}/mark/going/", {"on": "soon", "note": "By bus", "audience": "public"})
    assert bad.status_code == 422 and "By bus" in bad.content.decode() and "2026-10-02" in bad.content.decode()

    client.post(f"/places/{place.uid}/mark/watching/", {"audience": "public"})
    assert stranger.marks.get().kind == "watching"
    assert place.name in client.get("/me/places/").content.decode()


def test_the_stream_shows_only_what_may_be_seen(client, place, stranger, member):
    mark(place, stranger, "visited", -1, note="Mine alone", audience="mine")
    mark(place, member, "visited", -1, note="For everybody")

    page = client.get("/places/on-the-way/").content.decode()
    assert "For everybody" in page and "Mine alone" not in page


@pytest.mark.parametrize("kind", ["going", "visited", "watching"])
def test_each_mark_is_made_by_its_page(client, place, stranger, kind):
    client.force_login(stranger)
    address = f"/places/{place.uid}/mark/{kind}/"
    assert client.get(address).status_code == 200

    on = {} if kind == "watching" else {"on": timezone.localdate().isoformat()}
    done = client.post(address, {"note": "", "audience": "public"} | on)

    assert done["Location"] == place.get_absolute_url() + "#people"
    assert place.marks.get(person=stranger).kind == kind
    assert client.get(address).status_code == 200
