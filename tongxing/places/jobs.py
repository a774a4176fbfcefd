"""What follows a write of places: the counts of the map, and what is gone after its time."""

from django.utils import timezone

from . import actions


def fold(changes):
    """Add up what a write changed."""
    actions.fold(changes)


def forget_contact(contact):
    """What was closed thirty days ago is gone for good."""
    actions.forget_contact(contact, now=timezone.now())
