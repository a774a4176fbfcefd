"""Writing what is offered now."""

import pytest

from tongxing.conftest import NOON
from tongxing.core.refusal import Refused
from tongxing.needs.actions import change_offer

from .conftest import make_offer

GIVEN = {"title": "Fewer", "category": "books", "sort": "goods", "quantity": "3", "unit": "", "terms": "Ask first"}


def test_what_is_sent_holds(client, member):
    offer = make_offer(member)
    client.force_login(member)

    answer = client.post(f"/offers/{offer.uid}/edit/", GIVEN)

    offer.refresh_from_db()
    assert answer.url == offer.get_absolute_url()
    assert (offer.title, offer.quantity, offer.terms) == ("Fewer", 3, "Ask first")


def test_somebody_elses(member, stranger):
    with pytest.raises(Refused, match="Only those who look after"):
        change_offer(make_offer(member), by=stranger, title="Mine", now=NOON)
