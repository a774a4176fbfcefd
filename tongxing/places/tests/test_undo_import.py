"""Taking back a table: new places go, changed ones are what they were, what others wrote since stays."""

from datetime import timedelta

import pytest

from tongxing.conftest import NOON
from tongxing.core.outbox import work_once
from tongxing.core.refusal import Refused
from tongxing.needs.tests.conftest import make_need
from tongxing.places.actions import change_place, confirm_place, mark_place, merge_places, undo_import
from tongxing.places.models import Place

from .conftest import make_place
from .test_import_table import ROWS, brought, csv_table

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("read_here")]


def undone(batch, by, now=None):
    """The batch after it was taken back by the worker."""
    undo_import(batch, by=by, now=now or batch.ended_at)
    work_once()
    batch.refresh_from_db()
    return list(batch.lines.values_list("line", "undone"))


def test_new_places_are_hidden_and_can_come_again(client, member, stranger):
    batch = brought(member)
    place = Place.objects.get(name="一号小学")

    assert undone(batch, member) == [(2, "taken_back"), (3, "taken_back"), (4, ""), (5, "taken_back")]
    assert not Place.objects.visible_to(stranger).exists()
    assert client.get(place.get_absolute_url()).status_code == 404
    assert [fate for fate in brought(member).lines.values_list("outcome", flat=True)] == [
        "new",
        "new",
        "refused",
        "new",
    ]


def test_changed_places_are_what_they_were(member):
    first = brought(member)
    before = Place.objects.get(name="一号小学")
    rows = [[*ROWS[0][:3], "雅江县八角楼乡", "60", *ROWS[0][5:]]]
    headings = ["学校名称", "省", "市", "详细地址", "学生人数", "老师", "调查日期", "简介"]
    del headings, rows
    second = brought(member, csv_table([[*ROWS[0][:4], "60", *ROWS[0][5:]]]))

    assert undone(second, member) == [(2, "taken_back")]
    after = Place.objects.get(pk=before.pk)
    assert (after.facts, after.about, after.hidden_at) == (before.facts, before.about, None)
    assert after.revisions.count() == 3
    assert first.undone_at is None


def test_what_somebody_has_changed_since_stays(client, member, stranger):
    batch = brought(member)
    place = Place.objects.get(name="一号小学")
    fields = {"kind": "school", "name": place.name, "area": place.area, "address": "新址", "about": place.about}
    change_place(place, by=stranger, now=NOON, **fields)

    assert undone(batch, member) == [(2, "kept"), (3, "taken_back"), (4, ""), (5, "taken_back")]
    assert list(Place.objects.visible_to(member).values_list("address", flat=True)) == ["新址"]
    client.force_login(member)
    page = client.get(f"/places/import/{batch.uid}/", headers={"accept-language": "en"}).content.decode()
    assert "but for 1 row that somebody has changed since" in page


def test_once_within_thirty_days_and_by_whom(client, member, stranger):
    batch = brought(member)

    with pytest.raises(Refused, match="Somebody else brought"):
        undo_import(batch, by=stranger, now=batch.ended_at)
    with pytest.raises(Refused, match="more than 30 days ago"):
        undo_import(batch, by=member, now=batch.ended_at + timedelta(days=31))
    client.force_login(member)
    assert client.post(f"/places/import/{batch.uid}/undo/").url == f"/places/import/{batch.uid}/"
    assert client.post(f"/places/import/{batch.uid}/undo/").status_code == 409


@pytest.mark.parametrize("what", ["need", "mark", "confirmed", "merged"])
def test_a_place_that_others_live_in_stays(member, stranger, what):
    batch = brought(member)
    place = Place.objects.get(name="一号小学")
    if what == "need":
        make_need(stranger, place=place)
    elif what == "mark":
        mark_place(place, by=stranger, kind="visited", on=NOON.date(), today=NOON.date(), now=NOON)
    elif what == "confirmed":
        confirm_place(place, by=stranger, now=batch.ended_at)
    else:
        mark_place(place, by=stranger, kind="visited", on=NOON.date(), today=NOON.date(), now=NOON)
        merge_places(place, loser=make_place(stranger, "一号完小"), by=stranger, now=batch.ended_at)

    fates = dict(undone(batch, member))

    assert [fate for fate in fates.values() if fate] == ["kept", "taken_back", "taken_back"]
    place.refresh_from_db()
    assert place.hidden_at is None
