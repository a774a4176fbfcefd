"""What is planned and was told at a place or in an area, as anybody may follow it."""

from django.utils.translation import gettext as _

from tongxing.core.feeds import ANYBODY, MOST, Entry
from tongxing.core.when import say_span

from .models import Activity


def of_place(request, place):
    """What is planned at a place, and what was told of it."""
    return entries(public().filter(place=place))


def in_area(request, area):
    """What is planned in an area, and what was told of it."""
    return entries(public().within(area))


def public():
    """What everybody may read and isn't a draft."""
    return Activity.objects.visible_to(ANYBODY).on().exclude(published_at=None)


def entries(activities):
    """Entries of the newest of them, and of their reports."""
    found = []
    for one in activities.with_row().select_related("report").order_by("-published_at")[:MOST]:
        words = f"{say_span(one.starts_at, one.ends_at, one.zone)} · {one.space}"
        found.append(Entry(f"activity/{one.uid}", one.title, one.get_absolute_url(), one.published_at, words))
        if report := getattr(one, "report", None):
            says = _("Told: %(activity)s") % {"activity": one.title}
            path = one.get_absolute_url() + "#report"
            found.append(Entry(f"activity/{one.uid}/report", says, path, report.made_at, "", report.changed_at))
    return found
