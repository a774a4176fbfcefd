"""A space that is shown to members alone shows nothing of its own to others, unless somebody chose so."""

import pytest
from django.contrib.auth.models import AnonymousUser

from tongxing.activities.actions import join_activity
from tongxing.activities.models import Activity
from tongxing.conftest import NOON, make_activity
from tongxing.core.models import Event
from tongxing.spaces.actions import change_space

from .test_change_activity import changed

pytestmark = pytest.mark.django_db


def seen_by(person):
    """The titles of what somebody sees."""
    return sorted(Activity.objects.visible_to(person).values_list("title", flat=True))


@pytest.fixture
def planned(space, steward, stranger):
    """Something for everybody, something for members, and something of another space."""
    make_activity(space, steward, title="Open day")
    make_activity(space, steward, title="Cleaning", audience="members")
    make_activity(stranger.space, stranger, title="Elsewhere")


def test_what_was_public_goes_with_the_space(planned, space, steward, member, stranger):
    change_space(space, by=steward, audience="members")

    assert seen_by(AnonymousUser()) == seen_by(stranger) == ["Elsewhere"]
    assert seen_by(member) == seen_by(steward) == ["Cleaning", "Elsewhere", "Open day"]


def test_what_is_made_public_again_stays_public(planned, space, steward, stranger):
    change_space(space, by=steward, audience="members")
    changed(Activity.objects.get(title="Open day"), steward, audience="public")

    change_space(space, by=steward, name="Monday Readers")
    change_space(space, by=steward, audience="members", name="Readers")

    assert seen_by(stranger) == ["Elsewhere", "Open day"]


def test_a_space_that_opens_opens_nothing_else(planned, space, steward, stranger):
    change_space(space, by=steward, audience="members")
    change_space(space, by=steward, audience="public")

    assert seen_by(stranger) == ["Elsewhere"]


def test_who_holds_a_place_sees_it_on(planned, space, steward, stranger):
    join_activity(Activity.objects.get(title="Open day"), by=stranger, now=NOON)
    change_space(space, by=steward, audience="members")

    assert seen_by(stranger) == ["Elsewhere", "Open day"]


def test_all_of_it_or_nothing(planned, space, steward, stranger, monkeypatch):
    """When the change of the space fails afterwards, its activities are as they were."""

    def broken(*args, **kwargs):
        raise RuntimeError("now")

    monkeypatch.setattr("tongxing.spaces.actions.record", broken)
    with pytest.raises(RuntimeError):
        change_space(space, by=steward, audience="members")

    assert seen_by(stranger) == ["Elsewhere", "Open day"]
    assert not Event.objects.filter(verb="space.changed").exists()
