"""What comes by itself: growing up."""

from django.utils import timezone

from . import actions


def grow_up(person):
    """Who is 18 is grown up here."""
    return actions.grow_up(person, now=timezone.now())


def ask_birth_month(person):
    """Who signed up before it was asked is asked once."""
    actions.ask_birth_month(person, now=timezone.now())
