"""What happened at a place or in an area, as anybody may follow it. Rooms above add theirs through joints."""

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tongxing.core.areas import gazetteer
from tongxing.core.feeds import ANYBODY, MOST, Entry, atom
from tongxing.core.joints import panels

from .models import Fact, Mark, Place
from .revisions import labels_of


@require_safe
def place_feed(request, uid):
    """What was said of a place, who goes there, and what rooms above know of it."""
    place = get_object_or_404(Place.objects.visible_to(ANYBODY), uid=uid)
    added = [entry for piece in panels(request, "places/place.atom", place) for entry in piece]
    return atom(
        request,
        f"place/{place.uid}",
        place.name,
        place.get_absolute_url(),
        [*changes_of(place), *marks_of(place), *added],
    )


def changes_of(place):
    """Entries of the record's last changes: which fields, never what they say."""
    facts = {fact.code: str(fact) for fact in Fact.objects.all()}
    for change in place.revisions.order_by("-pk")[:MOST]:
        path = reverse("places:revision", args=[place.uid, change.pk])
        what = ", ".join(labels_of(change.changes, facts))
        yield Entry(f"place/{place.uid}/revision/{change.pk}", _("The record was changed"), path, change.at, what)


def marks_of(place):
    """Entries of who goes there or was there, where they let everybody see it."""
    seen = place.marks.visible_to(ANYBODY).exclude(kind=Mark.WATCHING).select_related("person").order_by("-id")
    for mark in seen[:MOST]:
        says = _("%(who)s goes there") if mark.kind == Mark.GOING else _("%(who)s was there")
        path = place.get_absolute_url() + "#people"
        words = f"{mark.on:%Y-%m-%d} {mark.note}".strip()
        yield Entry(f"mark/{mark.uid}", says % {"who": mark.person.public_name}, path, mark.made_at, words)


@require_safe
def area_feed(request, code):
    """New places of an area, and what rooms above know of it."""
    if (area := gazetteer().areas.get(code)) is None:
        raise Http404
    added = [entry for piece in panels(request, "places/area.atom", area) for entry in piece]
    path = reverse("places:area", args=[code])
    return atom(request, f"area/{code}", area.full_name, path, [*places_in(area), *added])


def places_in(area):
    """Entries of the newest places."""
    for place in Place.objects.visible_to(ANYBODY).within(area).with_row().order_by("-id")[:MOST]:
        words = " · ".join([str(place.kind), place.area.full_name, place.address]).strip(" ·")
        says, path = _("New here: %(place)s") % {"place": place}, place.get_absolute_url()
        yield Entry(f"place/{place.uid}", says, path, place.made_at, words, place.changed_at)
