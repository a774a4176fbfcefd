"""Lists ask the database as often for thirty rows as for one, and the main pages keep to their ceilings (law 8)."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tongxing.activities.actions import join_activity, write_report
from tongxing.conftest import newcomer
from tongxing.core.outbox import work_once
from tongxing.needs.actions import offer_match
from tongxing.needs.tests.conftest import make_need, make_offer
from tongxing.people.models import Person
from tongxing.places.tests.conftest import make_place
from tongxing.spaces import actions as spaces
from tongxing.talk.actions import write_letter

from .world import picture, planned


def signed_in(person):
    """A client that asks in English; signed out without a person."""
    client = Client(headers={"Accept-Language": "en"})
    if person:
        client.force_login(person)
    client.get("/about/")  # what is asked once in a process is asked now
    return client


def queries(client, where, method="get", body=None):
    """How often a page asks the database; its own transaction counts, the session's and the sign-in's too."""
    with CaptureQueriesContext(connection) as asked:
        response = getattr(client, method)(where, body or {})
    assert response.status_code in (200, 302), (where, response.status_code)
    return [query["sql"] for query in asked.captured_queries if not query["sql"].startswith(("SAVEPOINT", "RELEASE"))]


def more_activities(world, numbers):
    for number in numbers:
        activity = planned(world, f"Number {number}", seats=9)
        join_activity(activity, by=world.member, now=world.now)


def more_past(world, numbers):
    for number in numbers:
        activity = planned(world, f"Once {number}", days=-3)
        write_report(
            activity, by=world.steward, text="Told.", pictures=[picture((number, 9, 9))], alt="x", now=world.now
        )


def more_spaces(world, numbers):
    for number in numbers:
        made = spaces.open_space(by=world.steward, now=world.now, kind="team", short=f"team{number}x", name="Team")
        spaces.join_space(made, by=world.member, now=world.now)


def more_people(world, numbers):
    for number in numbers:
        person = newcomer(f"person{number}x")
        spaces.join_space(world.readers, by=person, now=world.now)
        spaces.ask_to_join(world.choir, by=person, words="", now=world.now)
        spaces.make_invitation(world.readers, person, world.now)
        join_activity(world.members, by=person, size=1, now=world.now)
        join_activity(world.full, by=person, size=1, now=world.now)


def more_notices(world, numbers):
    more_people(world, numbers)
    more_activities(world, numbers)
    while work_once(most=100):
        pass


def more_places(world, numbers):
    for number in numbers:
        make_place(world.steward, f"Number {number}", "四川 雅江", lat=30.1 + number / 999, lon=101.1, datum="wgs84")
    while work_once(most=100):
        pass


def more_needs(world, numbers):
    for number in numbers:
        make_need(world.steward, place=world.place, title=f"Number {number}", now=world.now)


def more_offers(world, numbers):
    for number in numbers:
        make_offer(world.steward, world.readers, title=f"Number {number}", now=world.now)


def more_gifts(world, numbers):
    for number in numbers:
        giver = Person.objects.filter(handle=f"giver{number}x").first() or newcomer(f"giver{number}x")
        if not world.need.matches.filter(person=giver).exists():
            offer_match(world.need, by=giver, quantity=1, now=world.now)


def more_letters(world, numbers):
    for number in numbers:
        write_letter(world.place, by=world.asker, text=f"Number {number}", now=world.now)


# (what is asked, by whom, which rows are added): the address may name a thing of the world.
LISTS = [
    ("/activities/", None, more_activities),
    ("/activities/", "member", more_activities),
    ("/activities/?time=past", None, more_past),
    ("/spaces/", None, more_spaces),
    ("/spaces/", "member", more_spaces),
    ("/s/readers/", None, more_people),
    ("/s/readers/", None, more_activities),
    ("/s/readers/", "steward", more_past),
    ("/s/readers/people/", "steward", more_people),
    ("/s/choir/people/", "steward", more_people),
    ("/notices/", "steward", more_notices),
    ("{full.url}", None, more_people),
    ("{members.url}", "member", more_people),
    ("/activities/{full.uid}/people/", "steward", more_people),
    ("/search/?q=Number", None, more_activities),
    ("/search/?q=Team", None, more_spaces),
    ("/places/", None, more_places),
    ("/places/?area=513325", "member", more_places),
    ("/map/", None, more_places),
    ("/map/?bbox=100,29,102,31", None, more_places),
    ("/map/tiles/5/24/13.json", None, more_places),
    ("/map/places.geojson?kind=school", None, more_places),
    ("/needs/", None, more_needs),
    ("{place.url}", None, more_needs),
    ("/offers/", None, more_offers),
    ("/areas/", None, more_places),
    ("/areas/513325/", None, more_places),
    ("/areas/510000/", "member", more_needs),
    ("/areas/513325/feed.atom", None, more_needs),
    ("/needs/feed.atom", None, more_needs),
    ("{need.url}", "steward", more_gifts),
    ("{thread.url}", "steward", more_letters),
    ("/", None, more_activities),
    ("/", "member", more_activities),
    ("/", "steward", more_past),
    ("/activities/new/", "steward", more_spaces),
]


def where_in(world, address):
    """An address with what it names of the world."""
    for name in ("open", "full", "members", "place", "need", "thread"):
        thing = getattr(world, name)
        address = address.replace(f"{{{name}.url}}", thing.get_absolute_url()).replace(f"{{{name}.uid}}", thing.uid)
    return address


@pytest.mark.parametrize(("address", "who", "more"), LISTS)
def test_thirty_rows_cost_as_many_queries_as_one(world, address, who, more):
    client, where = signed_in(who and getattr(world, who)), where_in(world, address)
    more(world, range(1))
    few = queries(client, where)
    more(world, range(1, 31))
    many = queries(client, where)

    assert len(many) <= len(few), "\n".join(query[:200] for query in many if query not in few)


CEILINGS = [("/activities/", 3), ("{open.url}", 6), ("/s/readers/", 8), ("/", 5), ("/spaces/", 3), ("/about/", 0),
            ("/places/", 5), ("/map/", 5), ("/map/?bbox=100,29,102,31", 4), ("/map/tiles/5/24/13.json", 3),
            ("/map/seats.json", 0), ("/map/places.geojson", 2),
            ("/account/login/", 0), ("/account/signup/", 0), ("/healthz", 1), ("/search/?q=parcels", 5)]  # fmt: skip


@pytest.mark.parametrize(("address", "most"), CEILINGS)
def test_a_newcomer_asks_little_of_the_database(world, address, most):
    asked = queries(signed_in(None), where_in(world, address))
    assert len(asked) <= most, "\n".join(query[:200] for query in asked)


def test_signing_up_for_an_activity(world):
    client = signed_in(world.stranger)
    asked = queries(client, f"/activities/{world.open.uid}/join/", "post", {"size": "1"})
    assert len(asked) <= 12, "\n".join(query[:200] for query in asked)
