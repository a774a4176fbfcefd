"""Verbs, and the log they are written in. Actions record; rooms above listen."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.apps import apps
from django.utils import timezone
from django.utils.translation import gettext as _

from .joints import HEARERS
from .models import Event
from .outbox import later
from .when import say_moment

VERBS = {}


@dataclass(frozen=True)
class Verb:
    """What can happen: its name, how it is said, and who hears of it.

    `tells(thing, facts)` returns people, `mails` says whether by mail too. `at` is added to the thing's own address
    (`#mine`), names a page about it (`places:contacts`), or is an address by itself (`/me/`). What one person may do
    again and again `folds`: of the verbs under one name, about the same thing, only the last one stands unread.
    """

    name: str
    says: str
    tells: Callable | None = None
    mails: bool = True
    at: str = ""
    folds: str = ""

    def __post_init__(self):
        VERBS[self.name] = self


def record(verb, *, by, on, space=None, now=None, **facts):
    """Write down what happened in the same transaction, with a pending row for everybody who must hear of it."""
    event = Event.objects.create(
        verb=verb.name,
        at=now or timezone.now(),
        by=by if by is not None and by.pk else None,
        space=space,
        kind=on._meta.label_lower,
        key=on.uid,
        facts=facts,
    )
    for job, wants in HEARERS:
        if wants(verb):
            later(job, event=event.pk)
    return event


def say(event, by, on):
    """The sentence of an event in the reader's language. `on` None: the thing is gone, or not for this reader."""
    facts = {"until": when_said(event.facts.get("until"))}
    return str(VERBS[event.verb].says).format(
        by=by or _("Somebody"), on=on or _("something you can no longer see"), **facts
    )


def when_said(moment):
    """A moment among the facts, on the reader's clock."""
    return say_moment(datetime.fromisoformat(moment)) if moment else ""


def things_of(events, person):
    """What events are about, by (kind, key), as far as this person may see it: one query for each kind."""
    wanted = {}
    for event in events:
        wanted.setdefault(event.kind, set()).add(event.key)
    found = {}
    for kind, keys in wanted.items():
        rows = apps.get_model(kind).objects.filter(uid__in=keys)
        rows = rows.visible_to(person) if hasattr(rows, "visible_to") else rows
        rows = rows.with_row() if hasattr(rows, "with_row") else rows
        found |= {(kind, row.uid): row for row in rows}
    return found
