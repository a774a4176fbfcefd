"""Processes that end together."""


def die_with_parent():
    """Not yet."""
