"""Planning an activity: create, change, publish, cancel, reopen."""

from django.db import transaction

from tongxing.claims.actions import change_seats, close_seats, open_seats, reopen_seats
from tongxing.claims.models import Opening
from tongxing.core import search
from tongxing.core.events import record
from tongxing.core.once import only_once
from tongxing.core.pinyin import sounds_of
from tongxing.core.text import render_prose
from tongxing.core.wall import FIRST, instant
from tongxing.spaces.actions import name_people
from tongxing.spaces.models import MEMBERS, PUBLIC, Grant

from .. import rules, verbs
from ..models import Activity

FIELDS = ("audience", "kind", "title", "about", "starts_wall", "ends_wall", "zone", "place", "where", "link",
          "departure", "cost", "carry")  # fmt: skip
MATTERS = ("starts_at", "ends_at", "place_id", "where", "link", "departure")


def create_activity(*, by, space, publish, now, once="", **fields):
    """Plan something in the name of a space: as a draft, or published at once. `seats` None: without limit."""
    rules.may_create_activity(by, space).or_refuse()
    return only_once(once, by=by, make=lambda: plan(by, space, publish, now, **fields))


@transaction.atomic
def plan(by, space, publish, now, *, seats=None, closes_at=None, named=(), copied_from=None, **fields):
    """The rows of a new activity."""
    activity = Activity(space=space, by=by, made_at=now, copied_from=copied_from)
    fill(activity, fields)
    activity.opening = open_seats(seats=seats, closes_at=closes_at or activity.starts_at, ends_at=activity.starts_at)
    activity.save()
    name_people(activity, named)
    find_again(activity)
    record(verbs.ACTIVITY_CREATED, by=by, on=activity, space=space, now=now)
    return publish_activity(activity, by=by, now=now) if publish else activity


def fill(activity, fields):
    """Set the fields, and what follows from them: the moments and the stored HTML.

    `starts_which` and `ends_which` ("second") say which is meant where the clock shows that time twice.
    """
    for name in FIELDS:
        if name in fields:
            setattr(activity, name, fields[name])
    for name in ("starts", "ends"):
        if {f"{name}_wall", "zone"} & fields.keys():
            wall, which = getattr(activity, f"{name}_wall"), fields.get(f"{name}_which", FIRST)
            setattr(activity, f"{name}_at", instant(wall, activity.zone, which))
    activity.about_html = render_prose(activity.about)
    activity.carry_html = render_prose(activity.carry)


def state_of(activity):
    """All that `change_activity` can change."""
    opening = Opening.objects.get(pk=activity.opening_id)
    named = Grant.objects.filter(kind="activities.activity", key=activity.uid).order_by("person")
    fields = [getattr(activity, name) for name in (*FIELDS, "starts_at", "ends_at")]
    return fields, opening.seats, opening.closes_at, opening.ends_at, list(named.values_list("person", flat=True))


def find_again(activity):
    """Let the search find it."""
    search.index("activities.activity", activity.uid, text_of(activity))


@transaction.atomic
def name_again(event):
    """Let what takes place at the place that an event is about be found by what it is called now."""
    for activity in Activity.objects.filter(place__uid__in=[event.key, event.facts.get("loser", "")]).with_row():
        find_again(activity)


def text_of(activity):
    """The words by which an activity is found."""
    place = activity.place
    names = [activity.title, place.name if place else ""]
    parts = [*names, sounds_of(*names), activity.about, activity.where, activity.departure]
    return "\n".join(filter(None, [*parts, place.area.full_name if place and place.area else ""]))


def texts():
    """(uid, text) of every activity, for `tongxing reindex`."""
    for activity in Activity.objects.select_related("place__area").order_by("pk").iterator(chunk_size=500):
        yield activity.uid, text_of(activity)


@transaction.atomic
def change_activity(activity, *, by, now, seats=None, closes_at=None, named=(), **fields):
    """Change what was planned. A new time or place is told to those who come; fewer seats than taken is refused.

    When nothing is changed, nothing happens.
    """
    activity = Activity.objects.select_for_update().get(pk=activity.pk)
    rules.may_change_activity(by, activity).or_refuse()
    before, all_before = [getattr(activity, name) for name in MATTERS], state_of(activity)
    fill(activity, fields)
    change_seats(
        activity.opening, seats=seats, closes_at=closes_at or activity.starts_at, ends_at=activity.starts_at, now=now
    )
    activity.save()
    name_people(activity, named)
    if state_of(activity) == all_before:
        return activity
    find_again(activity)
    moved = before != [getattr(activity, name) for name in MATTERS] and not activity.is_draft
    record(
        verbs.ACTIVITY_CHANGED if moved else verbs.ACTIVITY_EDITED, by=by, on=activity, space=activity.space, now=now
    )
    return activity


def hide_with_space(space):
    """What was public in a space that is shown to members alone is shown to them alone. Called inside that deed."""
    Activity.objects.filter(space=space, audience=PUBLIC).update(audience=MEMBERS)


def move_place(loser, winner):
    """What takes place at one record takes place at the other. Called inside that deed; says what was moved."""
    keys = list(Activity.objects.filter(place=loser).order_by("pk").values_list("pk", flat=True))
    Activity.objects.filter(pk__in=keys).update(place=winner)
    return [("activities.activity", key, "place") for key in keys]


@transaction.atomic
def publish_activity(activity, *, by, now):
    """Show a draft to its audience and tell them. Publishing it again changes nothing."""
    activity = Activity.objects.select_for_update().get(pk=activity.pk)
    rules.may_publish_activity(by, activity, now=now).or_refuse()
    if activity.state == Activity.PUBLISHED:
        return activity
    activity.state, activity.published_at = Activity.PUBLISHED, now
    activity.save(update_fields=["state", "published_at"])
    record(verbs.ACTIVITY_PUBLISHED, by=by, on=activity, space=activity.space, now=now)
    return activity


@transaction.atomic
def cancel_activity(activity, *, by, reason, now):
    """It won't take place; everybody who signed up reads why. Cancelling it again changes nothing."""
    activity = Activity.objects.select_for_update().get(pk=activity.pk)
    rules.may_cancel_activity(by, activity, now=now).or_refuse()
    if activity.is_cancelled:
        return activity
    activity.state, activity.cancel_reason, activity.cancelled_at = Activity.CANCELLED, reason, now
    activity.save(update_fields=["state", "cancel_reason", "cancelled_at"])
    close_seats(activity.opening, now=now)
    record(verbs.ACTIVITY_CANCELLED, by=by, on=activity, space=activity.space, now=now)
    return activity


@transaction.atomic
def reopen_activity(activity, *, by, now):
    """It takes place after all; everybody who had signed up is told. Doing it again changes nothing."""
    activity = Activity.objects.select_for_update().get(pk=activity.pk)
    rules.may_reopen_activity(by, activity, now=now).or_refuse()
    if not activity.is_cancelled:
        return activity
    activity.state = Activity.PUBLISHED if activity.published_at else Activity.DRAFT
    activity.cancel_reason, activity.cancelled_at = "", None
    activity.save(update_fields=["state", "cancel_reason", "cancelled_at"])
    reopen_seats(activity.opening, now=now)
    record(verbs.ACTIVITY_REOPENED, by=by, on=activity, space=activity.space, now=now)
    return activity
