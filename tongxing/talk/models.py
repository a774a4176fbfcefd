"""Private letters: one thread per person and place, between them and whoever looks after the place."""

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone

from tongxing.core.ids import new_uid
from tongxing.places.models import Caretaker, Place


class ThreadQuerySet(models.QuerySet):
    def visible_to(self, person):
        """One's own, and those of the places that one looks after; somebody under 18 reads their own alone."""
        if not person.pk:
            return self.none()
        own = Q(person=person.pk)
        if person.is_young:
            return self.filter(own)
        return self.filter(own | Exists(Caretaker.objects.filter(place=OuterRef("place"), person=person.pk)))

    def with_row(self):
        """With what a line about it prints."""
        return self.select_related("place__area", "person")


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
