"""A new release keeps what was there before it changes the database; an older one leaves a newer database alone."""

import re
import shutil
import sqlite3
from collections import namedtuple

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tongxing.conftest import newcomer
from tongxing.core import backup, health, search, steps
from tongxing.core.archives import verify
from tongxing.core.management.commands import prepare
from tongxing.core.models import SearchRow

from .serving import environment, free_port
from .test_restore_secret import run, tongxing
from .test_serve import refused

SETTLE = """
import django; django.setup()
from tongxing.core.steps import applied, models_at
models_at(applied()).get_model("people", "Person").objects.create(handle="settler", name="Settler")
"""
Usage = namedtuple("Usage", "free")


def test_a_database_of_an_older_release_is_kept_as_it_was_and_brought_along(elsewhere):
    folder, database = elsewhere()
    assert tongxing(folder, database, "migrate", "spaces", "0001", "--verbosity", "0")[1] == 0
    assert run(["-c", SETTLE], environment(folder, database)) == ("", 0)

    said, ended = tongxing(folder, database, "prepare")

    [kept] = (folder / "before-upgrades").iterdir()
    assert ended == 0 and f"Kept everything as it was before the upgrade: {kept}" in said
    manifest = verify(kept)
    assert manifest["members"]["tables/people.person.jsonl"]["rows"] == 2  # the names, and the settler
    assert "tables/inbox.notice.jsonl" not in manifest["members"]
    assert kept.stat().st_mode & 0o077 == 0 and not (folder / "last-backup").exists()
    again = elsewhere()
    assert tongxing(*again, "restore", str(kept))[1] == 0
    assert "Kept everything" not in tongxing(folder, database, "prepare")[0]


@pytest.fixture
def newer(db):
    """A database that a newer release has used; the sentence about it."""
    with connection.cursor() as cursor:
        step = "('core', '0099_to_come', '2030-01-01')"
        cursor.execute(f"INSERT INTO django_migrations (app, name, applied) VALUES {step}")
    return "The database was used by a newer Tongxing (it has had core 0099_to_come), so nothing was written."


@pytest.mark.parametrize("command", ["prepare", "work", "backup"])
def test_a_newer_database_is_left_alone(newer, command, tmp_path, settings):
    settings.DATA = tmp_path
    asked = (command, *(["--until-empty"] if command == "work" else []))

    with CaptureQueriesContext(connection) as done, pytest.raises((SystemExit, CommandError), match=re.escape(newer)):
        call_command(*asked)

    assert [one["sql"] for one in done if re.match("INSERT|UPDATE|DELETE|CREATE|ALTER|DROP", one["sql"])] == []
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_a_newer_database_is_told_to_machines_and_by_the_doctor(newer, client):
    assert client.get("/readyz").json()["checks"]["migrations"] == newer
    assert (health.migrations().state, health.migrations().do) == ("wrong", steps.INSTALL)


@pytest.mark.once
def test_a_server_does_not_start_on_a_newer_database(tmp_path):
    with sqlite3.connect(tmp_path / "tongxing.sqlite3") as file:
        file.execute("CREATE TABLE django_migrations (id integer PRIMARY KEY, app text, name text, applied text)")
        file.execute("INSERT INTO django_migrations VALUES (1, 'core', '0099_to_come', '2030-01-01')")

    said = refused(tmp_path, "--port", str(free_port()))

    assert said.startswith("The database was used by a newer Tongxing (it has had core 0099_to_come)")
    with sqlite3.connect(tmp_path / "tongxing.sqlite3") as file:
        assert file.execute("SELECT count(*) FROM sqlite_master WHERE type = 'table'").fetchone() == (1,)


@pytest.fixture
def settled(db, settings, tmp_path, monkeypatch):
    """Somebody lives here, and a step of this release is missing; how a backup is made stands in the test above."""
    newcomer("settler")
    settings.DATA = tmp_path
    monkeypatch.setattr(prepare, "back_up", lambda path: path.write_text("all of it"))
    return tmp_path / "before-upgrades"


def test_the_last_three_are_kept(settled, monkeypatch):
    for number in range(5):
        monkeypatch.setattr(prepare, "now_text", lambda number=number: f"2026112{number}-000000")
        prepare.back_up_before(lambda words: None)

    assert sorted(path.name for path in settled.iterdir()) == [f"tongxing-2026112{n}-000000.tar.gz" for n in (2, 3, 4)]


def test_without_room_nothing_is_changed_and_it_says_what_to_do(settled, monkeypatch):
    monkeypatch.setattr(shutil, "disk_usage", lambda path: Usage(50_000_000))

    with pytest.raises(SystemExit) as ended:
        prepare.back_up_before(print)

    told = str(ended.value)
    assert told.startswith("There is no room for the backup before the upgrade: it needs 0.1 GB")
    assert "TONGXING_UPGRADE_BACKUP=no" in told
    assert not settled.exists()


def test_one_that_cannot_be_made_stops_the_upgrade(settled, monkeypatch):
    def break_down(path):
        raise OSError("the disk broke")

    monkeypatch.setattr(prepare, "back_up", break_down)
    with pytest.raises(SystemExit, match="The backup before the upgrade could not be made .the disk broke.*=no"):
        prepare.back_up_before(lambda words: None)


@pytest.mark.parametrize(("wanted", "made"), [(True, ["kept"]), (False, [])])
def test_it_can_be_switched_off(db, settings, monkeypatch, wanted, made):
    done = []
    settings.UPGRADE_BACKUP = wanted
    monkeypatch.setattr(prepare.MigrationExecutor, "migration_plan", lambda self, targets: ["a step"])
    monkeypatch.setattr(prepare, "back_up_before", lambda say: done.append("kept"))
    monkeypatch.setattr(prepare, "call_command", lambda *args, **options: None)

    prepare.bring_database(lambda words: None)

    assert done == made


def test_where_nobody_lives_nothing_is_kept(db, settings, tmp_path):
    settings.DATA = settings.FILES_ROOT = tmp_path

    prepare.back_up_before(lambda words: None)

    assert list(tmp_path.iterdir()) == []


ANEW = ["reindex", "rerender"]


@pytest.mark.parametrize(("written", "asked"), [("1", ANEW), (search.WRITING, []), (None, ANEW)])
def test_what_was_indexed_otherwise_is_indexed_anew_whatever_the_folder_says(
    db, settings, tmp_path, monkeypatch, written, asked
):
    settings.DATA, done = tmp_path, []
    (tmp_path / ".search").write_text(search.WRITING)  # left by an older release for another database
    SearchRow.objects.create(kind="places.place", key="x", grams="雅江")
    if written:
        SearchRow.objects.create(kind=search.STAMP, key=written, grams="")
    monkeypatch.setattr(prepare, "call_command", lambda name, **options: done.append(name))

    prepare.bring_search(lambda words: None)

    assert done == asked and search.is_written_anew() and not (tmp_path / ".search").exists()


def test_room_is_reckoned_for_the_pictures_too(db, settings, tmp_path):
    settings.FILES_ROOT = tmp_path
    before = backup.room_needed()
    (tmp_path / "ab").mkdir()
    (tmp_path / "ab" / "x.webp").write_bytes(b"x" * 1000)

    assert backup.room_needed() == before + 1000
