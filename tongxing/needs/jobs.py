"""What follows in time: whether it is still needed."""

from django.utils import timezone

from tongxing.core.models import Event

from . import actions


def ask_again(need):
    """Ask, or let it rest; come again when it is time."""
    return actions.ask_again(need, now=timezone.now())


def name_again(event):
    """What is lacking at a place or for a space that may be called otherwise now is found by its new name."""
    actions.name_again(Event.objects.get(pk=event))
