"""At which places a space's activities took place: a source of its service map (places.served)."""

from django.utils import timezone

from .models import Activity


def sorts():
    """[(code, label)]."""
    return Activity.KINDS


def served(space, person):
    """Rows of (key of a place, year, kind) of what took place: neither cancelled, nor a draft, nor to come."""
    seen = Activity.objects.visible_to(person).on().filter(space=space, place__isnull=False)
    rows = seen.past(timezone.now()).order_by().values_list("place_id", "starts_at", "kind")
    return {(place, timezone.localtime(start).year, kind) for place, start, kind in rows}
