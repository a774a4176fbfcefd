"""Bringing back what a record said."""

from datetime import timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tongxing.conftest import NOON
from tongxing.places.actions import change_place, restore_revision
from tongxing.places.revisions import TRACKED, state_at

from .conftest import area_named

TEXTS = st.dictionaries(
    st.sampled_from(["name", "address", "about", "way", "sights", "other_names", "surveyor"]),
    st.sampled_from(["河口小学", "石板沟", "Three", ""]),
)


def state_of(place):
    place.refresh_from_db()
    return {name: getattr(place, name) for name in TRACKED}


def test_it_says_again_what_it_said(place, steward, stranger):
    first, before = place.revisions.get(), state_of(place)
    change_place(place, by=stranger, now=NOON + timedelta(days=1), name="Another", area=area_named("理塘"), lat=None,
                 lon=None)  # fmt: skip

    place = restore_revision(first, by=steward, now=NOON + timedelta(days=2))

    assert state_of(place) == before
    assert [one.restores_id for one in place.revisions.all()] == [None, None, first.pk]
    assert place.likeness and place.cell


def test_nothing_to_bring_back_writes_nothing(place, steward):
    restore_revision(place.revisions.get(), by=steward, now=NOON)

    assert place.revisions.count() == 1


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(TEXTS, max_size=5))
def test_every_state_can_be_told_and_brought_back(place, steward, changes):
    states = [(place.revisions.last(), state_of(place))]
    for number, fields in enumerate(changes):
        fields = {name: text for name, text in fields.items() if text or name != "name"}
        change_place(place, by=steward, now=NOON + timedelta(hours=number), **fields)
        states.append((place.revisions.last(), state_of(place)))
    for revision, state in states:
        assert state_at(revision) == state
        restore_revision(revision, by=steward, now=NOON + timedelta(days=9))
        assert state_of(place) == state


def test_two_states_beside_each_other(client, place, stranger):
    facts = {"pupils": {"value": 50, "as_of": "2026-10"}}
    change_place(place, by=stranger, now=NOON, facts=facts, address="By the bridge")

    page = client.get(f"/places/{place.uid}/revisions/{place.revisions.last().pk}/").content.decode()
    assert "<del>八角楼乡石板沟村</del>" in page and "<ins>By the bridge</ins>" in page and "50 (2026-10)" in page
    assert client.get(f"/places/{place.uid}/revisions/{place.revisions.last().pk}/?with=99999999").status_code == 404
    assert client.get(f"/places/{place.uid}/revisions/{10**30}/").status_code == 404
