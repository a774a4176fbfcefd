"""The whole installation into one archive while it is used, and back into an empty one, on either database."""

import base64
import io
import json
import os
import shutil
import sqlite3
import tempfile
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.core.management.color import no_style
from django.db import connections, models, router, transaction
from django.db.migrations.executor import MigrationExecutor

from .archives import Damaged, Writer, fingerprint, fits, members, rows_of, verify
from .steps import applied, models_at, unknown, why_newer

AT_ONCE = 2000
ALIAS = "backup"
SEEN = "last-backup"
LEAST_LEFT = 100_000_000  # bytes that stay free beside a backup that is made by itself


def now_text():
    """This moment, as names of archives bear it."""
    return datetime.now(UTC).strftime("%Y%m%d-%H%M%S")


def release():
    """The version of this software."""
    with suppress(PackageNotFoundError):
        return version("tongxing")
    return "source"


class SecretMissing(Damaged):
    """An archive that doesn't hold the secret, and nobody named it."""


def back_up(path, say=lambda words: None):
    """Write an archive of everything as it is at one moment, while others write on. Returns {table: rows}.

    The file is complete or not there, and only its owner may read it: it holds every private word. The secret is in it
    unless it comes from the environment; the manifest says so, and how the right one is known. A database that an older
    release has left is written as that release left it; one of a newer release is refused (Damaged).
    """
    if newer := why_newer():
        raise Damaged(newer)
    path = Path(path)
    part = path.with_name(f".{path.name}.part")
    counts = {}
    try:
        with open(part, "wb", opener=lambda name, flags: os.open(name, flags, 0o600)) as stream:
            writer = Writer(stream, settings.DATA)  # /tmp may be memory
            with snapshot() as alias:
                steps = applied(connections[alias])
                for model in tables(models_at(steps, connections[alias])):
                    label = model._meta.label_lower
                    counts[label] = writer.add_rows(label, dumped(model, alias)) - 1  # the first line names columns
                    say(f"{label}: {counts[label]}")
            facts = {"made_at": datetime.now(UTC).isoformat(), "release": release(), "files": add_files(writer, say)}
            facts["secret"] = {"inside": add_secret(writer)} | fingerprint(settings.SECRET_KEY)
            writer.close(**facts, database=connections["default"].vendor, migrations=steps)
            stream.flush()
            os.fsync(stream.fileno())
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
    return counts


def note_backup(path):
    """Remember where the newest backup lies that somebody asked for; the doctor tells."""
    (settings.DATA / SEEN).write_text(json.dumps({"path": str(path.resolve()), "at": datetime.now(UTC).isoformat()}))


@contextmanager
def snapshot():
    """The alias of a connection that sees one moment: a copy of the file, or a read-only transaction."""
    known = connections["default"]
    connections.settings[ALIAS] = dict(known.settings_dict)
    try:
        if known.vendor == "sqlite":
            with tempfile.TemporaryDirectory(dir=settings.DATA) as folder:
                copied = Path(folder) / "copy.sqlite3"
                copy_sqlite(known.settings_dict["NAME"], copied)
                connections.settings[ALIAS]["NAME"] = str(copied)
                yield ALIAS
                connections[ALIAS].close()
        else:
            with transaction.atomic(using=ALIAS), connections[ALIAS].cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
                yield ALIAS
    finally:
        with suppress(AttributeError):
            connections[ALIAS].close()
            del connections[ALIAS]
        del connections.settings[ALIAS]


def copy_sqlite(name, to):
    """A consistent copy of a database file that is written to, by SQLite's own backup."""
    with sqlite3.connect(name, timeout=30) as source, sqlite3.connect(to) as copied:
        source.backup(copied, pages=4096, sleep=0.01)
    source.close()
    copied.close()


def tables(registry):
    """Every model that has a table of its own."""
    known = registry.get_models(include_auto_created=True)
    return [model for model in known if model._meta.managed and not model._meta.proxy]


def dumped(model, alias):
    """The names of the columns, then every row, by key."""
    fields = model._meta.concrete_fields
    yield [field.attname for field in fields]
    rows = model._base_manager.using(alias).order_by("pk").values_list(*[field.attname for field in fields])
    for row in rows.iterator(chunk_size=AT_ONCE):
        yield [plain(value) for value in row]


def plain(value):
    """A value as JSON holds it; moments with all their digits."""
    if isinstance(value, bytes | memoryview):
        return base64.b64encode(bytes(value)).decode()
    if value is None or isinstance(value, str | int | float | list | dict):
        return value
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def add_files(writer, say):
    """The bytes of every picture. Returns how many files."""
    count = 0
    for path in sorted(settings.FILES_ROOT.glob("??/*.webp")):
        with suppress(FileNotFoundError), path.open("rb") as file:  # taken away in this moment
            writer.add(f"files/{path.parent.name}/{path.name}", file, path.stat().st_size)
            count += 1
            if count % 100 == 0:
                say(f"files: {count}")
    return count


def add_secret(writer):
    """The secret, unless its owner keeps it elsewhere. Returns whether it is in the archive."""
    if settings.SECRET_IS_GIVEN:
        return False
    data = settings.SECRET_KEY.encode()
    writer.add("secret", io.BytesIO(data), len(data))
    return True


def is_empty():
    """True when nobody lives here: no tables, or nobody with an account, and no pictures."""
    connection = connections["default"]
    person = apps.get_model(settings.AUTH_USER_MODEL)
    there = person._meta.db_table in connection.introspection.table_names()
    return not (there and person._base_manager.exists()) and not any(settings.FILES_ROOT.glob("??/*.webp"))


def room_needed():
    """How many bytes a backup takes at most while it is made: SQLite is copied first, and nothing may get smaller."""
    connection = connections["default"]
    if connection.vendor == "sqlite":
        tables_take = 2 * Path(connection.settings_dict["NAME"]).stat().st_size
    else:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_database_size(current_database())")
            tables_take = cursor.fetchone()[0]
    return tables_take + sum(path.stat().st_size for path in settings.FILES_ROOT.glob("??/*.webp")) + LEAST_LEFT


def restore(path, secret="", anew=False, say=lambda words: None):
    """Bring an archive into an empty installation, whole or not at all. Returns its manifest.

    `secret` is the one that will be used here; it must be the archive's, unless `anew` gives the old one up.
    """
    manifest = verify(path)
    if newer := unknown(manifest["migrations"]):
        raise Damaged(f"It comes from a newer Tongxing (it knows {newer[0][0]} {newer[0][1]}). Upgrade first.")
    if not is_empty():
        raise Damaged("People live here. Restore into an empty installation: another TONGXING_DATA or DATABASE_URL.")
    if not anew:
        prove_secret(manifest, secret)
    with tempfile.TemporaryDirectory(dir=settings.DATA) as folder:
        with empty_database() as finish:
            load(path, manifest, Path(folder), say)
            call_command("migrate", verbosity=0, interactive=False)
            call_command("createcachetable", verbosity=0)
            finish()
        bring_files(Path(folder))
        if not anew:
            bring_secret(Path(folder), secret)
    return manifest


def prove_secret(manifest, secret):
    """Refuse a secret that isn't the archive's, and none when the archive holds none. Older archives prove nothing."""
    told = manifest.get("secret") or {"inside": "secret" in manifest["members"]}
    if secret and "proof" in told and not fits(secret, told):
        raise Damaged("This secret isn't the one of the backup: nobody's rescue codes would hold.")
    if not secret and not told["inside"]:
        raise SecretMissing("The backup doesn't hold the secret, because it came from TONGXING_SECRET.")


@contextmanager
def empty_database():
    """Inside, the default database is new. It becomes the real one by the call of what is given, else nothing stays."""
    connection = connections["default"]
    done = []
    if connection.vendor == "sqlite":
        name, new = Path(connection.settings_dict["NAME"]), settings.DATA / f"restored-{now_text()}.sqlite3"
        connection.close()
        connection.settings_dict["NAME"] = str(new)
        try:
            yield lambda: done.append(True)
        finally:
            connection.close()
            connection.settings_dict["NAME"] = str(name)
            if done:
                swap_in(new, name)
            for left in (new, Path(f"{new}-wal"), Path(f"{new}-shm")):
                left.unlink(missing_ok=True)
    else:
        drop_tables(connection)
        try:
            yield lambda: done.append(True)
        finally:
            if not done:
                drop_tables(connection)


def swap_in(new, name):
    """Put a finished database file in the place of the empty one."""
    with sqlite3.connect(new) as finished:
        finished.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    finished.close()
    for left in (Path(f"{name}-wal"), Path(f"{name}-shm")):
        left.unlink(missing_ok=True)
    new.replace(name)


def drop_tables(connection):
    """Leave nothing of us in a PostgreSQL database where nobody lives."""
    with transaction.atomic(), connection.cursor() as cursor:
        for name in connection.introspection.table_names():
            cursor.execute(f"DROP TABLE IF EXISTS {connection.ops.quote_name(name)} CASCADE")


def load(path, manifest, folder, say):
    """The tables as they were at the archive's migrations, every row of it; files go into the folder for now."""
    connection = connections["default"]
    executor = MigrationExecutor(connection)
    targets = [tuple(step) for step in manifest["migrations"]]
    state = executor.migrate(targets) if targets else None
    old = state.apps if state else apps
    with transaction.atomic():
        for model in tables(old):  # what migrations write by themselves comes out of the archive again
            model._base_manager.all()._raw_delete(router.db_for_write(model))
        with members(path) as inside:
            for name, _size, file in inside:
                if name.startswith("tables/"):
                    fill(old, name.removeprefix("tables/").removesuffix(".jsonl"), file)
                    say(name)
                elif name != "manifest.json":
                    put(folder / name, file)
        for line in connection.ops.sequence_reset_sql(no_style(), tables(old)):
            with connection.cursor() as cursor:
                cursor.execute(line)


def fill(registry, label, file):
    """Write all rows of one table."""
    rows = rows_of(file)
    names = next(rows)
    model = registry.get_model(label)
    fields = {field.attname: field for field in model._meta.concrete_fields}
    if set(names) != fields.keys():
        raise Damaged(f"The columns of {label} aren't those of its migrations.")
    batch = []
    for row in rows:
        batch.append(model(**{name: read(fields[name], value) for name, value in zip(names, row, strict=True)}))
        if len(batch) == AT_ONCE:
            model._base_manager.bulk_create(batch)
            batch = []
    model._base_manager.bulk_create(batch)


def read(field, value):
    """A value out of JSON as its column takes it."""
    if isinstance(field, models.ForeignKey):
        return read(field.target_field, value)
    return value if value is None or isinstance(field, models.JSONField) else field.to_python(value)


def put(path, file):
    """Write a member into the folder that is moved in at the end."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with open(path, "wb", opener=lambda name, flags: os.open(name, flags, 0o600)) as out:
        shutil.copyfileobj(file, out)


def bring_files(folder):
    """Move the pictures to where they belong."""
    for path in (folder / "files").glob("??/*.webp"):
        to = settings.FILES_ROOT / path.parent.name / path.name
        to.parent.mkdir(parents=True, exist_ok=True)
        path.replace(to)


def bring_secret(folder, secret):
    """The secret into the data folder: the archive's own or the one that was typed, unless the environment has it."""
    if settings.SECRET_IS_GIVEN:
        return
    if secret:
        put(folder / "secret", io.BytesIO(secret.encode()))
    (folder / "secret").replace(settings.DATA / "secret")
