"""Ways that people travel."""

from django.db import models
from django.urls import reverse
from django.utils import timezone

from tongxing.core.ids import new_uid


class Route(models.Model):
    """A way that somebody travels, kept to be looked at again: whoever has its address may see it.

    `lines` are lists of [latitude, longitude, name] each, WGS-84, in the order of the way; a name may be empty.
    From the end of one line to the beginning of the next nobody goes.
    """

    uid = models.CharField(max_length=12, unique=True, default=new_uid)
    person = models.ForeignKey("people.Person", models.CASCADE, related_name="routes")
    name = models.CharField(max_length=80)
    lines = models.JSONField()
    within_km = models.PositiveSmallIntegerField(default=10)
    on = models.DateField(null=True, blank=True)
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-id"]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("places:route", args=[self.uid])
