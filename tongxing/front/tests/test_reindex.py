"""The search says what things say: after every deed, and again after `tongxing reindex`."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from tongxing.conftest import NOON, make_activity
from tongxing.core.management.commands.prepare import bring_search
from tongxing.core.models import SearchRow
from tongxing.core.outbox import work_once
from tongxing.core.search import SOURCES, find
from tongxing.needs.actions import change_need
from tongxing.needs.models import Need
from tongxing.needs.tests.conftest import make_need
from tongxing.places.actions import change_place, merge_places, undo_merge
from tongxing.places.tests.conftest import make_place
from tongxing.spaces.actions import change_space

pytestmark = pytest.mark.django_db
RIGHT = "The search finds what is said."


def said(*options):
    """What the command says."""
    out = StringIO()
    call_command("reindex", *options, stdout=out)
    return out.getvalue()


def all_done():
    """Whatever follows from deeds has followed."""
    while work_once(now=timezone.now(), most=100):
        pass


@pytest.fixture
def things(space, steward):
    place = make_place(steward, lat=30.1, lon=101.1, datum="wgs84")
    return place, make_need(steward, place=place), make_activity(space, steward, place=place)


def keys(kind, query):
    return {row["key"] for row in find(kind, query)}


def test_every_deed_leaves_it_right(things, space, steward):
    place, need, activity = things
    assert RIGHT in said("--check")

    change_need(need, by=steward, now=NOON, title="Atlases")
    change_space(space, by=steward, name="Monday Readers", about="We read aloud.")
    change_place(place, by=steward, now=NOON, name="云上小学")
    assert keys("needs.need", "atlases") == {need.uid} and keys("spaces.space", "monday") == {space.uid}
    all_done()

    assert RIGHT in said("--check")
    assert keys("needs.need", "yunshang") == {need.uid} and keys("activities.activity", "yunshang") == {activity.uid}
    assert keys("needs.need", "石板沟") == set()


def test_a_merge_and_its_undoing_leave_it_right(things, steward):
    place, need, _activity = things
    other = make_place(steward, "石板沟完小", lat=30.1, lon=101.1, datum="wgs84")
    merge = merge_places(other, loser=place, by=steward, now=NOON)
    all_done()
    assert keys("needs.need", "完小") == {need.uid} and RIGHT in said("--check")

    undo_merge(merge, by=steward, now=NOON)
    all_done()

    assert keys("needs.need", "完小") == set() and RIGHT in said("--check")


def test_what_is_wrong_is_said_and_mended(things):
    place, need, _activity = things
    SearchRow.objects.filter(key=place.uid).update(grams="nothing")
    SearchRow.objects.filter(key=need.uid).delete()
    SearchRow.objects.create(kind="needs.need", key="gone", grams="gone")

    with pytest.raises(SystemExit):
        said("--check")
    told = said()

    assert "needs.need: 1 missing, 0 wrong, 1 left over" in told and "places.place: 0 missing, 1 wrong, 0 left" in told
    assert RIGHT in said("--check") and keys("places.place", "shibangou") == {place.uid}


def test_one_persons_own_space_is_not_looked_for(steward):
    assert set(SOURCES) == {"places.place", "needs.need", "activities.activity", "spaces.space"}
    assert not SearchRow.objects.filter(key=steward.space.uid).exists() and not Need.objects.exists()


def test_a_release_that_writes_other_words_indexes_anew_once(things, settings, tmp_path):
    place, _need, _activity = things
    settings.DATA = tmp_path
    SearchRow.objects.filter(key=place.uid).update(grams="old")
    type(place).objects.filter(pk=place.pk).update(about="**注意：**请", about_html="<p>**注意：**请</p>")

    said_once, said_again = [], []
    bring_search(said_once.append)
    assert said_once == ["Indexing what can be found …"]
    assert type(place).objects.get(pk=place.pk).about_html == "<p><strong>注意：</strong>请</p>\n"
    SearchRow.objects.filter(key=place.uid).update(grams="old")
    bring_search(said_again.append)
    assert said_again == []
