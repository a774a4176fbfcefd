"""A kept way gets another name, another distance, another day."""

import pytest

from tongxing.core.refusal import Refused
from tongxing.places.actions import change_route


def test_whoever_keeps_it_changes_it(client, member, way):
    client.force_login(member)
    client.post(f"/places/along/{way.uid}/edit/", {"name": "Another", "within_km": "30", "on": "2027-01-02"})
    way.refresh_from_db()
    assert (way.name, way.within_km, str(way.on)) == ("Another", 30, "2027-01-02")
    assert len(way.lines[0]) == 3


def test_nobody_else_does(stranger, way):
    with pytest.raises(Refused, match="Only whoever keeps this way"):
        change_route(way, by=stranger, name="Mine", within_km=5)
    way.refresh_from_db()
    assert way.name == "Over the pass"


def test_what_is_wrong_comes_back(client, member, way):
    client.force_login(member)
    answer = client.post(f"/places/along/{way.uid}/edit/", {"name": "Another", "within_km": "0"})
    assert answer.status_code == 422
    assert 'value="Another"' in answer.content.decode()
