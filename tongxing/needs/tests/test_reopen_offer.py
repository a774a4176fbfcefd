"""It can be had again."""

from tongxing.conftest import NOON
from tongxing.needs.actions import close_offer, reopen_offer
from tongxing.needs.models import Offer

from .conftest import make_offer


def test_it_is_open_again(client, member):
    offer = close_offer(make_offer(member), by=member, now=NOON)

    reopen_offer(offer, by=member, now=NOON)

    assert list(Offer.objects.open()) == [offer]


def test_the_page_offers_it(client, member):
    offer = close_offer(make_offer(member), by=member, now=NOON)
    client.force_login(member)

    assert "It can be had again" in client.get(offer.get_absolute_url(), {"lang": "en"}).content.decode()
    assert client.post(f"/offers/{offer.uid}/reopen/").url == offer.get_absolute_url()
