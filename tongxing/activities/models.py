"""Things people do together at a time, and what they tell afterwards."""

from datetime import timedelta

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tongxing.claims.models import Claim
from tongxing.core.areas import span_of
from tongxing.core.ids import new_uid
from tongxing.core.search import find
from tongxing.core.text import words_of
from tongxing.core.typos import or_alike
from tongxing.spaces.models import AUDIENCES, PUBLIC, Membership, visible

RESTORABLE = timedelta(days=30)
# What a row of a list prints.
ROW = [
    "uid",
    "title",
    "state",
    "kind",
    "starts_at",
    "ends_at",
    "zone",
    "where",
    "place__name",
    "space__name",
    "space__person__name",
    "space__person__age",
    "opening__seats",
    "opening__taken",
    "opening__waiting",
    "opening__closes_at",
    "opening__closed_at",
]


class ActivityQuerySet(models.QuerySet):
    def visible_to(self, person):
        """What the audience allows, and what one holds a place in; drafts only for those who look after the space."""
        if not person.pk:
            return self.filter(visible(person, "activities.activity")).exclude(state=Activity.DRAFT)
        mine = Claim.objects.live().of(person).filter(opening=OuterRef("opening"))
        seen = self.filter(visible(person, "activities.activity") | Q(Exists(mine)))
        stewards = Membership.objects.of(person).stewards().filter(space=OuterRef("space"))
        return seen.filter(~Q(state=Activity.DRAFT) | Exists(stewards))

    def with_row(self):
        """With everything that a row or a page prints, in one query."""
        return self.select_related("space__person", "place__area", "opening")

    def matching(self, words):
        """Those that hold every word in what is said of them; all of them without words."""
        return self.filter(uid__in=find("activities.activity", words)) if words else self

    def matching_or_alike(self, words):
        """(those that hold every word, False); where there are none, (those called something like it, True)."""
        return or_alike(self.matching(words), self, "activities.activity", words, ("title", "place__name"))

    def of_kind(self, kind):
        """Those of one kind; all of them for a kind that doesn't exist."""
        return self.filter(kind=kind) if kind in dict(Activity.KINDS) else self

    def within(self, area):
        """Those at a place in an area; all of them without an area."""
        return self.filter(place__area__code__range=span_of(area)) if area else self

    def for_list(self):
        """With what a row of a list prints, and nothing more."""
        return self.select_related("space__person", "place", "opening").only(*ROW)

    def upcoming(self, now):
        """Not over yet, the next one first."""
        return self.filter(ends_at__gt=now).order_by("starts_at", "id")

    def past(self, now):
        """Over, the latest first."""
        return self.filter(ends_at__lte=now).order_by("-starts_at", "-id")

    def on(self):
        """Published and not cancelled."""
        return self.filter(state=Activity.PUBLISHED)


class Activity(models.Model):
    """Something people do at a time, at a place or online, in the name of a space."""

    EVENT, TRIP, ONLINE = "event", "trip", "online"
    KINDS = [(EVENT, _("Meeting point")), (TRIP, _("Trip")), (ONLINE, _("Online"))]
    DRAFT, PUBLISHED, CANCELLED = "draft", "published", "cancelled"

    uid = models.CharField(max_length=12, unique=True, default=new_uid)
    space = models.ForeignKey("spaces.Space", models.CASCADE, related_name="activities")
    audience = models.CharField(max_length=10, choices=AUDIENCES, default=PUBLIC)
    kind = models.CharField(max_length=10, choices=KINDS, default=EVENT)
    state = models.CharField(max_length=10, default=DRAFT)
    title = models.CharField(max_length=80)
    about = models.TextField(blank=True)
    about_html = models.TextField(blank=True)
    starts_wall = models.CharField(max_length=16)
    ends_wall = models.CharField(max_length=16)
    zone = models.CharField(max_length=40)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    place = models.ForeignKey("places.Place", models.SET_NULL, null=True, blank=True, related_name="activities")
    where = models.CharField(max_length=120, blank=True)
    link = models.URLField(max_length=300, blank=True)
    departure = models.CharField(max_length=120, blank=True)
    cost = models.CharField(max_length=120, blank=True)
    carry = models.TextField(blank=True)
    carry_html = models.TextField(blank=True)
    opening = models.OneToOneField("claims.Opening", models.PROTECT, related_name="activity")
    by = models.ForeignKey("people.Person", models.SET_NULL, null=True, related_name="+")
    copied_from = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="copies")
    cancel_reason = models.CharField(max_length=300, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    made_at = models.DateTimeField(default=timezone.now)
    published_at = models.DateTimeField(null=True, blank=True)

    objects = ActivityQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "activities"
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=models.F("starts_at")), name="an_activity_ends_after_it_starts"
            )
        ]
        indexes = [
            models.Index(fields=["state", "ends_at"]),
            models.Index(fields=["space", "starts_at"]),
            models.Index(fields=["place", "starts_at"]),
            models.Index(fields=["starts_at", "id"]),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("activities:activity", args=[self.uid, words_of(self.title)])

    @property
    def is_draft(self):
        """True until it is published."""
        return self.state == self.DRAFT

    @property
    def is_cancelled(self):
        """True when it does not take place."""
        return self.state == self.CANCELLED

    def is_over(self, now):
        """True when its end has passed."""
        return self.ends_at <= now

    def is_running(self, now):
        """True between its start and its end."""
        return self.starts_at <= now < self.ends_at


class Report(models.Model):
    """What the organiser tells afterwards, in a few sentences, with pictures."""

    uid = models.CharField(max_length=12, unique=True, default=new_uid)
    activity = models.OneToOneField(Activity, models.CASCADE, related_name="report")
    by = models.ForeignKey("people.Person", models.SET_NULL, null=True, related_name="+")
    text = models.TextField()
    html = models.TextField()
    came = models.PositiveIntegerField(null=True, blank=True)
    made_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now)

    def __str__(self):
        return str(self.activity)

    def get_absolute_url(self):
        return self.activity.get_absolute_url() + "#report"

    @property
    def space(self):
        """The space of the activity."""
        return self.activity.space


class PhotoQuerySet(models.QuerySet):
    def shown(self):
        """Those that were not taken away."""
        return self.filter(removed_at=None).select_related("file").order_by("id")

    def restorable(self, now):
        """Those taken away within thirty days."""
        return self.filter(removed_at__gt=now - RESTORABLE).select_related("file").order_by("id")


class Photo(models.Model):
    """A picture in a report, with words for those who can't see it."""

    uid = models.CharField(max_length=12, unique=True, default=new_uid)
    report = models.ForeignKey(Report, models.CASCADE, related_name="photos")
    file = models.OneToOneField("core.File", models.PROTECT, related_name="photo")
    alt = models.CharField(max_length=200, blank=True)
    removed_at = models.DateTimeField(null=True, blank=True)

    objects = PhotoQuerySet.as_manager()

    def __str__(self):
        return self.alt
