"""Places, how sure we are of them, and what was ever said about them."""

from datetime import timedelta
from functools import reduce
from math import cos, radians
from operator import or_

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from tongxing.core.areas import span_of
from tongxing.core.datum import BD09, GCJ02, UNKNOWN, WGS84
from tongxing.core.ids import new_uid
from tongxing.core.search import find
from tongxing.core.text import words_of
from tongxing.core.typos import or_alike

from ..grid import covering
from ..likeness import NEAR_KM, alike, forms_for, span_alike
from .imports import ImportBatch

FRESH_FOR = timedelta(days=183)


class PlaceKind(models.Model):
    """What kinds of places there are: rows, so that another kind needs no release."""

    code = models.CharField(max_length=20, primary_key=True)
    zh = models.CharField(max_length=20)
    en = models.CharField(max_length=40)
    order = models.PositiveSmallIntegerField(default=100)

    class Meta:
        ordering = ["order", "code"]

    def __str__(self):
        return self.zh if (get_language() or "").startswith("zh") else self.en


class Fact(models.Model):
    """What is asked of a kind of place: rows, so that an operator can ask for more (`tongxing kinds`)."""

    NUMBER, YES_NO, WORDS = "number", "yes_no", "words"
    SORTS = [(NUMBER, _("a number")), (YES_NO, _("yes, no or unknown")), (WORDS, _("words"))]

    code = models.CharField(max_length=20, primary_key=True)
    zh = models.CharField(max_length=20)
    en = models.CharField(max_length=40)
    sort = models.CharField(max_length=10, choices=SORTS, default=NUMBER)
    order = models.PositiveSmallIntegerField(default=100)
    kinds = models.ManyToManyField(PlaceKind, related_name="facts", blank=True)

    class Meta:
        ordering = ["order", "code"]

    def __str__(self):
        return self.zh if (get_language() or "").startswith("zh") else self.en


class PlaceQuerySet(models.QuerySet):
    def visible_to(self, person):
        """Every live record: a place is public, or hidden from everybody."""
        return self.filter(hidden_at=None)

    def with_row(self):
        """With what a line about it needs, in the same query."""
        return self.select_related("area", "kind")

    def within(self, area):
        """Those in an area, or in one that lies in it; all of them without an area."""
        return self.filter(area__code__range=span_of(area)) if area else self

    def in_cells(self, first, last):
        """Those whose point lies in one of these finest squares of the map (grid.py)."""
        return self.filter(cell__range=(first, last))

    def in_box(self, west, south, east, north):
        """Those whose point lies between these degrees, WGS-84."""
        squares = (Q(cell__range=span) for span in covering(west, south, east, north))
        return self.filter(reduce(or_, squares), lat__range=(south, north), lon__range=(west, east))

    def like(self, place):
        """Live places that may be the same as this one (saved or not), at most twelve."""
        if not place.likeness:
            return []
        same = self.filter(hidden_at=None, likeness__in=forms_for(place)).exclude(pk=place.pk)
        if place.area is not None:
            same = same.filter(Q(area=None) | Q(area__code__range=span_alike(place.area)) | self.close_to(place))
        return [one for one in same.select_related("area")[:40] if alike(one, place)][:12]

    @staticmethod
    def close_to(place):
        """What lies within the distance at which names are compared; nothing when the place has no point of its own."""
        if place.is_rough or place.lat is None:
            return Q(pk=None)
        north, east = NEAR_KM / 111, NEAR_KM / 111 / max(cos(radians(place.lat)), 0.2)
        low, high = max(place.lat - north, -85), min(place.lat + north, 85)
        box = (max(place.lon - east, -180), min(low, high), min(place.lon + east, 180), high)
        return reduce(or_, (Q(cell__range=span) for span in covering(*box)))

    def counts_by_area(self):
        """{area's code: how many} of those that lie in an area."""
        rows = self.filter(area__isnull=False).order_by().values_list("area_id").annotate(models.Count("id"))
        return dict(rows)

    def matching(self, words):
        """Those that hold every word in what is known of them; all of them without words."""
        return self.filter(uid__in=find("places.place", words)) if words else self

    def matching_or_alike(self, words):
        """(those that hold every word, False); where there are none, (those called something like it, True)."""
        return or_alike(self.matching(words), self, "places.place", words, ("name", "other_names"))


class Place(models.Model):
    """Somewhere that may need something: a school, a village, a community. Owned by nobody."""

    SURVEYED, ADDRESS, TOWN, COUNTY, PREFECTURE, NONE = "surveyed", "address", "town", "county", "prefecture", "none"
    PRECISIONS = [
        (SURVEYED, _("Taken on the spot")),
        (ADDRESS, _("Pointed out on a map")),
        (TOWN, _("Only the town is known")),
        (COUNTY, _("Only the county is known")),
        (PREFECTURE, _("Only the prefecture is known")),
        (NONE, _("Where it is isn't known yet")),
    ]
    DATUMS = [
        (WGS84, _("GPS, OpenStreetMap")),
        (GCJ02, _("Amap, Tencent and most Chinese maps")),
        (BD09, _("Baidu")),
        (UNKNOWN, _("I don't know")),
    ]

    uid = models.CharField(max_length=12, unique=True, default=new_uid)
    kind = models.ForeignKey(PlaceKind, models.PROTECT, related_name="places")
    name = models.CharField(max_length=80)
    other_names = models.CharField(max_length=200, blank=True)
    likeness = models.CharField(max_length=80, blank=True)
    area = models.ForeignKey("core.Area", models.PROTECT, null=True, blank=True, related_name="+")
    address = models.CharField(max_length=200, blank=True)
    lat = models.FloatField(null=True, blank=True)
    lon = models.FloatField(null=True, blank=True)
    cell = models.BigIntegerField(null=True, blank=True, editable=False)
    given_lat = models.FloatField(null=True, blank=True)
    given_lon = models.FloatField(null=True, blank=True)
    datum = models.CharField(max_length=10, choices=DATUMS, default=UNKNOWN)
    precision = models.CharField(max_length=10, choices=PRECISIONS, default=NONE)
    about = models.TextField(blank=True)
    about_html = models.TextField(blank=True)
    facts = models.JSONField(default=dict, blank=True)
    way = models.TextField(blank=True)
    way_from = models.CharField(max_length=120, blank=True)
    way_cost = models.CharField(max_length=120, blank=True)
    way_time = models.CharField(max_length=120, blank=True)
    sights = models.CharField(max_length=200, blank=True)
    surveyor = models.CharField(max_length=80, blank=True)
    surveyed_on = models.CharField(max_length=20, blank=True)
    picture = models.ForeignKey("core.File", models.SET_NULL, null=True, blank=True, related_name="+")
    source = models.CharField(max_length=80, blank=True)
    source_key = models.CharField(max_length=64, unique=True, null=True, blank=True)
    source_digest = models.CharField(max_length=64, blank=True)
    batch = models.ForeignKey(ImportBatch, models.SET_NULL, null=True, blank=True, related_name="places")
    confirmed_at = models.DateTimeField(null=True, blank=True)
    confirmed_by = models.ForeignKey("people.Person", models.SET_NULL, null=True, blank=True, related_name="+")
    fresh_until = models.DateTimeField(null=True, blank=True)
    stale = models.BooleanField(default=False)
    hidden_at = models.DateTimeField(null=True, blank=True)
    merged_into = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now)

    objects = PlaceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(lat__isnull=True, lon__isnull=True) | Q(lat__range=(-90, 90), lon__range=(-180, 180)),
                name="a_place_stands_on_earth",
            ),
            models.CheckConstraint(condition=~Q(name=""), name="a_place_has_a_name"),
        ]
        indexes = [
            models.Index(fields=["hidden_at", "area", "id"]),
            models.Index(fields=["likeness", "hidden_at", "area"], name="live_places_by_form"),
            models.Index(fields=["given_lat", "given_lon"]),
            models.Index(  # holds all that ways.py reads, so that the rows themselves aren't looked at
                fields=["cell", "kind", "precision", "lat", "lon", "id"],
                condition=Q(hidden_at=None),
                name="live_places_by_cell",
            ),
            models.Index(fields=["fresh_until"], condition=Q(hidden_at=None, stale=False), name="what_grows_old_next"),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("places:place", args=[self.uid, words_of(self.name)])

    @property
    def holds(self):
        """True while nothing was changed since somebody confirmed it."""
        return self.confirmed_at is not None and self.confirmed_at >= self.changed_at

    def is_stale(self, now):
        """True when nobody has confirmed the record as it is within half a year."""
        return not self.holds or now - self.confirmed_at > FRESH_FOR

    @property
    def is_rough(self):
        """True when the point only stands for a town, a county or a prefecture."""
        return self.precision not in (self.SURVEYED, self.ADDRESS)


class Revision(models.Model):
    """One change of a place's record: by whom or by which import, and every field before and after.

    A change by somebody who doesn't look after the place holds at once, and is `unconfirmed` until somebody does.
    """

    place = models.ForeignKey(Place, models.CASCADE, related_name="revisions")
    by = models.ForeignKey("people.Person", models.SET_NULL, null=True, blank=True, related_name="+")
    batch = models.ForeignKey(ImportBatch, models.SET_NULL, null=True, blank=True, related_name="revisions")
    at = models.DateTimeField()
    changes = models.JSONField(default=dict)
    restores = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="+")
    unconfirmed = models.BooleanField(default=False)
    confirmed_by = models.ForeignKey("people.Person", models.SET_NULL, null=True, blank=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["place"], condition=Q(unconfirmed=True), name="what_waits_to_be_confirmed")]

    def __str__(self):
        return f"{self.place} {self.at:%Y-%m-%d}"
