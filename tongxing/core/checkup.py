"""The longer look at the house that `tongxing doctor` takes: settings, mail, files, words, clock."""

import platform
import smtplib
import sqlite3
import ssl
import stat
from io import StringIO
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.management import CommandError, call_command, get_commands
from django.db import DatabaseError, connection
from django.utils import timezone

from .environment import unknown_names
from .health import LOOK, OK, WRONG, Finding, database, disk, last_backup, migrations, outbox, slow_work
from .mail import SMTP

LEAST_FILES = 1024


def everything(mail=None):
    """Every finding, in the order in which one would look; what needs the database is left out when it is away."""
    found = [python(), database(), disk(), *names(), secret(), address(), proxies(), debug(), static()]
    found += [words(), clock(), files()]
    found.append(mail_server())
    if mail:
        found.append(test_mail(mail))
    if found[1].state == OK:
        found += [migrations(), *sqlite_ways(), search(), outbox(), slow_work(), *map_cells()]
    return [*found, last_backup()]


def python():
    """What it all runs on."""
    return Finding("software", OK, f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}")


def names():
    """What is set under a name that nobody reads."""
    for sentence in unknown_names(settings.SETTINGS):
        yield Finding("settings", LOOK, sentence, "Unset it, or give it its right name.")


def secret():
    """Whether the secret can be read by its owner alone."""
    if settings.SECRET_IS_GIVEN:
        return Finding("secret", OK, "from the environment")
    path = settings.DATA / "secret"
    if path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        return Finding("secret", WRONG, f"Others may read {path}.", f"Run: chmod 600 {path}")
    return Finding("secret", OK, f"{path}, readable by its owner alone")


def address():
    """Whether people and QR codes find the way here."""
    parts = urlsplit(settings.ADDRESS)
    if parts.hostname in ("127.0.0.1", "localhost", "::1"):
        return Finding("address", LOOK, f"{settings.ADDRESS}: only this machine.", "Set TONGXING_ADDRESS.")
    if parts.scheme == "http":
        return Finding("address", LOOK, f"{settings.ADDRESS} is not encrypted.", "Put a proxy with TLS before it.")
    return Finding("address", OK, settings.ADDRESS)


def proxies():
    """Whether the number of trusted proxies fits the address."""
    if settings.SECURE and not settings.TRUSTED_PROXIES:
        return Finding("proxies", LOOK, "https without a trusted proxy.", "Behind one, set TONGXING_PROXIES=1.")
    return Finding("proxies", OK, f"{settings.TRUSTED_PROXIES} trusted")


def debug():
    """Whether details of failures are shown to everybody."""
    if settings.DEBUG:
        return Finding("debug", WRONG, "Failures show their inside to everybody.", "Unset TONGXING_DEBUG.")
    return Finding("debug", OK, "off")


def static():
    """Whether styles and scripts are collected."""
    if settings.WHITENOISE_USE_FINDERS or (settings.STATIC_ROOT / ".release").exists():
        return Finding("static files", OK, "collected")
    return Finding("static files", WRONG, "Styles and scripts are not collected.", "Run: tongxing prepare")


def words():
    """Whether the pages can speak Chinese."""
    lacking = [
        path for path in settings.LOCALE_PATHS for po in path.rglob("*.po") if not po.with_suffix(".mo").exists()
    ]
    if lacking:
        return Finding(
            "words", WRONG, "The Chinese words are not compiled.", "Start with bin/run, or install the wheel."
        )
    return Finding("words", OK, "compiled")


def clock():
    """What time it is here, to be compared with a watch."""
    return Finding("clock", OK, f"{timezone.localtime():%Y-%m-%d %H:%M %Z} in {settings.TIME_ZONE}")


def files():
    """Whether enough files may be open."""
    try:
        import resource

        most = resource.getrlimit(resource.RLIMIT_NOFILE)[0]
    except (ImportError, OSError):
        return Finding("open files", OK, "not known here")
    if 0 <= most < LEAST_FILES:
        return Finding("open files", LOOK, f"At most {most} at once.", "Run: ulimit -n 4096")
    return Finding("open files", OK, "enough")


def mail_server():
    """Whether the mail server answers, when one is named."""
    if not settings.EMAIL_HOST:
        return Finding("mail", OK, "none named: notices stay in the app")
    where = f"{settings.EMAIL_HOST}:{settings.EMAIL_PORT}"
    try:
        server = get_connection(SMTP, timeout=10)
        server.open()
        server.close()
    except (OSError, smtplib.SMTPException, ssl.SSLError) as error:
        return Finding("mail", WRONG, f"{where} doesn't take us in: {error}", "Look at TONGXING_MAIL_…")
    return Finding("mail", OK, f"{where} answers; from {settings.DEFAULT_FROM_EMAIL}")


def test_mail(to):
    """Whether a mail goes out."""
    if not settings.EMAIL_HOST:
        return Finding("test mail", WRONG, "No mail server is named.", "Set TONGXING_MAIL_HOST.")
    try:
        server = get_connection(SMTP, timeout=10)
        EmailMessage(f"{settings.SITE_NAME}: a test", f"{settings.ADDRESS}\n", to=[to], connection=server).send()
    except (OSError, smtplib.SMTPException, ValueError) as error:
        return Finding("test mail", WRONG, f"It was not taken: {error}", "Look at TONGXING_MAIL_…")
    return Finding("test mail", OK, f"taken for {to}; look whether it arrives")


def sqlite_ways():
    """Whether SQLite writes safely."""
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        ways = {name: cursor.execute(f"PRAGMA {name}").fetchone()[0] for name in ("journal_mode", "synchronous")}
    if ways == {"journal_mode": "wal", "synchronous": 2}:
        yield Finding("sqlite", OK, "WAL, every commit on the disk")
    else:
        yield Finding("sqlite", WRONG, f"{ways}", "Is the disk a network disk? SQLite needs a local one.")


def search():
    """Whether what was written can be found."""
    from .models import SearchRow
    from .search import find

    try:
        row = SearchRow.objects.exclude(grams="").order_by("-id").first()
        if row and row.key not in set(find(row.kind, row.grams.split()[0]).values_list("key", flat=True)):
            return Finding("search", WRONG, "The newest words are not found.", "Run: tongxing prepare")
    except DatabaseError as error:
        return Finding("search", WRONG, f"The index can't be asked: {error}", "Run: tongxing prepare")
    return Finding("search", OK, "finds what was written last")


def map_cells():
    """Whether the counts of the map are right, where there is such a map."""
    if "recount" not in get_commands():
        return
    said = StringIO()
    try:
        call_command("recount", "--check", stdout=said, stderr=said)
    except (SystemExit, CommandError):
        yield Finding("map", LOOK, "Some counts differ (work may still wait).", "Run: tongxing recount")
        return
    yield Finding("map", OK, "its counts are right")
