"""Thirty dictionaries that an invented school lacks, and somebody who would give some."""

import pytest

from tongxing.conftest import NOON
from tongxing.needs.actions import agree_match, create_need, create_offer, offer_match
from tongxing.needs.models import Category, Tick
from tongxing.places.tests.conftest import make_place


def make_need(by, *, now=NOON, quantity=30, **fields):
    """Dictionaries, lacking from noon on."""
    tick = Tick.objects.get(code="books-dictionary")
    given = {"title": "Dictionaries", "tick": tick, "category": tick.category, "unit": "copies", "about": ""}
    return create_need(by=by, now=now, quantity=quantity, **given | fields)


def make_offer(by, space=None, *, now=NOON, category="books", **fields):
    """Twenty dictionaries to be had."""
    given = {"title": "Old dictionaries", "sort": "goods", "quantity": 20, "unit": "copies", "about": "", "terms": ""}
    given |= {"category": Category.objects.get(code=category)}
    return create_offer(by=by, space=space or by.space, now=now, **given | fields)


@pytest.fixture
def place(steward):
    return make_place(steward, lat=30.1, lon=101.1, datum="wgs84")


@pytest.fixture
def need(place, steward):
    return make_need(steward, place=place)


@pytest.fixture
def match(need, member):
    """Ten of the thirty, offered."""
    return offer_match(need, by=member, quantity=10, words="By post", now=NOON)


@pytest.fixture
def agreed(match, steward):
    return agree_match(match, by=steward, now=NOON)


def page_of(client, thing, person=None):
    """The page of a thing as somebody reads it, in English."""
    if person:
        client.force_login(person)
    return client.get(thing.get_absolute_url(), {"lang": "en"}, follow=True).content.decode()
