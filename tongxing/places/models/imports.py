"""Readings of files, and what came of them."""

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tongxing.core.ids import new_uid


class ImportBatchQuerySet(models.QuerySet):
    def visible_to(self, person):
        """A table is seen by whoever brought it and by operators: what was left out of it is nobody else's business."""
        if person.is_anonymous:
            return self.none()
        return self if person.is_operator else self.filter(by=person)


class ImportBatch(models.Model):
    """One reading of one file: what it was, and what came of it.

    A table that somebody brings through the pages waits until they have looked at it: `begun_at`. `plan` says what its
    columns mean, `rows` how many it has, and `done` how many of them were gone through. `note` is what stood above the
    headings.
    """

    uid = models.CharField(max_length=12, unique=True, default=new_uid)
    by = models.ForeignKey("people.Person", models.SET_NULL, null=True, blank=True, related_name="+")
    source = models.CharField(max_length=80)
    file_name = models.CharField(max_length=200)
    encoding = models.CharField(max_length=20)
    new = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)
    refused = models.PositiveIntegerField(default=0)
    suspected = models.PositiveIntegerField(default=0)
    private = models.PositiveIntegerField(default=0)
    plan = models.JSONField(default=dict, blank=True)
    note = models.TextField(blank=True)
    rows = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    started_at = models.DateTimeField(default=timezone.now)
    begun_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)

    objects = ImportBatchQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]

    def __str__(self):
        return self.source

    def get_absolute_url(self):
        return reverse("places:list")


class WaitingTable(models.Model):
    """The file of a table until it was read, as it was sent and as a reader understood it.

    It lies in the database, so that every host's worker finds it, and a backup holds what waits.
    """

    batch = models.OneToOneField(ImportBatch, models.CASCADE, related_name="waiting")
    data = models.BinaryField()
    book = models.TextField()

    def __str__(self):
        return f"{self.batch}"


class ImportRow(models.Model):
    """What came of one line of a table, and why: `said` holds sentences (LazySentence)."""

    NEW, CHANGED, SAME, LEFT_OUT, REFUSED = "new", "changed", "same", "left_out", "refused"
    OUTCOMES = [
        (NEW, _("new")),
        (CHANGED, _("changed")),
        (SAME, _("the same")),
        (LEFT_OUT, _("left out")),
        (REFUSED, _("refused")),
    ]
    TAKEN_BACK, KEPT = "taken_back", "kept"
    UNDONE = [(TAKEN_BACK, _("taken back")), (KEPT, _("kept"))]

    batch = models.ForeignKey(ImportBatch, models.CASCADE, related_name="lines")
    line = models.PositiveIntegerField()
    name = models.CharField(max_length=80, blank=True)
    outcome = models.CharField(max_length=10, choices=OUTCOMES)
    said = models.JSONField(default=list, blank=True)
    place = models.ForeignKey("places.Place", models.SET_NULL, null=True, blank=True, related_name="+")
    like = models.ForeignKey("places.Place", models.SET_NULL, null=True, blank=True, related_name="+")
    undone = models.CharField(max_length=10, choices=UNDONE, blank=True)

    class Meta:
        ordering = ["line", "id"]
        constraints = [models.UniqueConstraint(fields=["batch", "line"], name="one_outcome_a_line")]

    def __str__(self):
        return f"{self.batch} {self.line}"
