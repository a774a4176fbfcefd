"""Self-managed homes, who belongs to them, and who may see what they own."""

from django.db import models
from django.db.models import Exists, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tongxing.core.handles import fold
from tongxing.core.ids import new_uid
from tongxing.core.text import clean_line
from tongxing.core.typos import or_alike

PUBLIC, MEMBERS, NAMED = "public", "members", "named"
AUDIENCES = [(PUBLIC, _("Everybody")), (MEMBERS, _("Members")), (NAMED, _("People I name"))]


class SpaceQuerySet(models.QuerySet):
    def visible_to(self, person):
        """Public spaces, and those a person belongs to."""
        return self.filter(Q(audience=PUBLIC) | Exists(Membership.objects.of(person).filter(space=OuterRef("pk"))))

    def looked_after_by(self, person):
        """Spaces in whose name a person may act."""
        return self.filter(Exists(Membership.objects.of(person).filter(space=OuterRef("pk"), role=Membership.STEWARD)))

    def together(self):
        """Spaces of more than one person: all but the personal ones."""
        return self.exclude(kind=Space.PERSONAL)

    def at(self, short):
        """The space behind an address, whatever its case; old addresses lead to it too."""
        return self.filter(names__key=fold(clean_line(short)))

    def named(self, text):
        """Spaces with this text in their name, short or description."""
        if not text:
            return self
        return self.filter(Q(name__icontains=text) | Q(short__icontains=text) | Q(about__icontains=text))

    def named_or_alike(self, text):
        """(spaces with this text, False); where there are none, (those called something like it, True)."""
        return or_alike(self.named(text), self, "spaces.space", text, ("name", "short"))

    def of_kind(self, kind):
        """Spaces of one kind; all of them for a kind that doesn't exist."""
        return self.filter(kind=kind) if kind in dict(Space.KINDS[1:]) else self

    def with_row(self):
        """With what its name needs, in the same query."""
        return self.select_related("person")

    def with_place(self):
        """With what its page needs, in the same query."""
        return self.select_related("area", "person")

    def with_people(self):
        """Each with `people`, the number of its members, and its area."""
        members = Membership.objects.filter(space=OuterRef("pk")).order_by().values("space")
        count = Subquery(members.annotate(count=models.Count("pk")).values("count"))  # for the rows of a page alone
        return self.select_related("area", "person").annotate(people=Coalesce(count, 0))


class Space(models.Model):
    """A self-managed home that owns things. Everybody has a personal one; a team opens its own at once."""

    PERSONAL, TEAM, PROJECT, NETWORK = "personal", "team", "project", "network"
    KINDS = [(PERSONAL, _("Personal")), (TEAM, _("Team")), (PROJECT, _("Project")), (NETWORK, _("Network"))]
    COLOURS = [
        ("bamboo", _("Bamboo")),
        ("sky", _("Sky")),
        ("wisteria", _("Wisteria")),
        ("brick", _("Brick")),
        ("tea", _("Tea")),
        ("slate", _("Slate")),
    ]
    OPEN, ASK, INVITED = "open", "ask", "invited"
    JOINING = [
        (OPEN, _("Everybody may join at once")),
        (ASK, _("People ask, a steward answers")),
        (INVITED, _("Only with an invitation")),
    ]

    uid = models.CharField(max_length=12, unique=True, default=new_uid)
    short = models.CharField(max_length=30, unique=True)
    kind = models.CharField(max_length=10, choices=KINDS)
    name = models.CharField(max_length=40)
    about = models.TextField(blank=True)
    about_html = models.TextField(blank=True)
    area = models.ForeignKey("core.Area", models.PROTECT, null=True, blank=True, related_name="+")
    lat = models.FloatField(null=True, blank=True)
    lon = models.FloatField(null=True, blank=True)
    colour = models.CharField(max_length=10, choices=COLOURS, default="bamboo")
    joining = models.CharField(max_length=10, choices=JOINING, default=OPEN)
    audience = models.CharField(max_length=10, choices=AUDIENCES[:2], default=PUBLIC)
    person = models.OneToOneField("people.Person", models.CASCADE, null=True, blank=True, related_name="space")
    opened_at = models.DateTimeField(default=timezone.now)

    objects = SpaceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="personal", person__isnull=False) | (~Q(kind="personal") & Q(person__isnull=True)),
                name="a_personal_space_has_its_person",
            ),
            models.CheckConstraint(
                condition=Q(lat__isnull=True, lon__isnull=True) | Q(lat__range=(-90, 90), lon__range=(-180, 180)),
                name="a_space_stands_on_earth",
            ),
        ]
        indexes = [models.Index(fields=["kind", "audience", "-id"])]

    def __str__(self):
        return str(self.person) if self.person_id else self.name

    def get_absolute_url(self):
        return reverse("spaces:space", args=[self.short])

    @property
    def more_html(self):
        """What it says beyond the first line, where that line stands whole in the banner already."""
        first, _line, rest = self.about.strip().partition("\n")
        whole = len(first) <= 120 and "[" not in first and self.about_html.startswith("<p>") and rest[:1] in ("", "\n")
        return self.about_html.partition("</p>")[2].strip() if whole else self.about_html

    @property
    def is_personal(self):
        """True for the space that a person has alone."""
        return self.kind == self.PERSONAL


class SpaceName(models.Model):
    """Every short that was ever given, folded: old ones stay reserved and lead to the space."""

    key = models.CharField(max_length=60, primary_key=True)
    space = models.ForeignKey(Space, models.CASCADE, related_name="names")

    def __str__(self):
        return self.key


class MembershipQuerySet(models.QuerySet):
    def visible_to(self, person):
        """Those in spaces that a person may see."""
        return self.filter(space__in=Space.objects.visible_to(person))

    def of(self, person):
        """The memberships of one person; none for somebody who isn't signed in."""
        return self.filter(person_id=person.pk) if person.pk else self.none()

    def stewards(self):
        """Those who look after their space."""
        return self.filter(role=Membership.STEWARD)


class Membership(models.Model):
    """A person's part in a space, by their own act. A stewardship is asked for and accepted."""

    STEWARD, MEMBER = "steward", "member"
    ROLES = [(STEWARD, _("Steward")), (MEMBER, _("Member"))]

    uid = models.CharField(max_length=12, unique=True, default=new_uid)
    space = models.ForeignKey(Space, models.CASCADE, related_name="memberships")
    person = models.ForeignKey("people.Person", models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=10, choices=ROLES, default=MEMBER)
    since = models.DateTimeField(default=timezone.now)
    steward_asked_at = models.DateTimeField(null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["space", "person"], name="one_membership_a_person")]
        ordering = ["-role", "since", "id"]

    def __str__(self):
        return f"{self.person} · {self.space}"

    def get_absolute_url(self):
        return reverse("spaces:people", args=[self.space.short])

    @property
    def is_steward(self):
        """True for somebody who looks after the space."""
        return self.role == self.STEWARD


class JoinRequestQuerySet(models.QuerySet):
    def visible_to(self, person):
        """Those that a person sent or answers."""
        if not person.pk:
            return self.none()
        return self.filter(Q(person_id=person.pk) | Q(space__in=Space.objects.looked_after_by(person)))

    def open(self):
        """Those that wait for an answer."""
        return self.filter(state=JoinRequest.ASKED)

    def open_of(self, person):
        """The one that a person waits on, or None."""
        return self.open().filter(person_id=person.pk).first() if person.pk else None

    def declined_to(self, person):
        """The last no that a person was given, or None."""
        return self.filter(person_id=person.pk, state=JoinRequest.DECLINED).last() if person.pk else None


class JoinRequest(models.Model):
    """Somebody asks to belong; every asking gets an answer."""

    ASKED, ACCEPTED, DECLINED, WITHDRAWN = "asked", "accepted", "declined", "withdrawn"

    uid = models.CharField(max_length=12, unique=True, default=new_uid)
    space = models.ForeignKey(Space, models.CASCADE, related_name="join_requests")
    person = models.ForeignKey("people.Person", models.CASCADE, related_name="join_requests")
    words = models.CharField(max_length=300, blank=True)
    state = models.CharField(max_length=10, default=ASKED)
    reason = models.CharField(max_length=300, blank=True)
    asked_at = models.DateTimeField(default=timezone.now)
    answered_at = models.DateTimeField(null=True, blank=True)

    objects = JoinRequestQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["space", "person"], condition=Q(state="asked"), name="one_open_request_a_person"
            )
        ]
        ordering = ["id"]

    def __str__(self):
        return str(self.space)

    def get_absolute_url(self):
        return self.space.get_absolute_url()


class InvitationQuerySet(models.QuerySet):
    def alive(self, now):
        """Links that still open the door."""
        return self.filter(ended_at=None, expires_at__gt=now)


class Invitation(models.Model):
    """A link, also as a QR code, with which people join by their own act until it ends."""

    uid = models.CharField(max_length=12, unique=True, default=new_uid)
    space = models.ForeignKey(Space, models.CASCADE, related_name="invitations")
    by = models.ForeignKey("people.Person", models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    used = models.PositiveIntegerField(default=0)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]

    def __str__(self):
        return str(self.space)

    def get_absolute_url(self):
        return reverse("spaces:invited", args=[self.uid])

    def is_alive(self, now):
        """True while the link opens the door."""
        return self.ended_at is None and self.expires_at > now


class Grant(models.Model):
    """A named person may see one thing whose audience is `named`."""

    kind = models.CharField(max_length=60)
    key = models.CharField(max_length=12)
    person = models.ForeignKey("people.Person", models.CASCADE, related_name="grants")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "key", "person"], name="one_grant_a_person")]

    def __str__(self):
        return f"{self.kind} {self.key}"


def visible(person, kind):
    """The condition under which a person sees an owned row (with `space`, `audience`, `uid`) of this kind.

    Public rows; rows for members in spaces they belong to; rows for named people that name them; and every row of a
    space that they look after.
    """
    if not person.pk:
        return Q(audience=PUBLIC)
    belongs = Membership.objects.of(person).filter(space=OuterRef("space"))
    named = Grant.objects.filter(kind=kind, key=OuterRef("uid"), person_id=person.pk)
    return (
        Q(audience=PUBLIC)
        | Q(Exists(belongs.filter(role=Membership.STEWARD)))
        | Q(Exists(belongs), audience=MEMBERS)
        | Q(Exists(named), audience=NAMED)
    )
