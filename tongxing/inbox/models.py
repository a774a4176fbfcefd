"""What people are told: one row for each person and event."""

from django.db import models
from django.db.models import Exists, OuterRef
from django.utils import timezone

from tongxing.core.models import Event
from tongxing.people.models import Person


class NoticeQuerySet(models.QuerySet):
    def of(self, person):
        """The notices of one person; none for somebody who isn't signed in."""
        return self.filter(person_id=person.pk) if person.pk else self.none()

    def with_event(self):
        """With what happened and who did it, in the same query."""
        return self.select_related("event__by")

    def unread(self):
        """Those not yet looked at."""
        return self.filter(read_at=None)

    def unheard(self):
        """Those that have reached nobody: neither read nor mailed, and the person did nothing there since."""
        same = {"kind": OuterRef("event__kind"), "key": OuterRef("event__key")}
        since = Event.objects.filter(**same, by=OuterRef("person"), pk__gt=OuterRef("event"))
        return self.unread().filter(~Exists(since), mailed_at=None)


class Notice(models.Model):
    """One person is told of one event, once; by mail too where there is an address."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="notices")
    event = models.ForeignKey("core.Event", models.CASCADE, related_name="notices")
    made_at = models.DateTimeField(default=timezone.now)
    read_at = models.DateTimeField(null=True, blank=True)
    mailed_at = models.DateTimeField(null=True, blank=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "event"], name="told_once")]
        indexes = [models.Index(fields=["person", "-id"]), models.Index(fields=["person", "read_at"])]

    def __str__(self):
        return f"{self.person_id} {self.event_id}"
