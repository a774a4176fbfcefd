"""Rows of the floor: what happened, what must still follow, where things lie."""

from django.db import models
from django.utils import timezone

from .ids import new_uid


class Area(models.Model):
    """A division of the country: reference data from packages, never typed by people."""

    PROVINCE, PREFECTURE, COUNTY = 1, 2, 3

    code = models.CharField(max_length=12, primary_key=True)
    level = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=40)
    full_name = models.CharField(max_length=120)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    lat = models.FloatField(null=True, blank=True)
    lon = models.FloatField(null=True, blank=True)

    class Meta:
        ordering = ["code"]
        indexes = [models.Index(fields=["level", "code"]), models.Index(fields=["name"])]

    def __str__(self):
        return self.full_name


class Event(models.Model):
    """One thing that happened, written in the transaction of the deed. Ids only; names are looked up when read."""

    verb = models.CharField(max_length=60)
    at = models.DateTimeField()
    by = models.ForeignKey("people.Person", models.SET_NULL, null=True, blank=True, related_name="+")
    space = models.ForeignKey("spaces.Space", models.SET_NULL, null=True, blank=True, related_name="+")
    kind = models.CharField(max_length=60)
    key = models.CharField(max_length=12)
    facts = models.JSONField(default=dict)

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["kind", "key", "id"]), models.Index(fields=["space", "id"])]

    def __str__(self):
        return f"{self.verb} {self.kind} {self.key}"


class PendingQuerySet(models.QuerySet):
    def due(self, now):
        """Work whose time has come, that nobody holds a lease on and that was not given up."""
        free = models.Q(leased_until=None) | models.Q(leased_until__lt=now)
        return self.filter(free, due_at__lte=now, given_up_at=None).order_by("due_at", "id")


class Pending(models.Model):
    """Work that follows a deed, written in the same transaction and removed when it is done."""

    job = models.CharField(max_length=60)
    payload = models.JSONField(default=dict)
    key = models.CharField(max_length=120, unique=True, null=True, blank=True)
    due_at = models.DateTimeField(default=timezone.now)
    lease = models.CharField(max_length=12, blank=True)
    leased_until = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    last_error = models.CharField(max_length=300, blank=True)
    given_up_at = models.DateTimeField(null=True, blank=True)

    objects = PendingQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["given_up_at", "due_at"])]

    def __str__(self):
        return f"{self.job} {self.payload}"[:160]  # never the whole of a mail


class Once(models.Model):
    """The answer that a form's one-time key already had, so that sending it again has no second effect."""

    key = models.CharField(max_length=40, unique=True)
    kind = models.CharField(max_length=60)
    uid = models.CharField(max_length=12)
    at = models.DateTimeField(default=timezone.now)

    def __str__(self):
        return self.key


class Answered(models.Model):
    """What the API answered to an Idempotency-Key, so that the same request sent again has no second effect."""

    key = models.CharField(max_length=64, unique=True)
    fingerprint = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(default=0)
    body = models.TextField(blank=True)
    location = models.TextField(blank=True)
    at = models.DateTimeField()

    def __str__(self):
        return f"{self.status} {self.at:%F}"


class File(models.Model):
    """A picture as we keep it: encoded anew, without what cameras write into it. Bytes lie under their digest.

    Who may see it is asked of the row that holds it (a report's photo), never of the file.
    """

    uid = models.CharField(max_length=12, unique=True, default=new_uid)
    sha256 = models.CharField(max_length=64, db_index=True)
    space = models.ForeignKey("spaces.Space", models.CASCADE, related_name="+")
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    size = models.PositiveIntegerField()
    made_at = models.DateTimeField(default=timezone.now)

    def __str__(self):
        return self.uid


class SearchRow(models.Model):
    """What can be found: the tokens of one thing, beside where it stands and who may see it."""

    kind = models.CharField(max_length=60)
    key = models.CharField(max_length=12)
    grams = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "key"], name="one_search_row_a_thing")]

    def __str__(self):
        return f"{self.kind} {self.key}"
