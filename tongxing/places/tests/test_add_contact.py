"""Writing down whom one can ask."""

import pytest

from tongxing.conftest import NOON, newcomer
from tongxing.core.models import Event, SearchRow
from tongxing.core.refusal import Refused
from tongxing.places.actions import mark_place

from .contacts import GIVEN, make_contact


def test_who_looks_after_it_or_was_there(place, steward, stranger):
    with pytest.raises(Refused, match="or has been there"):
        make_contact(place, stranger)
    mark_place(place, by=stranger, kind="visited", on=NOON.date(), today=NOON.date(), now=NOON)

    assert make_contact(place, stranger).made_by == stranger and make_contact(place, steward).consent == "told"


def test_before_18_nobody_writes_it(place):
    young = newcomer("young", age="14-17")
    mark_place(place, by=young, kind="visited", on=NOON.date(), today=NOON.date(), now=NOON)

    with pytest.raises(Refused, match="From 18 on"):
        make_contact(place, young)


def test_it_stands_nowhere_else(client, place, steward, stranger):
    make_contact(place, steward)
    client.force_login(stranger)

    pages = ["contacts/", "revisions/", "caretakers/", "marks/"]
    pages = [place.get_absolute_url(), *(f"/places/{place.uid}/{page}" for page in pages)]
    pages += [f"/api/v1/places/{place.uid}", "/search/?q=5551234", "/map/places.geojson", "/places/?q=Li Hua"]
    for page in pages:
        said = client.get(page).content.decode()
        assert "0836 5551234" not in said, page
        assert "li@school.example" not in said
    assert not SearchRow.objects.filter(grams__contains="5551234").exists()
    assert "5551234" not in str(list(Event.objects.values_list("facts", flat=True)))


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"phone": "", "email": ""}, "at least one way"),
        ({"phone": "12"}, "whole number"),
        ({"email": "x"}, "email"),
        ({"consent": ""}, "required"),
        ({"consent_on": "2999-01-01"}, "has come already"),
        ({"name": ""}, "required"),
    ],
)
def test_what_is_wrong_is_said_and_the_rest_stays(client, place, steward, changes, says):
    client.force_login(steward)

    page = client.post(f"/places/{place.uid}/contacts/new/", GIVEN | {"consent_on": "2026-01-01"} | changes)
    assert page.status_code == 422 and says in page.content.decode() and "Headmistress" in page.content.decode()
