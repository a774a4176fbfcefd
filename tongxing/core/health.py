"""Whether the house stands: each thing that is looked at, how it is, and what to do about it.

`/readyz` asks the few that decide whether people can be let in; `tongxing doctor` asks all of them.
"""

import json
import os
import shutil
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from .models import Pending
from .outbox import BULK, OUTSIDE, PROMPT, due_in
from .steps import INSTALL, why_newer

OK, LOOK, WRONG = "ok", "look", "wrong"
LEAST_DISK = 200_000_000  # bytes
LONGEST_WAIT = timedelta(minutes=10)  # of work that is due
LONGEST_WITHOUT_BACKUP = timedelta(days=8)


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at."""

    name: str
    state: str
    says: str
    do: str = ""


def database():
    """Whether the database answers, and which one it is."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        version = ".".join(str(part) for part in connection.get_database_version())
    except DatabaseError as error:
        said = (str(error).strip().splitlines() or ["no answer"])[0]
        return Finding("database", WRONG, said[:200], "Look at DATABASE_URL and the server.")
    return Finding("database", OK, f"{connection.display_name} {version}")


@cache
def migrated():
    """True once the database has every step of this release: that doesn't change while a process runs."""
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise LookupError
    return True


def migrations():
    """Whether the database has every step of this release, and none that it doesn't know."""
    try:
        if newer := why_newer():
            return Finding("migrations", WRONG, newer, INSTALL)
        migrated()
    except LookupError:
        return Finding("migrations", WRONG, "The database is older than this release.", "Run: tongxing prepare")
    except DatabaseError:
        return Finding("migrations", WRONG, "The database can't be asked.", "Look at DATABASE_URL and the server.")
    return Finding("migrations", OK, "every step of this release is there")


def disk():
    """Whether there is room for what people write, and whether it may be written."""
    try:
        free = shutil.disk_usage(settings.DATA).free
    except OSError as error:
        return Finding("data folder", WRONG, f"{settings.DATA}: {error.strerror}", "Name another: TONGXING_DATA.")
    if not os.access(settings.DATA, os.W_OK):
        return Finding("data folder", WRONG, f"{settings.DATA} can't be written.", "Change its owner.")
    said = f"{settings.DATA}, {free / 1e9:.1f} GB free"
    if free < LEAST_DISK:
        return Finding("data folder", WRONG, said, "Make room: old backups, logs.")
    return Finding("data folder", LOOK if free < 10 * LEAST_DISK else OK, said)


def outbox():
    """Whether what must follow is done in time: a worker that has stopped shows here.

    What waits for other machines is no reason to let nobody in; see `slow_work`.
    """
    try:
        waits = minutes_due(PROMPT)
        given_up = Pending.objects.exclude(given_up_at=None).count()
    except DatabaseError:
        return Finding("outbox", WRONG, "The database can't be asked.", "Look at the database first.")
    if waits:
        return Finding("outbox", WRONG, f"Work waits for {waits} minutes.", "Is `tongxing work` running? See its log.")
    if given_up:
        return Finding("outbox", LOOK, f"{given_up} given up after many tries.", "The log says why each one failed.")
    return Finding("outbox", OK, "nothing waits too long")


def minutes_due(lane):
    """For how many minutes the oldest work of a lane is due; 0 when that isn't too long yet."""
    now = timezone.now()
    first = due_in(lane, now).values_list("due_at", flat=True).first()
    return round((now - first).total_seconds() / 60) if first and now - first > LONGEST_WAIT else 0


def slow_work():
    """Whether mails and tables get on."""
    if waits := minutes_due(OUTSIDE):
        return Finding("mails", LOOK, f"Mail waits for {waits} minutes.", "Does the mail server answer? See the log.")
    if waits := minutes_due(BULK):
        return Finding("tables", LOOK, f"A table waits for {waits} minutes.", "Is a larger one before it? See the log.")
    return Finding("slow work", OK, "mails and tables get on")


def last_backup():
    """When a backup was made here."""
    with suppress(OSError, ValueError, KeyError):
        known = json.loads((settings.DATA / "last-backup").read_text())
        age = timezone.now() - datetime.fromisoformat(known["at"])
        state = LOOK if age > LONGEST_WITHOUT_BACKUP else OK
        return Finding("backup", state, f"the last one {age.days} days ago: {known['path']}", "Run: tongxing backup")
    return Finding("backup", LOOK, "None was made here yet.", "Run: tongxing backup, every day, and keep it elsewhere.")


READY = (database, migrations, disk, outbox)


def is_ready():
    """(whether people can be let in, what each of the deciding things says)."""
    found = [look() for look in READY]
    return all(one.state != WRONG for one in found), found
