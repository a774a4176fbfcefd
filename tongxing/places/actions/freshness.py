"""What was said of a place is asked again after half a year: "Is it still true?"."""

from datetime import UTC, date, datetime, time, timedelta

from django.db import transaction

from tongxing.core.events import record
from tongxing.core.outbox import later_each

from .. import verbs
from ..cells import standing
from ..models import FRESH_FOR, Place
from .counting import count_again

AT_ONCE = 200


def renew(places, now):
    """What is written or confirmed now is fresh for half a year; called before the rows are saved.

    One pending row a day asks then for all that was said on that day.
    """
    for place in places:
        place.fresh_until, place.stale = now + FRESH_FOR, False
    if places:
        days = {place.fresh_until.astimezone(UTC).date().isoformat() for place in places}
        later_each("places.grow_old", [{"day": day} for day in sorted(days)], key=key_of)


def key_of(payload):
    """One row for each day."""
    return f"grow-old:{payload['day']}"


@transaction.atomic
def grow_old(day, *, now):
    """Once a day (UTC) is over: what nobody has confirmed by then is stale, and those who know it are asked.

    Returns when to come again, or None.
    """
    due = datetime.combine(date.fromisoformat(day) + timedelta(days=1), time.min, UTC)
    if now < due:
        return due
    rows = Place.objects.select_for_update().filter(hidden_at=None, stale=False, fresh_until__lt=due)
    places = list(rows.order_by("pk")[:AT_ONCE])
    stood = standing(places)
    for place in places:
        place.stale = True
    Place.objects.bulk_update(places, ["stale"])
    if places:
        count_again(stood, standing(places))
    for place in places:
        if verbs.who_knows(place, {}).exists():
            record(verbs.PLACE_STALE, by=None, on=place, now=now)
    return now if len(places) == AT_ONCE else None
