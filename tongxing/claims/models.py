"""What can be claimed, who holds it, and who waits in line. One engine for everything."""

from datetime import timedelta

from django.db import models
from django.db.models import Count, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tongxing.core.ids import new_uid
from tongxing.core.joints import OWNERS
from tongxing.spaces.models import Space

OFFER_HOLDS = timedelta(hours=24)
OFFER_HOLDS_LEAST = timedelta(minutes=30)


def owners():
    """The names under which an opening finds the row of an upper room that has it."""
    return OWNERS.get("claims.opening", ())


class Opening(models.Model):
    """A number of seats that people take by their own act. Its counters are kept right by conditional updates.

    `taken` is the sum of the sizes of offered and held claims; `waiting` counts the claims in line, without those set
    aside; `arrivals` numbers them. `seats` is empty when there is no limit. Nobody new is let in after `closes_at`;
    nothing is offered, and no offer kept, from `ends_at` on.
    """

    seats = models.PositiveIntegerField(null=True, blank=True)
    taken = models.PositiveIntegerField(default=0)
    waiting = models.PositiveIntegerField(default=0)
    waiting_max = models.PositiveIntegerField(default=1000)
    size_max = models.PositiveSmallIntegerField(default=10)
    arrivals = models.PositiveIntegerField(default=0)
    last_took = models.BooleanField(default=False)
    closes_at = models.DateTimeField(null=True, blank=True)
    ends_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(seats=None) | Q(taken__lte=F("seats")), name="never_more_than_the_seats"
            ),
            models.CheckConstraint(
                condition=Q(closes_at__lte=F("ends_at")), name="nobody_signs_up_after_the_beginning"
            ),
        ]

    def __str__(self):
        return f"{self.taken}/{self.seats}"

    @property
    def thing(self):
        """What these seats belong to: the row of an upper room that has this opening."""
        return next((getattr(self, name) for name in owners() if hasattr(self, name)), None)

    @property
    def free(self):
        """Seats that a newcomer could take at once; None when there is no limit."""
        if self.seats is None:
            return None
        return 0 if self.waiting else self.seats - self.taken

    @property
    def is_full(self):
        """True when a newcomer would wait in line."""
        return self.free == 0

    def is_closed(self, now):
        """True when nobody new is let in."""
        return self.closed_at is not None or (self.closes_at is not None and self.closes_at <= now)

    def has_ended(self, now):
        """True from the moment on from which nothing is offered any more: what the seats are for has begun."""
        return self.ends_at is not None and self.ends_at <= now

    def offer_until(self, now):
        """How long an offered seat is kept: a day, or half of the time left; half an hour where there is that."""
        if self.ends_at is None:
            return now + OFFER_HOLDS
        return min(now + min(OFFER_HOLDS, max(OFFER_HOLDS_LEAST, (self.ends_at - now) / 2)), self.ends_at)


class ClaimQuerySet(models.QuerySet):
    def visible_to(self, person):
        """One's own, and those of what one looks after."""
        if not person.pk:
            return self.none()
        spaces = Space.objects.looked_after_by(person)
        seen = Q(person_id=person.pk)
        for name in owners():
            seen |= Q(**{f"opening__{name}__space__in": spaces})
        return self.filter(seen)

    def with_row(self):
        """With the holder and what it is for, and `ahead`, how many wait before it: all in one query."""
        before = Claim.objects.filter(state=Claim.WAITING, opening=OuterRef("opening"), arrival__lt=OuterRef("arrival"))
        ahead = before.order_by().values("opening").annotate(count=Count("pk")).values("count")
        rows = self.select_related("person", "opening", *(f"opening__{name}" for name in owners()))
        return rows.annotate(ahead=Coalesce(Subquery(ahead), 0))

    def live(self):
        """Claims that hold a seat, are offered one, wait for one, or are set aside."""
        return self.filter(state__in=Claim.LIVE)

    def of(self, person):
        """The claims of one person; none for somebody who isn't signed in."""
        return self.filter(person_id=person.pk) if person.pk else self.none()

    def in_line(self):
        """Those who wait and can be served, first come first."""
        return self.filter(state=Claim.WAITING).order_by("arrival")

    def seated(self):
        """Those who hold a seat or are offered one."""
        return self.filter(state__in=[Claim.OFFERED, Claim.HELD])


class Claim(models.Model):
    """One holding of an opening, always by the holder's own act. Its size counts the holder and their guests.

    Set aside is who needs more seats than there are altogether: they keep their arrival, and nobody waits behind them.
    """

    WAITING, ASIDE, OFFERED, HELD = "waiting", "aside", "offered", "held"
    LET_GO, EXPIRED = "let_go", "expired"
    LIVE = [WAITING, ASIDE, OFFERED, HELD]
    STATES = [
        (WAITING, _("waiting")),
        (ASIDE, _("more people than places")),
        (OFFERED, _("a place is offered")),
        (HELD, _("coming")),
        (LET_GO, _("not coming")),
        (EXPIRED, _("did not answer in time")),
    ]

    uid = models.CharField(max_length=12, unique=True, default=new_uid)
    opening = models.ForeignKey(Opening, models.CASCADE, related_name="claims")
    person = models.ForeignKey("people.Person", models.CASCADE, related_name="claims")
    size = models.PositiveSmallIntegerField(default=1)
    state = models.CharField(max_length=10, choices=STATES)
    arrival = models.PositiveIntegerField()
    words = models.CharField(max_length=300, blank=True)
    made_at = models.DateTimeField(default=timezone.now)
    offered_until = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = ClaimQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["opening", "person"],
                condition=Q(state__in=["waiting", "aside", "offered", "held"]),
                name="one_live_claim_a_person",
            ),
            models.UniqueConstraint(fields=["opening", "arrival"], name="one_claim_an_arrival"),
            models.CheckConstraint(condition=Q(size__gte=1), name="a_claim_takes_at_least_one_seat"),
        ]
        indexes = [models.Index(fields=["person", "state"]), models.Index(fields=["opening", "state", "arrival"])]

    def __str__(self):
        return f"{self.person} · {self.opening}"

    @property
    def is_live(self):
        """True while the claim holds, is offered or waits for a seat, or is set aside."""
        return self.state in self.LIVE

    def is_offer_kept(self, now):
        """True while an offered seat can be confirmed."""
        return self.state == self.OFFERED and self.offered_until > now

    @property
    def guests(self):
        """How many come along."""
        return self.size - 1

    def place_in_line(self):
        """1 for the first who waits. Of a list, ask `with_row()` first."""
        if hasattr(self, "ahead"):
            return self.ahead + 1
        return Claim.objects.in_line().filter(opening=self.opening_id, arrival__lt=self.arrival).count() + 1
