"""What follows an event: notices, and mails."""

from tongxing.core.outbox import outside

from . import actions


def tell(event):
    """Write the notices of an event."""
    actions.tell(event)


@outside
def mail(event, person):
    """Bring one of them to the mail server."""
    actions.mail(event, person)
