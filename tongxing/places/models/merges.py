"""Two records that were one place."""

from django.db import models
from django.utils import timezone

from tongxing.core.ids import new_uid

from .records import Place


class Merge(models.Model):
    """One record taken into another: so that it can be taken back.

    `moved` holds [model's label, key, field] of every row, `filled` {field: [before, after]} of the winner's record.
    """

    uid = models.CharField(max_length=12, unique=True, default=new_uid)
    winner = models.ForeignKey(Place, models.CASCADE, related_name="took_in")
    loser = models.ForeignKey(Place, models.CASCADE, related_name="went_into")
    by = models.ForeignKey("people.Person", models.SET_NULL, null=True, blank=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    moved = models.JSONField(default=list)
    filled = models.JSONField(default=dict)
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey("people.Person", models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["-id"]

    def __str__(self):
        return f"{self.loser} → {self.winner}"
