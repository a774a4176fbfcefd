"""What follows a write of places: the counts of the map."""

from . import actions


def fold(changes):
    """Add up what a write changed."""
    actions.fold(changes)
