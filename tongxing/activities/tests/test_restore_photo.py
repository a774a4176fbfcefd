"""Putting a picture back that was taken away."""

import pytest

from tongxing.activities.actions import remove_photo, restore_photo
from tongxing.activities.models import Photo
from tongxing.activities.tests.test_write_report import AFTER, picture, tell
from tongxing.core.models import Event, Pending
from tongxing.core.refusal import Refused


def test_a_picture_comes_back_and_its_bytes_stay(client, activity, steward):
    tell(client, steward, activity, pictures=[picture()], alt="A gate")
    photo = remove_photo(Photo.objects.get(), by=steward, now=AFTER)
    assert Pending.objects.filter(job="activities.purge_photo").count() == 1

    for _ in range(3):
        client.post(f"/photos/{photo.uid}/restore/")

    assert Photo.objects.get().removed_at is None
    assert Pending.objects.filter(job="activities.purge_photo").count() == 0
    assert Event.objects.filter(verb="activity.photo_restored").count() == 1


def test_only_those_who_look_after_it_put_pictures_back(client, activity, steward, stranger):
    tell(client, steward, activity, pictures=[picture()], alt="A gate")
    photo = remove_photo(Photo.objects.get(), by=steward, now=AFTER)

    with pytest.raises(Refused, match="Only those who look after Sunday Readers"):
        restore_photo(photo, by=stranger, now=AFTER)
