"""What a place is to a person: going there, having been there, watching it."""

from django.db import transaction

from tongxing.core.events import record

from .. import rules, verbs
from ..models import Mark, Place

SAID = {Mark.GOING: verbs.PLACE_GOING, Mark.VISITED: verbs.PLACE_VISITED, Mark.WATCHING: verbs.PLACE_WATCHED}


@transaction.atomic
def mark_place(place, *, by, kind, on=None, note="", audience=Mark.PUBLIC, today, now):
    """Say that one goes there (on a day to come), was there (on a day gone by; one mark a day), or watches it.

    Said again, the mark of that kind (of that day, for a visit) says the new. A visit ends the going of before it.
    Marks of people under 18 are for themselves alone.
    """
    place = Place.objects.select_for_update().get(pk=place.pk)
    rules.may_mark_place(by, place).or_refuse()
    rules.may_be_on(kind, on, today).or_refuse()
    audience = Mark.MINE if by.is_young else audience
    which = {"on": on} if kind == Mark.VISITED else {}
    on = None if kind == Mark.WATCHING else on
    mark, new = Mark.objects.update_or_create(
        place=place,
        person=by,
        kind=kind,
        **which,
        defaults={"note": note, "audience": audience, "on": on},
        create_defaults={"note": note, "audience": audience, "on": on, "made_at": now},
    )
    if kind == Mark.VISITED:
        place.marks.filter(person=by, kind=Mark.GOING, on__lte=today).delete()
    if new and audience == Mark.PUBLIC:
        record(SAID[kind], by=by, on=place, now=now)
    return mark


@transaction.atomic
def unmark_place(mark, *, by):
    """Take one's own mark away."""
    mark = Mark.objects.select_for_update().get(pk=mark.pk)
    rules.may_unmark_place(by, mark).or_refuse()
    mark.delete()
    return mark
