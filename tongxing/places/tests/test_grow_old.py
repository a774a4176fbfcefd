"""After half a year: is it still true?"""

from datetime import timedelta

import pytest

from tongxing.conftest import NOON
from tongxing.core.models import Event, Pending
from tongxing.core.outbox import work_once
from tongxing.inbox.models import Notice
from tongxing.places.actions import change_place, confirm_place, fold, grow_old, mark_place
from tongxing.places.cells import narrowed
from tongxing.places.models import FRESH_FOR, Cell, Place
from tongxing.places.recounting import differences

from .conftest import make_place

OLD = NOON + FRESH_FOR
DAY, AFTER = OLD.date().isoformat(), OLD + timedelta(days=1)


def grown(place, now=AFTER):
    grow_old(DAY, now=now)
    place.refresh_from_db()
    return place.stale


def test_half_a_year_later_and_not_before(place):
    assert grow_old(DAY, now=OLD) == (OLD + timedelta(days=1)).replace(hour=0)
    assert grown(place)


def test_one_row_waits_for_all_of_a_day(place, steward):
    make_place(steward, "青冈村完小", "雅江")

    assert Pending.objects.filter(job="places.grow_old").count() == 1


@pytest.mark.parametrize("deed", [confirm_place, lambda place, **said: change_place(place, about="Dry", **said)])
def test_who_says_something_later_makes_it_fresh(place, stranger, deed):
    deed(place, by=stranger, now=NOON + timedelta(days=30))

    assert not grown(place)
    assert Pending.objects.filter(job="places.grow_old").count() == 2


def test_who_looks_after_it_and_who_was_there_are_asked_once(place, steward, member, stranger):
    mark_place(place, by=member, kind="visited", on=NOON.date(), today=NOON.date(), now=NOON)
    mark_place(place, by=stranger, kind="watching", on=None, today=NOON.date(), now=NOON)
    grown(place)
    grown(place)
    while work_once():
        pass

    told = Notice.objects.filter(event__verb="place.stale").values_list("person__handle", flat=True)
    assert sorted(told) == ["member", "steward"]


def test_nobody_to_ask_no_event(place):
    place.caretakers.all().delete()

    assert grown(place)
    assert not Event.objects.filter(verb="place.stale").exists()


def test_more_than_fit_at_once(place, steward, monkeypatch):
    monkeypatch.setattr("tongxing.places.actions.freshness.AT_ONCE", 2)
    for name in ("一小", "二小"):
        make_place(steward, name)

    assert grow_old(DAY, now=AFTER) == AFTER
    assert grow_old(DAY, now=AFTER) is None
    assert Place.objects.filter(stale=True).count() == 3


def test_the_map_counts_it_until_somebody_confirms_it(place, stranger):
    grown(place)
    settle()
    assert Cell.objects.filter(facet="stale").exists() and not any(differences())
    assert narrowed(Place.objects.all(), "stale").get() == place

    confirm_place(place, by=stranger, now=AFTER)
    settle()
    assert not Cell.objects.filter(facet="stale").exists() and not any(differences())


def settle():
    """Let the map follow."""
    for row in Pending.objects.filter(job="places.fold"):
        fold(**row.payload)
        row.delete()


def test_the_page_says_so_and_invites(client, place):
    grown(place)
    page = client.get(place.get_absolute_url(), {"lang": "en"}).content.decode()

    assert "Is it still true?" in page and "For half a year nobody has said so." in page
    assert "still true?" in client.get("/places/?lang=en").content.decode()
