"""What is lacking, what is offered, and how the two meet."""

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from tongxing.core.ids import new_uid
from tongxing.core.search import find
from tongxing.core.text import words_of
from tongxing.core.typos import or_alike
from tongxing.places.models import Place
from tongxing.spaces.models import Space


def in_words(row):
    """The name of a row of a vocabulary in the reader's language."""
    return row.zh if (get_language() or "").startswith("zh") else row.en


class Category(models.Model):
    """A kind of things or help: rows, so that another one needs no release."""

    code = models.CharField(max_length=7, primary_key=True)
    zh = models.CharField(max_length=20)
    en = models.CharField(max_length=40)
    order = models.PositiveSmallIntegerField(default=100)

    class Meta:
        ordering = ["order", "code"]
        verbose_name_plural = "categories"

    def __str__(self):
        return in_words(self)


class Tick(models.Model):
    """What is often lacking, so that it only needs a tick: with the unit in which it is counted, and its weight."""

    code = models.CharField(max_length=20, primary_key=True)
    category = models.ForeignKey(Category, models.CASCADE, related_name="ticks")
    zh = models.CharField(max_length=20)
    en = models.CharField(max_length=40)
    unit_zh = models.CharField(max_length=10, blank=True)
    unit_en = models.CharField(max_length=20, blank=True)
    grams = models.PositiveIntegerField(null=True, blank=True)
    order = models.PositiveSmallIntegerField(default=100)

    class Meta:
        ordering = ["category", "order", "code"]

    def __str__(self):
        return in_words(self)

    @property
    def unit(self):
        """What it is counted in, in the reader's language."""
        return self.unit_zh if (get_language() or "").startswith("zh") else self.unit_en


class NeedQuerySet(models.QuerySet):
    def visible_to(self, person):
        """Those of a place that stands, of a space that this person may see, and those that they give a part of."""
        spaces = Space.objects.visible_to(person)
        seen = Q(place__hidden_at=None, space=None) | Q(place=None, space__in=spaces)
        if not person.pk:
            return self.filter(seen)
        mine = Match.objects.filter(need=OuterRef("pk"), person=person.pk, state__in=[Match.OFFERED, *Match.COUNTED])
        return self.filter(seen | Q(place=None) & Exists(mine))

    def with_row(self):
        """With what a line about it prints."""
        return self.select_related("category", "tick", "place__area", "space__person")

    def open(self):
        """Still lacking something."""
        return self.filter(state=Need.OPEN)

    def lacking(self):
        """Open, and not all of it is promised yet."""
        return self.open().filter(agreed__lt=F("quantity"))

    def matching(self, words):
        """Those that hold every word; all of them without words."""
        return self.filter(uid__in=find("needs.need", words)) if words else self

    def matching_or_alike(self, words):
        """(those that hold every word, False); where there are none, (those called something like it, True)."""
        return or_alike(self.matching(words), self, "needs.need", words, ("title", "place__name"))

    def within(self, area):
        """Those of places and spaces in an area; all without one."""
        if area is None:
            return self
        places = Place.objects.within(area).filter(pk=OuterRef("place"))
        return self.filter(Exists(places))


class Need(models.Model):
    """So much of something that a place or a space lacks. `agreed` counts what is promised or came, never more."""

    OPEN, MET, WITHDRAWN, STALE = "open", "met", "withdrawn", "stale"
    STATES = [(OPEN, _("open")), (MET, _("met")), (WITHDRAWN, _("withdrawn")), (STALE, _("not confirmed for long"))]

    uid = models.CharField(max_length=12, unique=True, default=new_uid)
    place = models.ForeignKey(Place, models.CASCADE, null=True, blank=True, related_name="needs")
    space = models.ForeignKey(Space, models.CASCADE, null=True, blank=True, related_name="needs")
    category = models.ForeignKey(Category, models.PROTECT, related_name="needs")
    tick = models.ForeignKey(Tick, models.SET_NULL, null=True, blank=True, related_name="+")
    title = models.CharField(max_length=80)
    about = models.TextField(blank=True)
    about_html = models.TextField(blank=True)
    quantity = models.PositiveIntegerField(default=1)
    unit = models.CharField(max_length=20, blank=True)
    agreed = models.PositiveIntegerField(default=0)
    confirmed = models.PositiveIntegerField(default=0)
    urgent_until = models.DateField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)
    state = models.CharField(max_length=10, choices=STATES, default=OPEN)
    made_by = models.ForeignKey("people.Person", models.SET_NULL, null=True, blank=True, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now)
    renewed_at = models.DateTimeField(default=timezone.now)
    asked_at = models.DateTimeField(null=True, blank=True)

    objects = NeedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(place__isnull=False, space__isnull=True) | Q(place__isnull=True, space__isnull=False),
                name="a_need_of_a_place_or_a_space",
            ),
            models.CheckConstraint(condition=Q(agreed__lte=F("quantity")), name="never_more_than_asked"),
            models.CheckConstraint(condition=Q(confirmed__lte=F("agreed")), name="never_more_than_agreed"),
            models.CheckConstraint(condition=Q(quantity__gte=1), name="a_need_lacks_something"),
        ]
        indexes = [
            models.Index(fields=["state", "category", "-id"]),
            models.Index(fields=["place", "state"]),
            models.Index(fields=["space", "state"]),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("needs:need", args=[self.uid, words_of(self.title)])

    @property
    def whose(self):
        """The place or the space that lacks it."""
        return self.place or self.space

    @property
    def left(self):
        """How much of it nobody has promised yet."""
        return self.quantity - self.agreed

    def is_urgent(self, today):
        """True until its urgent day has passed."""
        return self.state == self.OPEN and self.urgent_until is not None and self.urgent_until >= today


class OfferQuerySet(models.QuerySet):
    def visible_to(self, person):
        """Those of spaces that this person may see."""
        return self.filter(space__in=Space.objects.visible_to(person))

    def with_row(self):
        """With what a line about it prints."""
        return self.select_related("category", "area", "space__person")

    def open(self):
        """Still to be had."""
        return self.filter(state=Offer.OPEN)


class Offer(models.Model):
    """What somebody gives: things, skills, a server, a room, a ride; with their conditions and until when."""

    GOODS, SKILLS, SERVERS, COMPUTE = "goods", "skills", "servers", "compute"
    DATA, VENUE, PROMOTION, TRANSPORT = "data", "venue", "promotion", "transport"
    SORTS = [
        (GOODS, _("Things")), (SKILLS, _("Skills and time")), (SERVERS, _("Servers")), (COMPUTE, _("Computing time")),
        (DATA, _("Data")), (VENUE, _("A room")), (PROMOTION, _("Making it known")), (TRANSPORT, _("Transport")),
    ]  # fmt: skip
    OPEN, CLOSED = "open", "closed"

    uid = models.CharField(max_length=12, unique=True, default=new_uid)
    space = models.ForeignKey(Space, models.CASCADE, related_name="offers")
    by = models.ForeignKey("people.Person", models.SET_NULL, null=True, blank=True, related_name="+")
    category = models.ForeignKey(Category, models.PROTECT, related_name="offers")
    sort = models.CharField(max_length=10, choices=SORTS, default=GOODS)
    title = models.CharField(max_length=80)
    about = models.TextField(blank=True)
    about_html = models.TextField(blank=True)
    quantity = models.PositiveIntegerField(default=1)
    unit = models.CharField(max_length=20, blank=True)
    terms = models.CharField(max_length=300, blank=True)
    area = models.ForeignKey("core.Area", models.PROTECT, null=True, blank=True, related_name="+")
    until = models.DateField(null=True, blank=True)
    state = models.CharField(max_length=10, default=OPEN)
    made_at = models.DateTimeField(default=timezone.now)

    objects = OfferQuerySet.as_manager()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(quantity__gte=1), name="an_offer_gives_something")]
        indexes = [models.Index(fields=["state", "category", "-id"])]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("needs:offer", args=[self.uid, words_of(self.title)])


class MatchQuerySet(models.QuerySet):
    def visible_to(self, person):
        """Those of needs that this person may see: what was agreed to everybody, the rest to the two sides."""
        needs = Need.objects.visible_to(person)
        if not person.pk:
            return self.filter(need__in=needs, state__in=Match.TOLD)
        return self.filter(need__in=needs).filter(Q(state__in=Match.TOLD) | Match.sides(person))

    def with_row(self):
        """With what a line about it prints."""
        return self.select_related("person", "space__person", "need__place__area", "need__space__person")


class Match(models.Model):
    """A part of a need that somebody gives: from the offer to the thanks, each step with its day."""

    OFFERED, AGREED, SENT, RECEIVED, CONFIRMED, THANKED = (
        "offered", "agreed", "sent", "received", "confirmed", "thanked")  # fmt: skip
    DECLINED, LOST, WITHDRAWN = "declined", "lost", "withdrawn"
    STATES = [
        (OFFERED, _("offered")), (AGREED, _("agreed")), (SENT, _("on its way")), (RECEIVED, _("arrived")),
        (CONFIRMED, _("confirmed")), (THANKED, _("thanked")), (DECLINED, _("declined")), (LOST, _("lost on the way")),
        (WITHDRAWN, _("taken back")),
    ]  # fmt: skip
    COUNTED = [AGREED, SENT, RECEIVED, CONFIRMED, THANKED]
    TOLD = [AGREED, SENT, RECEIVED, CONFIRMED, THANKED, LOST]

    uid = models.CharField(max_length=12, unique=True, default=new_uid)
    need = models.ForeignKey(Need, models.CASCADE, related_name="matches")
    offer = models.ForeignKey(Offer, models.SET_NULL, null=True, blank=True, related_name="matches")
    person = models.ForeignKey("people.Person", models.CASCADE, related_name="matches")
    space = models.ForeignKey(Space, models.CASCADE, related_name="matches")
    quantity = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=STATES, default=OFFERED)
    made_at = models.DateTimeField(default=timezone.now)

    objects = MatchQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "matches"
        constraints = [models.CheckConstraint(condition=Q(quantity__gte=1), name="a_match_gives_something")]
        indexes = [models.Index(fields=["need", "state"]), models.Index(fields=["person", "-id"])]

    def __str__(self):
        return f"{self.need} · {self.quantity}"

    def get_absolute_url(self):
        return self.need.get_absolute_url() + f"#m{self.uid}"

    @staticmethod
    def sides(person):
        """Where this person gives, or looks after what lacks it."""
        spaces = Space.objects.looked_after_by(person)
        place = Q(need__place__caretakers__person=person)
        wrote = Q(need__made_by=person, need__space=None)
        return Q(pk__in=Match.objects.filter(
            Q(person=person) | wrote | place | Q(need__space__in=spaces)).values("pk"))  # fmt: skip


class Step(models.Model):
    """One step of a match: what it became, by whom, when, and a word."""

    match = models.ForeignKey(Match, models.CASCADE, related_name="steps")
    state = models.CharField(max_length=10, choices=Match.STATES)
    by = models.ForeignKey("people.Person", models.SET_NULL, null=True, blank=True, related_name="+")
    at = models.DateTimeField()
    words = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["id"]

    def __str__(self):
        return f"{self.state} {self.at:%F}"
