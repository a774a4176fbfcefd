"""A kept way is taken away."""

import pytest

from tongxing.core.refusal import Refused
from tongxing.places.actions import remove_route
from tongxing.places.models import Route


def test_its_address_leads_nowhere_then(client, member, way):
    client.force_login(member)
    assert client.post(f"/places/along/{way.uid}/remove/")["Location"] == "/me/routes/"
    assert client.get(way.get_absolute_url()).status_code == 404


def test_twice_is_no_harm(member, way):
    key = way.pk
    remove_route(way, by=member)
    remove_route(Route(pk=key), by=member)
    assert not Route.objects.exists()


def test_nobody_else_takes_it_away(stranger, way):
    with pytest.raises(Refused, match="Only whoever keeps this way"):
        remove_route(way, by=stranger)
    assert Route.objects.exists()
