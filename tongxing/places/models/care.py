"""Who goes to a place, who keeps its record true, and whom one can ask there."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tongxing.core.ids import new_uid

from .records import Place


class MarkQuerySet(models.QuerySet):
    def visible_to(self, person):
        """Those that are for everybody, and one's own."""
        everybody = Q(audience=Mark.PUBLIC)
        return self.filter(everybody | Q(person_id=person.pk) if person.pk else everybody)

    def with_row(self):
        """With what a line about it prints."""
        return self.select_related("person", "place__area", "place__kind")

    def coming(self, today):
        """Going there today or later, the next first."""
        return self.filter(kind=Mark.GOING, on__gte=today).order_by("on", "id")

    def around(self, today):
        """Going there today or later, and visits: what was said last comes first."""
        return self.filter(Q(kind=Mark.GOING, on__gte=today) | Q(kind=Mark.VISITED)).order_by("-id")

    def been(self):
        """Visits, the latest first."""
        return self.filter(kind=Mark.VISITED).order_by("-on", "-id")


class Mark(models.Model):
    """What a place is to a person: going there on a day, having been there on a day (many times), or watching it."""

    GOING, VISITED, WATCHING = "going", "visited", "watching"
    KINDS = [(GOING, _("going")), (VISITED, _("was there")), (WATCHING, _("watching"))]
    PUBLIC, MINE = "public", "mine"
    AUDIENCES = [(PUBLIC, _("Everybody")), (MINE, _("Only I"))]

    uid = models.CharField(max_length=12, unique=True, default=new_uid)
    place = models.ForeignKey(Place, models.CASCADE, related_name="marks")
    person = models.ForeignKey("people.Person", models.CASCADE, related_name="marks")
    kind = models.CharField(max_length=10, choices=KINDS)
    on = models.DateField(null=True, blank=True)
    note = models.CharField(max_length=140, blank=True)
    audience = models.CharField(max_length=10, choices=AUDIENCES, default=PUBLIC)
    made_at = models.DateTimeField(default=timezone.now)

    objects = MarkQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["place", "person", "kind"], condition=~Q(kind="visited"), name="one_going_one_watching"
            ),
            models.UniqueConstraint(
                fields=["place", "person", "on"], condition=Q(kind="visited"), name="one_visit_a_day"
            ),
            models.CheckConstraint(condition=Q(kind="watching") | Q(on__isnull=False), name="a_way_there_has_a_day"),
        ]
        indexes = [
            models.Index(fields=["kind", "audience", "on"]),
            models.Index(fields=["person", "kind"]),
            models.Index(fields=["place", "kind", "on"]),
        ]

    def __str__(self):
        return f"{self.person} {self.kind} {self.place}"


class Caretaker(models.Model):
    """Somebody who keeps the record of a place true."""

    place = models.ForeignKey(Place, models.CASCADE, related_name="caretakers")
    person = models.ForeignKey("people.Person", models.CASCADE, related_name="cares_for")
    since = models.DateTimeField(default=timezone.now)
    named_by = models.ForeignKey("people.Person", models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["since", "id"]
        constraints = [models.UniqueConstraint(fields=["place", "person"], name="once_a_caretaker_of_a_place")]

    def __str__(self):
        return f"{self.person} · {self.place}"


class Asking(models.Model):
    """Somebody asks to become a caretaker, or is asked to by one who is: the other side says yes.

    `asked_by` is the person themself, or the caretaker who names them; `hands_over`: that one goes when it is accepted.
    """

    OPEN, ACCEPTED, DECLINED, WITHDRAWN = "open", "accepted", "declined", "withdrawn"
    STATES = [
        (OPEN, _("waiting")),
        (ACCEPTED, _("accepted")),
        (DECLINED, _("declined")),
        (WITHDRAWN, _("taken back")),
    ]

    uid = models.CharField(max_length=12, unique=True, default=new_uid)
    place = models.ForeignKey(Place, models.CASCADE, related_name="askings")
    person = models.ForeignKey("people.Person", models.CASCADE, related_name="+")
    asked_by = models.ForeignKey("people.Person", models.CASCADE, related_name="+")
    hands_over = models.BooleanField(default=False)
    words = models.CharField(max_length=1000, blank=True)
    state = models.CharField(max_length=10, choices=STATES, default=OPEN)
    made_at = models.DateTimeField(default=timezone.now)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey("people.Person", models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["place", "person"], condition=Q(state="open"), name="one_open_asking_a_person"
            )
        ]

    def __str__(self):
        return f"{self.person} · {self.place} · {self.state}"

    def get_absolute_url(self):
        return reverse("places:caretakers", args=[self.place.uid])


class Contact(models.Model):
    """Somebody at a place whom one can ask: shown by role, each look written down, never searched, exported or told.

    `consent` says how they agreed to stand here; `claim_key` is the digest of the link by which they make it their own.
    """

    TOLD, CALLED, WRITTEN, PUBLIC = "told", "called", "written", "public"
    CONSENTS = [
        (TOLD, _("They told me so face to face")),
        (CALLED, _("They told me so on the phone")),
        (WRITTEN, _("They wrote it")),
        (PUBLIC, _("Their office publishes it itself")),
    ]

    uid = models.CharField(max_length=12, unique=True, default=new_uid)
    place = models.ForeignKey(Place, models.CASCADE, related_name="contacts")
    name = models.CharField(max_length=60)
    role = models.CharField(max_length=60, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    email = models.EmailField(max_length=120, blank=True)
    other = models.CharField(max_length=200, blank=True)
    consent = models.CharField(max_length=10, choices=CONSENTS)
    consent_on = models.DateField()
    made_by = models.ForeignKey("people.Person", models.SET_NULL, null=True, blank=True, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now)
    changed_by = models.ForeignKey("people.Person", models.SET_NULL, null=True, blank=True, related_name="+")
    owner = models.ForeignKey("people.Person", models.SET_NULL, null=True, blank=True, related_name="contacts")
    claim_key = models.CharField(max_length=64, blank=True)
    claim_by = models.ForeignKey("people.Person", models.SET_NULL, null=True, blank=True, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=~(Q(phone="") & Q(email="") & Q(other="")), name="a_contact_can_be_reached"
            )
        ]

    def __str__(self):
        return self.role or self.uid


class Look(models.Model):
    """Somebody saw how to reach a contact: who, when, and what for."""

    contact = models.ForeignKey(Contact, models.CASCADE, related_name="looks")
    person = models.ForeignKey("people.Person", models.SET_NULL, null=True, related_name="+")
    purpose = models.CharField(max_length=300)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-id"]

    def __str__(self):
        return f"{self.person} {self.at:%F}"
