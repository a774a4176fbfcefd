"""What follows in time: an offer that nobody confirmed goes to the next in line."""

from . import actions


def lapse(claim):
    """Let an unanswered offer lapse."""
    actions.lapse(claim)


def ask_on(opening):
    """Ask the next piece of a long line."""
    actions.ask_on(opening)
