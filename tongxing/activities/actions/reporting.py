"""Telling how it was: the report and its pictures."""

from django.db import transaction

from tongxing.core.events import record
from tongxing.core.files import drop, keep
from tongxing.core.outbox import later, no_longer
from tongxing.core.text import render_prose

from .. import rules, verbs
from ..models import RESTORABLE, Activity, Photo, Report


@transaction.atomic
def write_report(activity, *, by, text, came=None, pictures=(), alt="", now):
    """Tell how it was, or change what was told; pictures are added. Those who came hear of the first telling."""
    activity = Activity.objects.select_for_update().get(pk=activity.pk)
    rules.may_write_report(by, activity, now=now).or_refuse()
    report = Report.objects.filter(activity=activity).first()
    first = report is None
    report = report or Report(activity=activity, by=by, made_at=now)
    same = not first and (report.text, report.came) == (text, came)
    report.text, report.html, report.came, report.changed_at = text, render_prose(text), came, now
    report.save()
    if not add_pictures(report, pictures, alt) and same:
        return report
    record(verbs.REPORT_WRITTEN if first else verbs.REPORT_CHANGED, by=by, on=activity, space=activity.space, now=now)
    return report


def add_pictures(report, pictures, alt):
    """Each picture once: one that the report already shows is not added again. Returns how many were added."""
    added = 0
    for picture in pictures:
        file = keep(picture, report.activity.space)
        if report.photos.filter(file__sha256=file.sha256, removed_at=None).exists():
            drop(file)
        else:
            Photo.objects.create(report=report, file=file, alt=alt)
            added += 1
    return added


@transaction.atomic
def remove_photo(photo, *, by, now):
    """Take a picture away at once; for thirty days it can be put back, then its bytes go."""
    photo = Photo.objects.select_for_update().get(pk=photo.pk)
    rules.may_change_photos(by, photo.report).or_refuse()
    if photo.removed_at is None:
        photo.removed_at = now
        photo.save(update_fields=["removed_at"])
        later("activities.purge_photo", due=now + RESTORABLE, key=f"photo:{photo.uid}", photo=photo.pk)
        record(verbs.PHOTO_REMOVED, by=by, on=photo.report.activity, space=photo.report.space, now=now, photo=photo.uid)
    return photo


@transaction.atomic
def restore_photo(photo, *, by, now):
    """Put a picture back."""
    photo = Photo.objects.select_for_update().get(pk=photo.pk)
    rules.may_change_photos(by, photo.report).or_refuse()
    if photo.removed_at is not None:
        photo.removed_at = None
        photo.save(update_fields=["removed_at"])
        no_longer(f"photo:{photo.uid}")
        record(
            verbs.PHOTO_RESTORED, by=by, on=photo.report.activity, space=photo.report.space, now=now, photo=photo.uid
        )
    return photo


@transaction.atomic
def purge_photo(photo, *, now):
    """After thirty days the bytes of a picture that was taken away go."""
    photo = Photo.objects.select_for_update().filter(pk=photo, removed_at__lte=now - RESTORABLE).first()
    if photo:
        file = photo.file
        photo.delete()
        drop(file)
