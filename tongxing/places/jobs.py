"""What follows a write of places: the counts of the map, and what is gone after its time."""

from django.utils import timezone

from tongxing.core.outbox import bulk, outside

from . import actions


def fold(changes):
    """Add up what a write changed."""
    actions.fold(changes)


def grow_old(day):
    """What nobody has confirmed for half a year is stale; those who know it are asked."""
    return actions.grow_old(day, now=timezone.now())


def forget_contact(contact):
    """What was closed thirty days ago is gone for good."""
    actions.forget_contact(contact, now=timezone.now())


@bulk
@outside
def import_rows(batch):
    """Some rows of a table that somebody brought; the next ones in a moment."""
    return actions.import_rows(batch, now=timezone.now())


@bulk
def take_back(batch):
    """Some places of a table that was undone; the next ones in a moment."""
    return actions.take_back(batch, now=timezone.now())


def forget_upload(batch):
    """A table that nobody began to read within a day is removed."""
    actions.forget_upload(batch)
