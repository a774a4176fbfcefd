"""Taking a picture away: at once, and for good after thirty days."""

from datetime import timedelta

import pytest

from tongxing.activities.actions import remove_photo, restore_photo
from tongxing.activities.actions.reporting import purge_photo
from tongxing.activities.models import Photo
from tongxing.activities.tests.test_write_report import AFTER, picture, tell
from tongxing.core.files import path_of
from tongxing.core.models import Event
from tongxing.core.refusal import Refused


def test_a_picture_is_taken_away_and_put_back_and_at_last_its_bytes_go(client, activity, steward, stranger):
    tell(client, steward, activity, pictures=[picture()], alt="A gate")
    photo = Photo.objects.select_related("file").get()

    remove_photo(photo, by=steward, now=AFTER)
    client.force_login(stranger)
    assert client.get(f"/photos/{photo.uid}/small.webp").status_code == 404
    restore_photo(photo, by=steward, now=AFTER)
    assert client.get(f"/photos/{photo.uid}/small.webp").status_code == 200
    remove_photo(photo, by=steward, now=AFTER)
    purge_photo(photo.pk, now=AFTER + timedelta(days=29))
    assert Photo.objects.count() == 1
    purge_photo(photo.pk, now=AFTER + timedelta(days=31))
    assert (Photo.objects.count(), path_of(photo.file.sha256).exists()) == (0, False)


def test_only_those_who_look_after_it_take_pictures_away(client, activity, steward, member):
    tell(client, steward, activity, pictures=[picture()], alt="A gate")

    with pytest.raises(Refused, match="Only those who look after Sunday Readers"):
        remove_photo(Photo.objects.get(), by=member, now=AFTER)
    assert Event.objects.filter(verb="activity.photo_removed").count() == 0
