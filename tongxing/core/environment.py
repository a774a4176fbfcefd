"""Reading what an operator sets: `yes` and `no` are read alike everywhere, and what can't be used is told by its name.

Blanks around a value don't count, and an empty one is none. Each reader raises ImproperlyConfigured with one sentence.
"""

import difflib
import os
import re
from email.utils import parseaddr
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.core.exceptions import ImproperlyConfigured

PREFIX = "TONGXING_"
YES, NO = ("1", "true", "yes", "on"), ("0", "false", "no", "off")
OUR_OWN = re.compile("TONGXING_(TEST_.*|PLAIN_STATIC|LONG|CHROMIUM)")  # of tests; nothing for operators


def text(name, default=""):
    """What is set, without blanks around it."""
    return os.environ.get(name, "").strip() or default


def switch(name, default=False):
    """True for 1, true, yes and on, False for 0, false, no and off, in large and small letters."""
    if not (said := text(name).lower()):
        return default
    if said not in YES + NO:
        raise ImproperlyConfigured(f"{name} must be yes or no, but it is {said!r}.")
    return said in YES


def number(name, default, least, most):
    """A whole number from `least` to `most`."""
    said = text(name, str(default))
    if not (said.isascii() and said.isdigit() and least <= int(said) <= most):
        raise ImproperlyConfigured(f"{name} must be a number from {least} to {most}, but it is {said!r}.")
    return int(said)


def choice(name, *choices):
    """One of a few words, the first one by default."""
    said = text(name, choices[0]).lower()
    if said not in choices:
        raise ImproperlyConfigured(f"{name} must be {', '.join(choices[:-1])} or {choices[-1]}, but it is {said!r}.")
    return said


def hosts(name):
    """Host names, separated by commas or blanks."""
    found = [host for host in re.split(r"[\s,，;]+", text(name)) if host]
    for host in found:
        if not re.fullmatch(r"\*|\.?[\w-]+(\.[\w-]+)*\.?|\[[0-9a-fA-F:.]+\]", host):
            raise ImproperlyConfigured(f"{name} takes names such as a.example, b.example, but one is {host!r}.")
    return found


def address(name, default):
    """The address of a site: http or https, a host, perhaps a port; no path."""
    said = text(name, default).rstrip("/")
    try:
        parts = urlsplit(said)
        good = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0
    except ValueError:
        good = False
    if not good or f"{parts.scheme}://{parts.netloc}".lower() != said.lower() or "@" in said or re.search(r"\s", said):
        raise ImproperlyConfigured(f"{name} must be an address such as https://tongxing.example, but it is {said!r}.")
    return said


def zone(name, default):
    """A time zone by its name."""
    said = text(name, default)
    try:
        ZoneInfo(said)
    except (ValueError, OSError, LookupError):
        raise ImproperlyConfigured(f"{name} must be a time zone such as Asia/Shanghai, but it is {said!r}.") from None
    return said


def sender(name, default):
    """A mail address, perhaps with a name before it."""
    said = text(name, default)
    if not re.fullmatch(r"[^@\s]+@[^@\s]+", parseaddr(said)[1]) or "\n" in said:
        raise ImproperlyConfigured(f"{name} must be a mail address such as us@tongxing.example, but it is {said!r}.")
    return said


def tiles(name):
    """The host that the address of map tiles names, as a content policy writes it, in a list; none by default."""
    if not (template := text(name)):
        return []
    parts = urlsplit(template)
    if parts.scheme not in ("http", "https") or not parts.netloc or set("; ,'\"") & set(parts.netloc):
        raise ImproperlyConfigured(
            f"{name} must be an address such as https://tiles.example/{{z}}/{{x}}/{{y}}.png, but it is {template!r}."
        )
    if not all(part in template for part in ("{z}", "{x}", "{y}")):
        raise ImproperlyConfigured(f"{name} must say where {{z}}, {{x}} and {{y}} stand in the address of a tile.")
    return [f"{parts.scheme}://{parts.netloc.replace('{s}', '*')}"]


def router(name):
    """The router's address as far as the points of a question; of a bare one, its routes for cars; "" of none."""
    said = text(name).rstrip("/")
    if said and not is_plain(said):
        raise ImproperlyConfigured(f"{name} must be an address such as http://127.0.0.1:5000, but it is {said!r}.")
    return said if not said or "/route/v1/" in said else f"{said}/route/v1/driving"


def is_plain(said):
    """True for an address on the web with nobody's name, no query and no blanks in it."""
    try:
        parts = urlsplit(said)
        named = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0
    except ValueError:
        return False
    return bool(named) and not set("@?#") & set(said) and said.isascii() and not any(map(str.isspace, said))


def unknown_names(known):
    """A sentence for each TONGXING_… that is set and nobody reads, with the name that was likely meant."""
    ours = {name.removeprefix(PREFIX): name for name in known}
    for name in sorted(os.environ):
        if name.upper().startswith(PREFIX) and name not in known and not OUR_OWN.fullmatch(name):
            near = difflib.get_close_matches(name.upper().removeprefix(PREFIX), ours, 1, 0.7)
            yield f"{name} isn't known and does nothing." + (f" Did you mean {ours[near[0]]}?" if near else "")
