"""What follows an event: notices, and mails."""

from tongxing.core.outbox import outside

from . import actions


def tell(event):
    """Write the notices of an event."""
    actions.tell(event)


@outside
def mail(event, person):
    """Send one of them by mail."""
    actions.mail(event, person)
