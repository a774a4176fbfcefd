"""Two records that are one place, taken together and apart again."""

from datetime import timedelta

import pytest
from django.apps import apps
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tongxing.conftest import NOON, make_activity, newcomer
from tongxing.core.models import Pending
from tongxing.core.outbox import work_once
from tongxing.core.refusal import Refused
from tongxing.places import recounting
from tongxing.places.actions import ask_to_care, change_place, mark_place, merge_places, recount, undo_merge
from tongxing.places.models import Caretaker, Mark, Merge, Place

from .conftest import make_place
from .contacts import make_contact

TODAY = NOON.date()
LOGS = {"core.Event", "core.Pending", "core.SearchRow", "places.Revision", "places.Merge", "places.Cell",
        "places.MapVersion", "inbox.Notice", "core.Once"}  # fmt: skip
KINDS = ["going", "visited", "watching"]
MARKS = st.lists(st.tuples(st.integers(0, 2), st.sampled_from(KINDS), st.integers(0, 3)), max_size=8)
NAMES = ["address", "about", "way", "sights", "surveyor"]
FIELDS = st.dictionaries(st.sampled_from(NAMES), st.sampled_from(["A", "B"]))
FACTS = {"pupils": {"value": 50, "as_of": "2026"}}


@pytest.fixture
def other(steward):
    return make_place(
        steward, "石板沟完小", "四川 雅江", way="By bus", facts={"pupils": {"value": 50, "as_of": "2026"}}
    )


def mark(place, person, kind, days=0):
    on = TODAY + timedelta(days=days if kind == "going" else -days)
    return mark_place(place, by=person, kind=kind, on=on, today=TODAY, now=NOON)


def rows():
    """Every row that isn't a log, as it stands; when a record was changed and counted is no part of it."""
    models = [model for model in apps.get_models() if model._meta.label not in LOGS]
    return {
        (model._meta.label, row["id" if "id" in row else model._meta.pk.name]): {
            name: value for name, value in row.items() if name not in ("changed_at",)}
        for model in models
        if model._meta.app_label in ("places", "activities", "claims", "needs")
        for row in model._base_manager.values()
    }  # fmt: skip


def test_everything_that_points_at_it_is_looked_at():
    here = {"places.Mark", "places.Caretaker", "places.Asking", "places.Contact"}
    stays = {"places.Revision", "places.Merge", "places.Place"}
    above = {"activities.Activity", "needs.Need", "talk.Thread"}
    found = {link.related_model._meta.label for link in Place._meta.related_objects}
    assert found - here - stays - above == set()


def test_what_moves_and_what_stays(client, place, other, steward, stranger, member, space):
    mark(place, stranger, "going", 1)
    mark(other, stranger, "going", 2)
    mark(other, member, "visited", 3)
    contact, activity = make_contact(other, steward), make_activity(space, steward, place=other)
    merge_places(place, loser=other, by=steward, now=NOON)

    assert [one.person for one in place.marks.order_by("id")] == [stranger, member]
    contact.refresh_from_db(), activity.refresh_from_db(), place.refresh_from_db()
    assert contact.place == place and activity.place == place
    assert (place.way, place.facts["pupils"]["value"], place.other_names) == ("By bus", 50, "石板沟完小")
    assert client.get(other.get_absolute_url()).headers["Location"] == place.get_absolute_url()
    assert [one.uid for one in Place.objects.visible_to(stranger)] == [place.uid]
    assert Place.objects.visible_to(stranger).matching("石板沟完小").get() == place


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(MARKS, MARKS, FIELDS, FIELDS)
def test_apart_again_every_row_is_as_it_was(place, other, steward, stranger, member, space, ours, theirs, here, there):
    people = [stranger, member, steward]
    for row, marks, fields in ((place, ours, here), (other, theirs, there)):
        for who, kind, days in marks:
            mark(row, people[who], kind, days)
        change_place(row, by=steward, now=NOON, **fields)
    if other.marks.filter(person=stranger, kind="visited").exists():
        ask_to_care(other, by=stranger, now=NOON)
    make_contact(other, steward)
    make_activity(space, steward, place=other, publish=False)
    before = rows()

    merge = merge_places(place, loser=other, by=steward, now=NOON)
    assert rows() != before
    undo_merge(merge, by=steward, now=NOON + timedelta(days=29))

    assert rows() == before
    while work_once():
        pass
    assert not Pending.objects.filter(job="places.fold").exists()
    assert recount(repair=False) == 0 and not any(recounting.differences())


def test_who_may(place, other, steward, stranger):
    with pytest.raises(Refused, match="Only who looks after both"):
        merge_places(place, loser=other, by=stranger, now=NOON)
    with pytest.raises(Refused, match="the same record already"):
        merge_places(place, loser=place, by=steward, now=NOON)
    merge = merge_places(place, loser=other, by=steward, now=NOON)
    with pytest.raises(Refused, match="taken into another already"):
        merge_places(place, loser=other, by=steward, now=NOON)
    with pytest.raises(Refused, match="Thirty days have passed"):
        undo_merge(merge, by=steward, now=NOON + timedelta(days=31))
    undo_merge(merge, by=steward, now=NOON)
    with pytest.raises(Refused, match="two records again already"):
        undo_merge(merge, by=steward, now=NOON)


def test_a_record_of_ones_own_opens_nobody_elses(client, place, stranger):
    """What stands behind another's record (contacts, letters) doesn't come to whoever writes a twin of it."""
    contact, mine = make_contact(place, place.caretakers.get().person), make_place(stranger, "石板沟完小")
    mark(place, stranger, "visited")

    for winner, loser in ((mine, place), (place, mine)):
        with pytest.raises(Refused, match="Only who looks after both"):
            merge_places(winner, loser=loser, by=stranger, now=NOON)
    client.force_login(stranger)
    assert contact.phone not in client.get(f"/contacts/{contact.uid}/", follow=True).content.decode()


def test_where_nobody_looks_after_it_whoever_was_there_says_so(place, steward, stranger):
    open_one = make_place(steward, "石板沟完小")
    Caretaker.objects.filter(place=open_one).delete()
    mine = make_place(stranger, "石板沟教学点")
    with pytest.raises(Refused, match="Only who looks after both"):
        merge_places(mine, loser=open_one, by=stranger, now=NOON)
    mark(open_one, stranger, "visited")

    assert merge_places(mine, loser=open_one, by=stranger, now=NOON).loser == open_one


def test_the_address_of_a_record_merged_twice_leads_on(client, place, other, steward):
    third = make_place(steward, "石板沟村小", "四川 雅江")
    merge_places(place, loser=other, by=steward, now=NOON)
    second = merge_places(third, loser=place, by=steward, now=NOON)

    assert client.get(f"/places/{other.uid}/x/").url == third.get_absolute_url()
    undo_merge(second, by=steward, now=NOON)
    assert client.get(f"/places/{other.uid}/x/").url == place.get_absolute_url()


def test_a_chain_is_undone_from_its_end(place, other, steward):
    third = make_place(steward, "石板沟村小", "四川 雅江")
    first = merge_places(place, loser=other, by=steward, now=NOON)
    second = merge_places(third, loser=place, by=steward, now=NOON)
    with pytest.raises(Refused, match="Undo that first"):
        undo_merge(first, by=steward, now=NOON)
    undo_merge(second, by=steward, now=NOON)
    undo_merge(first, by=steward, now=NOON)

    assert Place.objects.visible_to(steward).count() == 3
    assert Caretaker.objects.filter(place=other, person=steward).exists() and not Mark.objects.exists()


def test_what_was_changed_since_stays(place, other, steward):
    merge = merge_places(place, loser=other, by=steward, now=NOON)
    change_place(place, by=steward, now=NOON, way="On foot")
    undo_merge(merge, by=steward, now=NOON)

    place.refresh_from_db(), other.refresh_from_db()
    assert (place.way, other.way, other.hidden_at) == ("On foot", "By bus", None)


def test_by_the_pages(client, place, other, steward, operator=None):
    client.force_login(steward)
    where = f"/places/{place.uid}/merge/"
    assert client.post(where, {"other": "nothing"}).status_code == 422
    page = client.get(where, {"other": other.uid}).content.decode()
    assert "By bus" in page and "They are one: take it in" in page and not Merge.objects.exists()

    client.post(where, {"other": other.uid, "sure": "yes"})
    merge = Merge.objects.get()
    assert "Make two again" in client.get(f"/places/{place.uid}/merges/").content.decode()
    client.post(f"/merges/{merge.uid}/undo/")
    assert Place.objects.visible_to(newcomer("somebody")).count() == 2
