"""Private letters: one thread per person and place, between them and whoever looks after the place."""

from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.urls import reverse
from django.utils import timezone

from tongxing.core.ids import new_uid
from tongxing.places.models import Caretaker, Place


def named_by_another():
    """Caretakers whom somebody named who looked after the place before: they go on with what was written."""
    return Q(named_by__isnull=False) & ~Q(named_by=F("person"))


class ThreadQuerySet(models.QuerySet):
    def visible_to(self, person):
        """One's own, and those of the places that one looks after; somebody under 18 reads their own alone."""
        if not person.pk:
            return self.none()
        own = Q(person=person.pk)
        if person.is_young:
            return self.filter(own)
        here = Q(place=OuterRef("place")) | Q(place=OuterRef("place__merged_into"))
        cares = Caretaker.objects.filter(here, person=person.pk)
        return self.filter(own | Exists(cares.filter(named_by_another() | Q(since__lte=OuterRef("last_at")))))

    def with_row(self):
        """With what a line about it prints."""
        return self.select_related("place__area", "place__merged_into", "person")


class Thread(models.Model):
    """The letters of one person with whoever looks after a place."""

    uid = models.CharField(max_length=12, unique=True, default=new_uid)
    place = models.ForeignKey(Place, models.CASCADE, related_name="threads")
    person = models.ForeignKey("people.Person", models.CASCADE, related_name="threads")
    made_at = models.DateTimeField(default=timezone.now)
    last_at = models.DateTimeField(default=timezone.now)
    blocked_at = models.DateTimeField(null=True, blank=True)
    blocked_by = models.ForeignKey("people.Person", models.SET_NULL, null=True, blank=True, related_name="+")

    objects = ThreadQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["place", "person"], name="one_thread_of_a_person_and_a_place")]
        indexes = [models.Index(fields=["person", "-last_at"]), models.Index(fields=["place", "-last_at"])]

    def __str__(self):
        return str(self.place)

    def get_absolute_url(self):
        return reverse("talk:thread", args=[self.uid])

    @property
    def here(self):
        """The place whose caretakers read it: that which its own was taken into, if it was."""
        return self.place.merged_into or self.place

    def letters_for(self, person):
        """Its letters as far as this person reads them: all, or those since they took the place into their care."""
        if person.pk == self.person_id:
            return self.letters.all()
        if person.is_young:
            return self.letters.none()
        cares = self.here.caretakers.filter(person=person.pk)
        if cares.filter(named_by_another()).exists():
            return self.letters.all()
        return self.letters.filter(at__gte=Subquery(cares.values("since")[:1]))


class Letter(models.Model):
    """One letter. What was taken back keeps its day and loses its words."""

    uid = models.CharField(max_length=12, unique=True, default=new_uid)
    thread = models.ForeignKey(Thread, models.CASCADE, related_name="letters")
    by = models.ForeignKey("people.Person", models.SET_NULL, null=True, blank=True, related_name="+")
    text = models.TextField(blank=True)
    at = models.DateTimeField(default=timezone.now)
    taken_back_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["by", "at"])]

    def __str__(self):
        return f"{self.thread} {self.at:%F}"

    def get_absolute_url(self):
        return f"{self.thread.get_absolute_url()}#l{self.uid}"
