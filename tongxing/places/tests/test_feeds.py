"""Feeds of a place, an area and a kind of need: what the public may read, as Atom."""

import json
import xml.etree.ElementTree as tree

import pytest
from django.conf import settings
from django.utils import timezone

from tongxing.activities.actions import write_report
from tongxing.activities.models import Activity
from tongxing.conftest import make_activity
from tongxing.needs.models import Need
from tongxing.needs.tests.conftest import make_need
from tongxing.places.actions import change_place, mark_place
from tongxing.places.models import Place

from .conftest import make_place
from .contacts import make_contact

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"
NASTY = "<b>&amp;\x0b]]>\ufffe小学\U0001f600"


@pytest.fixture
def place(steward):
    return make_place(steward, lat=30.1, lon=101.1, datum="wgs84")


def entries(client, where):
    """[title] of a feed, which is well-formed and has what RFC 4287 asks for."""
    answer = client.get(where, headers={"Accept-Language": "en"})
    assert answer["Content-Type"].startswith("application/atom+xml")
    feed = tree.fromstring(answer.content)
    found = feed.findall(f"{ATOM}entry")
    for thing in (feed, *found):
        assert all(len(thing.findall(ATOM + name)) == 1 for name in ("id", "title", "updated")), where
    assert feed.findtext(f"{ATOM}author/{ATOM}name") == settings.SITE_NAME  # of every entry that names none (4.1.1)
    assert feed.find(f"{ATOM}link[@rel='self']").get("href") == settings.ADDRESS + where
    updated = [one.findtext(f"{ATOM}updated") for one in found]
    assert not found or feed.findtext(f"{ATOM}updated") == max(updated)
    assert len({*ids(feed)}) == len(found) + 1
    return [one.findtext(f"{ATOM}title") for one in found]


def ids(feed):
    """[the id of the feed, those of its entries]."""
    return [one.text for one in feed.iter(f"{ATOM}id")]


def test_all_that_happens_at_a_place(client, place, space, steward, member):
    now = timezone.now()
    make_need(steward, place=place, now=now)
    mark_place(place, by=member, kind="visited", on=now.date(), note="Rain", today=now.date(), now=now)
    mark_place(place, by=steward, kind="visited", on=now.date(), audience="mine", today=now.date(), now=now)
    trip = make_activity(space, steward, title="Walking up", place=place)
    make_activity(space, steward, title="For us", place=place, audience="members")
    Activity.objects.filter(pk=trip.pk).update(starts_at=now - timezone.timedelta(hours=3), ends_at=now)
    write_report(trip, by=steward, text="Told.", now=now)

    found = entries(client, f"/places/{place.uid}/feed.atom")

    assert sorted(found) == sorted([
        "The record was changed", "Lacking: Dictionaries, 石板沟小学", f"{member.public_name} was there", "Walking up",
        "Told: Walking up"])  # fmt: skip


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_an_id_stays_when_a_thing_is_renamed(client, place, space, steward, language):
    def read(where):
        return tree.fromstring(client.get(where, headers={"Accept-Language": language}).content)

    now = timezone.now()
    make_need(steward, place=place, now=now)
    make_activity(space, steward, title="Walking up", place=place)
    wheres = [f"/places/{place.uid}/feed.atom", "/areas/513325/feed.atom", "/needs/feed.atom"]
    before = [ids(read(where)) for where in wheres]
    updated = read(wheres[1]).findtext(f"{ATOM}updated")

    Place.objects.update(name="改名小学", changed_at=now + timezone.timedelta(hours=1))
    Activity.objects.update(title="Riding up")
    Need.objects.update(title="Atlases", changed_at=now + timezone.timedelta(hours=2))

    assert [ids(read(where)) for where in wheres] == before
    assert all(one.startswith("tag:") and "%" not in one for found in before for one in found)  # no words in them
    assert read(wheres[1]).findtext(f"{ATOM}updated") > updated
    assert "改名小学" in "".join(read(wheres[1]).itertext())


def test_a_place_keeps_its_id_for_machines(client, place):
    def said():
        page = client.get(Place.objects.get().get_absolute_url()).content.decode()
        return json.loads(page.partition('<script type="application/ld+json">')[2].partition("</script>")[0])

    before = said()
    Place.objects.update(name="改名小学")

    assert said()["@id"] == before["@id"] and place.uid in before["@id"] and said()["name"] == "改名小学"


def test_words_that_look_like_html_stay_words(client, place):
    Place.objects.update(address="<b>1</b> & 2")

    feed = tree.fromstring(client.get("/areas/513325/feed.atom").content)

    assert "&lt;b&gt;1&lt;/b&gt; &amp; 2" in feed.findtext(f"{ATOM}entry/{ATOM}summary")


def test_an_area_tells_what_is_new_in_it(client, place, steward):
    make_place(steward, "别处小学", "四川 甘孜县", lat=31.6, lon=99.9, datum="wgs84")
    make_need(steward, place=place)

    assert sorted(entries(client, "/areas/513325/feed.atom")) == [
        "Lacking: Dictionaries, 石板沟小学",
        "New here: 石板沟小学",
    ]
    assert len(entries(client, "/areas/510000/feed.atom")) == 3
    assert entries(client, "/areas/440000/feed.atom") == []


def test_needs_of_a_kind(client, place, space, steward):
    make_need(steward, place=place)
    make_need(steward, space=space, title="For us")
    type(space).objects.filter(pk=space.pk).update(audience="members")

    assert entries(client, "/needs/feed.atom?category=books") == ["Lacking: Dictionaries, 石板沟小学"]
    assert entries(client, "/needs/feed.atom?category=sport") == []
    assert client.get("/needs/feed.atom?category=nothing").status_code == 404


def test_signs_that_xml_cannot_hold(client, place, steward):
    Place.objects.update(name=NASTY)

    assert entries(client, "/areas/513325/feed.atom") == ["New here: <b>&amp;]]>小学\U0001f600"]
    assert entries(client, f"/places/{place.uid}/feed.atom")


def test_what_it_says_changes_and_is_kept(client, place, steward):
    where = f"/places/{place.uid}/feed.atom"
    first = client.get(where)
    again = client.get(where, headers={"if-none-match": first["ETag"]})
    change_place(place, by=steward, now=timezone.now(), about="New roof")

    assert again.status_code == 304 and "public" in first["Cache-Control"]
    assert client.get(where, headers={"if-none-match": first["ETag"]}).status_code == 200


def test_a_reader_who_is_signed_in_gets_no_more(client, place, space, steward):
    make_activity(space, steward, title="For us", place=place, audience="members")
    client.force_login(steward)

    assert "For us" not in entries(client, f"/places/{place.uid}/feed.atom")


def test_no_contact_and_no_words_of_the_record(client, place, steward):
    make_contact(place, steward, name="canary-who", phone="0836 canary")
    change_place(place, by=steward, now=timezone.now(), about="canary-about")

    body = client.get(f"/places/{place.uid}/feed.atom").content + client.get("/areas/513325/feed.atom").content

    assert b"canary" not in body
