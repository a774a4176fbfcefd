"""Changes hold at once, and are unconfirmed until somebody who knows says so."""

import pytest

from tongxing.conftest import NOON
from tongxing.core.refusal import Refused
from tongxing.places.actions import change_place, confirm_place, confirm_revision, mark_place


def changed(place, by, words="By the bridge"):
    change_place(place, by=by, now=NOON, address=words)
    return place.revisions.last()


def test_a_strangers_change_holds_and_waits(client, place, steward, stranger):
    revision = changed(place, stranger)

    place.refresh_from_db()
    assert place.address == "By the bridge" and revision.unconfirmed
    assert "nobody who was there has confirmed" in client.get(place.get_absolute_url()).content.decode()
    with pytest.raises(Refused, match="Whoever looks after"):
        confirm_revision(revision, by=stranger, now=NOON)
    assert confirm_revision(revision, by=steward, now=NOON).confirmed_by == steward
    assert "nobody who was there" not in client.get(place.get_absolute_url()).content.decode()


def test_who_looks_after_it_or_was_there_needs_nobody(place, steward, member):
    mark_place(place, by=member, kind="visited", on=NOON.date(), today=NOON.date(), now=NOON)

    assert not changed(place, steward).unconfirmed
    assert not changed(place, member, "At the mill").unconfirmed


def test_confirming_the_record_confirms_its_changes(place, stranger, member, steward):
    revision = changed(place, stranger)
    confirm_place(place, by=member, now=NOON)  # knows no better
    revision.refresh_from_db()
    assert revision.unconfirmed

    confirm_place(place, by=steward, now=NOON)
    revision.refresh_from_db()
    assert not revision.unconfirmed and revision.confirmed_by == steward
