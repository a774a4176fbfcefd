"""What follows in time: whether it is still needed."""

from django.utils import timezone

from . import actions


def ask_again(need):
    """Ask, or let it rest; come again when it is time."""
    return actions.ask_again(need, now=timezone.now())
