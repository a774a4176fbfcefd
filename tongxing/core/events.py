"""Verbs, and the log they are written in. Actions record; rooms above listen."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils import timezone

from .joints import HEARERS
from .models import Event
from .outbox import later

VERBS = {}


@dataclass(frozen=True)
class Verb:
    """What can happen: its name, how it is said, who hears of it, and where the sentence leads."""

    name: str
    says: str
    tells: Callable | None = None
    mails: bool = True

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
