"""What follows in time."""

from django.utils import timezone

from .actions.reporting import purge_photo as purge


def purge_photo(photo):
    """The bytes of a picture that was taken away thirty days ago go."""
    purge(photo, now=timezone.now())
