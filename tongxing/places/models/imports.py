"""Readings of files, and what came of them."""

from django.db import models
from django.urls import reverse
from django.utils import timezone

from tongxing.core.ids import new_uid


class ImportBatch(models.Model):
    """One reading of one file: what it was, and what came of it."""

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
    started_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-id"]

    def __str__(self):
        return self.source

    def get_absolute_url(self):
        return reverse("places:list")
