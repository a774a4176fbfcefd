"""Random names for things that have a URL, a QR code, an event or a bundle row."""

import secrets
from urllib.parse import quote, urlsplit

from django.conf import settings

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnpqrstuvwxyz"


def new_uid():
    """Twelve random signs without look-alikes: 69 bits, the same in every export and address."""
    return "".join(secrets.choice(ALPHABET) for _ in range(12))


class UidConverter:
    """The `<uid:…>` part of an address."""

    regex = "[0-9A-Za-z]{12}"

    def to_python(self, value):
        return value

    def to_url(self, value):
        return value


def lasting_id(key):
    """A name for machines that stays when a thing is renamed (a tag URI, RFC 4151).

    A house that moves to another host names all of it anew.
    """
    host = urlsplit(settings.ADDRESS).hostname or "localhost"
    return f"tag:{host},2026:{quote(key, safe='/?=')}"
