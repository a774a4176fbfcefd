"""People who act: an account, how it is shown, and the codes that rescue it."""

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.hashers import check_password
from django.db import models
from django.db.models import OuterRef, Subquery, Value
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tongxing.core.ids import new_uid
from tongxing.core.text import opaque


class PersonQuerySet(models.QuerySet):
    def with_mail(self):
        """Each with `mail`, the address that was proven to be theirs, or an empty text."""
        address = proven_addresses().filter(user=OuterRef("pk")).values("email")[:1]
        return self.annotate(mail=Coalesce(Subquery(address), Value("")))


def proven_addresses():
    """The main addresses whose owners followed the link in the mail; nothing is ever sent to another one."""
    from allauth.account.models import EmailAddress

    return EmailAddress.objects.filter(primary=True, verified=True)


class PersonManager(BaseUserManager.from_queryset(PersonQuerySet)):
    """Finds people by handle, whatever its case."""

    def get_by_natural_key(self, handle):
        return self.get(handle__iexact=handle)


class Person(AbstractBaseUser):
    """Somebody with an account. From 14 to 17 without a public name; under 14 there is no account.

    Of those who are 14 to 17 we keep the day on which they are 18 for sure: the first of the month after their
    birthday. It is forgotten when it has come. Whoever signed up before this was asked has none yet.
    """

    YOUNG, GROWN = "14-17", "18+"
    AGES = [(YOUNG, _("14 to 17")), (GROWN, _("18 or older"))]

    uid = models.CharField(max_length=12, unique=True, default=new_uid)
    handle = models.CharField(max_length=30, unique=True)
    name = models.CharField(max_length=30)
    email = models.EmailField(blank=True)
    age = models.CharField(max_length=5, choices=AGES, default=GROWN)
    grows_up_on = models.DateField(null=True, blank=True)
    shows_name = models.BooleanField(default=True)
    language = models.CharField(max_length=10, blank=True)
    zone = models.CharField(max_length=40, blank=True)
    mail_wanted = models.BooleanField(default=True)
    is_active = models.BooleanField(default=True)
    is_operator = models.BooleanField(default=False)
    joined_at = models.DateTimeField(default=timezone.now)

    objects = PersonManager()

    USERNAME_FIELD = "handle"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = []

    def __str__(self):
        return self.public_name

    def get_absolute_url(self):
        return reverse("spaces:space", args=[self.handle])

    @property
    def is_young(self):
        """True from 14 to 17."""
        return self.age == self.YOUNG

    @property
    def is_named(self):
        """True when everybody may read their name and handle: not before 18, and then when they chose so."""
        return self.shows_name and not self.is_young

    def mail_address(self):
        """The address that was proven to be theirs, or an empty text. Of a list, ask `with_mail()` first."""
        if hasattr(self, "mail"):
            return self.mail
        return proven_addresses().filter(user=self).values_list("email", flat=True).first() or ""

    @property
    def public_name(self):
        """The name that everybody may read."""
        if self.is_named:
            return self.name
        return str(_("A young companion") if self.is_young else _("A companion"))

    def set_password(self, raw_password):
        """Keep the hash of the passphrase as `opaque` writes it, whichever keyboard made its blanks."""
        super().set_password(raw_password if raw_password is None else opaque(raw_password))

    def check_password(self, raw_password):
        """True for the passphrase; hashes made from the text as it was typed still count (`actions.map_passphrase`)."""
        if raw_password is None:
            return False
        mapped = opaque(raw_password)
        return super().check_password(mapped) or (mapped != raw_password and self.is_raw_passphrase(raw_password))

    def is_raw_passphrase(self, raw_password):
        """True when the hash was made from these very characters, before blanks were mapped."""
        return check_password(raw_password, self.password)


class RescueCodeQuerySet(models.QuerySet):
    def unused(self):
        """Codes that can still be spent."""
        return self.filter(used_at=None)


class RescueCode(models.Model):
    """A code on paper that replaces a forgotten passphrase once. Only its keyed digest is kept."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="rescue_codes")
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(default=timezone.now)
    used_at = models.DateTimeField(null=True, blank=True)

    objects = RescueCodeQuerySet.as_manager()

    def __str__(self):
        return f"{self.person_id} {self.made_at:%F}"


class TokenQuerySet(models.QuerySet):
    def alive(self, now):
        """Those that open the API still."""
        return self.filter(ended_at=None, expires_at__gt=now, person__is_active=True)


class Token(models.Model):
    """A key with which a program acts for a person, as far as its scopes go. Only its digest is kept."""

    READ, PEOPLE, SPACES = "read", "people", "spaces"
    PLACES, NEEDS, ACTIVITIES, CLAIMS, NOTICES = "places", "needs", "activities", "claims", "notices"
    SCOPES = [
        (READ, _("Read what you may read")),
        (PEOPLE, _("Change your profile")),
        (SPACES, _("Open and change spaces, join and leave them")),
        (PLACES, _("Add, change and confirm places")),
        (NEEDS, _("Say what is lacking, offer and give")),
        (ACTIVITIES, _("Plan and change activities, write reports")),
        (CLAIMS, _("Sign you up and let go")),
        (NOTICES, _("Mark notices as read")),
    ]

    uid = models.CharField(max_length=12, unique=True, default=new_uid)
    person = models.ForeignKey(Person, models.CASCADE, related_name="tokens")
    name = models.CharField(max_length=40)
    digest = models.CharField(max_length=64, unique=True)
    scopes = models.CharField(max_length=100)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = TokenQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("people:make_token")

    @property
    def scopes_said(self):
        """What it may do, in words."""
        return [said for scope, said in self.SCOPES if scope in self.scopes.split()]

    def is_alive(self, now):
        """True while it opens the API."""
        return self.ended_at is None and self.expires_at > now
