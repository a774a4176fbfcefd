"""How every mail leaves the house: with the site's name, and marked as written by a program (RFC 3834)."""

from email.utils import formataddr, parseaddr

from django.conf import settings
from django.core.mail import EmailMessage


def letter(subject, body, to, **headers):
    """A mail in plain text to one address. A subject is one line, however it was put together."""
    marks = {"Auto-Submitted": "auto-generated"}
    return EmailMessage(" ".join(subject.split())[:180], body, sender(), [to], headers=marks | headers)


def sender():
    """The sender's address with the site's name before it, unless the operator set a name of their own."""
    name, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    return formataddr((name or " ".join(settings.SITE_NAME.split()), address), "utf-8")


def mail_host():
    """The host after the @ of the sender, for ids of messages."""
    return parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]
