"""Whose notices are whose."""

from tongxing.people.rules import own


def may_read_notices(person, whose):
    """Only one's own."""
    return own(person, whose)
