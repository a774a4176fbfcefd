"""Offering something."""

import pytest

from tongxing.conftest import NOON
from tongxing.core.refusal import Refused
from tongxing.needs.models import Offer

from .conftest import make_offer

GIVEN = {"title": "A spare server", "category": "things", "sort": "servers", "quantity": "1", "unit": "", "terms": "",
         "about": "", "area": "", "until": "", "once": "a"}  # fmt: skip


def test_it_is_there_at_once(client, member):
    client.force_login(member)

    answer = client.post("/offers/new/", GIVEN | {"space": member.space.short})
    client.post("/offers/new/", GIVEN | {"space": member.space.short})

    assert answer.url == Offer.objects.get().get_absolute_url()
    assert "A spare server" in client.get("/offers/").content.decode()


def test_only_in_ones_own_name(client, space, member):
    client.force_login(member)

    page = client.post("/offers/new/?lang=en", GIVEN | {"space": space.short})

    assert page.status_code == 422 and not Offer.objects.exists()
    with pytest.raises(Refused, match="Only those who look after"):
        make_offer(member, space)


def test_where_it_would_fit_with_the_reason(client, need, member):
    offer = make_offer(member)
    client.force_login(member)

    page = client.get(offer.get_absolute_url(), {"lang": "en"}).content.decode()

    assert "Dictionaries" in page and "The same kind of thing: Books" in page
    assert f"/needs/{need.uid}/give/?offer={offer.uid}" in page


def test_the_nearest_comes_first(client, need, member, steward):
    from tongxing.places.tests.conftest import area_named, make_place

    from .conftest import make_need

    far = make_need(steward, place=make_place(steward, "远山小学", "四川 甘孜县", lat=31.6, lon=99.9, datum="wgs84"))
    offer = make_offer(member, area=area_named("四川 雅江"))

    page = client.get(offer.get_absolute_url(), {"lang": "en"}).content.decode()

    assert page.index(need.get_absolute_url()) < page.index(far.get_absolute_url())
    assert "Books, in 雅江 too" in page and "km away" in page


def test_a_need_shows_what_is_offered(client, need, member):
    make_offer(member, title="Old dictionaries", now=NOON)
    make_offer(member, title="A piano", category="sport")

    page = client.get(need.get_absolute_url(), {"lang": "en"}).content.decode()

    assert "Old dictionaries" in page and "A piano" not in page


def test_filters(client, member):
    make_offer(member)
    make_offer(member, title="A piano", category="sport", sort="venue")

    page = client.get("/offers/?category=sport&sort=venue").content.decode()

    assert "A piano" in page and "Old dictionaries" not in page
