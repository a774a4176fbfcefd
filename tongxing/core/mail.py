"""Mail goes through the outbox: whoever sends one writes a row, and `tongxing work` speaks to the mail server.

So no page and no notice waits for that server, and a mail lives or dies with the transaction that it belongs to.
Django's own way of sending holds: EmailMessage, its headers, alternatives and attachments.
"""

import base64
import logging

from django.conf import settings
from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.message import sanitize_address

from .ids import new_uid
from .outbox import later

log = logging.getLogger("tongxing.mail")
SMTP = "django.core.mail.backends.smtp.EmailBackend"


class OutboxBackend(BaseEmailBackend):
    """The way out that settings name: what is sent is written down, and goes out in the outside lane."""

    def send_messages(self, messages):
        """Write down each mail that has a recipient. Returns how many there were."""
        sealed = [seal(message) for message in messages if message.recipients()]
        for letter in sealed:
            later("core.send_mail", **letter)
        return len(sealed)


def hand_over(message):
    """Give a mail to the mail server at once: for jobs of the outside lane. Raises OSError when it isn't taken."""
    way = get_connection()
    message.connection = get_connection(SMTP) if isinstance(way, OutboxBackend) else way
    message.send()


def seal(message):
    """A mail as it will stand on the line, and between whom. Its Message-ID stays, so that a second one is known."""
    encoding = message.encoding or settings.DEFAULT_CHARSET
    if not any(name.lower() == "message-id" for name in message.extra_headers):  # Django would ask the DNS for one
        host = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].strip("> ")
        message.extra_headers["Message-ID"] = f"<{new_uid()}{new_uid()}@{host}>"
    return {
        "sender": sanitize_address(message.from_email, encoding),
        "to": [sanitize_address(address, encoding) for address in message.recipients()],
        "letter": base64.b64encode(message.message().as_bytes(linesep="\r\n")).decode(),
    }


def send(sender, to, letter):
    """Hand a sealed mail to the mail server. Raises OSError (smtplib's errors are such) when it isn't taken."""
    if not settings.EMAIL_HOST:
        log.warning("A mail was dropped: no mail server is named any more.")
        return
    server = get_connection(SMTP)
    server.open()
    try:
        server.connection.sendmail(sender, to, base64.b64decode(letter))
    finally:
        server.close()
