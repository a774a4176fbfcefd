"""`tongxing prepare`: bring the database, the cache table and the static files to this release. Asked by `serve`."""

import hashlib
import logging
import shutil
import sys
from contextlib import suppress
from io import StringIO

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.staticfiles.finders import get_finders
from django.core.management import BaseCommand, call_command, get_commands
from django.db import DatabaseError, connection, transaction
from django.db.migrations.executor import MigrationExecutor

from tongxing.core import search
from tongxing.core.archives import keep_newest
from tongxing.core.backup import back_up, is_empty, now_text, room_needed
from tongxing.core.files import drop_strays
from tongxing.core.models import SearchRow
from tongxing.core.steps import INSTALL, why_newer

log = logging.getLogger("tongxing.prepare")
KEPT = 3  # backups before upgrades
WITHOUT = "Nothing was changed. To go on without one: TONGXING_UPGRADE_BACKUP=no"


class Command(BaseCommand):
    help = "Bring the database and the static files to this release; with --demo fill an empty database."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("--demo", action="store_true", help="when nobody is there yet, bring the demo world")

    def handle(self, *args, demo, **options):
        check_database()
        check_release()
        bring_database(self.stdout.write)
        bring_search(self.stdout.write)
        bring_static(self.stdout.write)
        if demo:
            bring_demo(self.stdout.write)


def check_database():
    """End with one sentence when the database can't be reached."""
    try:
        connection.ensure_connection()
        connection.check_database_version_supported()
    except DatabaseError as error:
        sys.exit(say_database(error))


def check_release():
    """End with one sentence when a newer release has used the database: nothing is written to it."""
    if newer := why_newer():
        sys.exit(f"{newer} {INSTALL}")


def say_database(error):
    """What is wrong with the database, and what to look at."""
    lines = [line.strip(" \t-.") for line in str(error).splitlines()]
    failures = [line.rpartition("failed: ")[2] for line in lines if "failed: " in line]
    why = (failures or lines or ["no answer"])[0]
    known = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"The database file {known['NAME']} can't be used: {why}. Is its folder there, and may it be written?"
    where = f"{known['HOST'] or 'this machine'}{':' + known['PORT'] if known['PORT'] else ''}/{known['NAME']}"
    return f"The database at {where} can't be used: {why}. Look at DATABASE_URL: host, name, user and password."


def bring_database(say):
    """Migrate, and make the table of the cache. Where people live, everything is kept as it was before."""
    executor = MigrationExecutor(connection)
    if plan := executor.migration_plan(executor.loader.graph.leaf_nodes()):
        if settings.UPGRADE_BACKUP:
            back_up_before(say)
        say(f"Bringing the database up to date ({len(plan)} steps) …")
    call_command("migrate", verbosity=0, interactive=False)
    call_command("createcachetable", verbosity=0)


def back_up_before(say):
    """A backup of what an older release has left; where there is no room for it, nothing is changed."""
    if is_empty():
        return
    folder = settings.DATA / "before-upgrades"
    if (needed := room_needed()) > (free := shutil.disk_usage(settings.DATA).free):
        sys.exit(
            f"There is no room for the backup before the upgrade: it needs {needed / 1e9:.1f} GB, and "
            f"{free / 1e9:.1f} GB are free. {WITHOUT}"
        )
    folder.mkdir(mode=0o700, exist_ok=True)
    path = folder / f"tongxing-{now_text()}.tar.gz"
    try:
        back_up(path)
    except (OSError, DatabaseError, LookupError) as error:
        sys.exit(f"The backup before the upgrade could not be made ({error}). {WITHOUT}")
    keep_newest(folder, KEPT)
    say(f"Kept everything as it was before the upgrade: {path} ({path.stat().st_size / 1e6:.1f} MB).")


def bring_search(say):
    """Index and render everything anew when this release writes other words than the one before, as the index tells."""
    (settings.DATA / ".search").unlink(missing_ok=True)  # where older releases noted it, whatever the database was
    if search.is_written_anew():
        return
    if SearchRow.objects.exclude(kind=search.STAMP).exists():
        say("Indexing what can be found …")
        call_command("reindex", verbosity=0, stdout=StringIO())
        call_command("rerender", verbosity=0, stdout=StringIO())
    search.note_writing()


def bring_static(say):
    """Collect the static files when any of them has changed."""
    if settings.WHITENOISE_USE_FINDERS:
        settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)
        return
    stamp, now = settings.STATIC_ROOT / ".release", static_release()
    with suppress(OSError):
        if stamp.read_text() == now:
            return
    say("Collecting the static files …")
    stamp.unlink(missing_ok=True)
    call_command("collectstatic", verbosity=0, interactive=False, clear=True)
    stamp.write_text(now)


def static_release():
    """Changes when a static file does: a hash over names, sizes and times."""
    total = hashlib.sha256(settings.STORAGES["staticfiles"]["BACKEND"].encode())
    for finder in get_finders():
        for path, storage in finder.list([]):
            total.update(f"{path} {storage.size(path)} {storage.get_modified_time(path)}\n".encode())
    return total.hexdigest()


def bring_demo(say):
    """The demo world when nobody has an account yet: whole, or not at all with a sentence; the house starts anyway."""
    if "demo" not in get_commands() or get_user_model().objects.exists():
        return
    say("Bringing the demo world …")
    try:
        with transaction.atomic():
            call_command("demo", verbosity=0)
    except Exception as error:  # whatever it was, it must not keep the house shut
        log.debug("the demo world failed", exc_info=True)
        drop_strays()
        say(f"The demo world could not be built ({type(error).__name__}: {error}); the house starts without it.")
