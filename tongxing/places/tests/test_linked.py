"""What a place's page says to machines, in the words of schema.org."""

import json
import re

import pytest

from tongxing.places.models import Place

from .conftest import make_place

pytestmark = pytest.mark.django_db


def said(client, place):
    """The one block of JSON-LD of its page."""
    page = client.get(place.get_absolute_url(), follow=True).content.decode()
    blocks = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    assert len(blocks) == 1
    return json.loads(blocks[0])


def test_a_school_with_its_address_and_point(client, steward):
    place = make_place(steward, lat=30.1, lon=101.1, datum="wgs84", address="八角楼乡", other_names="石板沟完小")

    found = said(client, place)

    assert (found["@type"], found["name"], found["alternateName"]) == ("School", place.name, "石板沟完小")
    assert found["address"] == {
        "@type": "PostalAddress", "addressCountry": "CN", "streetAddress": "八角楼乡", "addressRegion": "四川省",
        "addressLocality": "甘孜藏族自治州 雅江县"}  # fmt: skip
    assert found["geo"] == {"@type": "GeoCoordinates", "latitude": 30.1, "longitude": 101.1}
    assert found["url"].endswith(place.get_absolute_url())


def test_a_rough_point_is_not_said(client, steward):
    assert "geo" not in said(client, make_place(steward))


def test_nothing_ends_the_element(client, steward):
    place = make_place(steward)
    Place.objects.update(name="</script><script>alert(1)</script>&amp;<!--")

    assert said(client, Place.objects.get(pk=place.pk))["name"] == "</script><script>alert(1)</script>&amp;<!--"
