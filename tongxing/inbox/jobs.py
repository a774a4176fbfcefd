"""What follows an event: notices, and mails."""

from . import actions


def tell(event):
    """Write the notices of an event."""
    actions.tell(event)


def mail(event, person):
    """Put one of them into the mail; core/mail.py brings it out."""
    actions.mail(event, person)
