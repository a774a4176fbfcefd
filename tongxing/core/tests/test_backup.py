"""Everything into one file while people write, and back into an empty installation, on either database."""

import io
import json
import os
import sqlite3
import subprocess
import sys
import tarfile
import threading

import httpx
import pytest

from tongxing.conftest import newcomer
from tongxing.core.archives import Writer, verify
from tongxing.people.actions import make_token

from .databases import on_postgres
from .serving import ROOT, environment

ROUNDS = 10 if os.environ.get("TONGXING_LONG") == "1" else 1


def run(folder, database, *args):
    """`tongxing ARGS` on an installation of its own; (what it printed, what it said on the side, its code)."""
    done = subprocess.run(
        [sys.executable, "-m", "tongxing", *args],
        cwd=ROOT, env=environment(folder, database), capture_output=True, text=True, timeout=120,
    )  # fmt: skip
    return done.stdout, done.stderr, done.returncode


def tables(path):
    """{member: (rows, SHA-256)} of all that an archive holds but what the archive itself makes different."""
    return {name: (one.get("rows"), one["sha256"]) for name, one in verify(path)["members"].items()}


@pytest.fixture
def lively(serve):
    """A served installation, a program that opens spaces in it without end, and what was acknowledged."""
    served = serve()
    with served.orm():
        person = newcomer("writer")
        _token, secret = make_token(person, by=person, name="x", scopes=["spaces"], now=person.joined_at)
    said, stop = [], threading.Event()

    def write():
        with httpx.Client(base_url=served.url, headers={"authorization": f"Bearer {secret}"}) as client:
            while not stop.is_set():
                answer = client.post("/api/v1/spaces", json={"name": "A", "short": f"team{len(said)}"})
                if answer.status_code == 429:
                    break
                assert answer.status_code == 201, answer.text
                said.append(answer.json()["short"])

    writer = threading.Thread(target=write)
    writer.start()
    yield served, said
    stop.set()
    writer.join(20)


@pytest.mark.parametrize("number", range(ROUNDS))
def test_what_was_acknowledged_before_it_began_is_in_it(lively, elsewhere, tmp_path, number):
    served, said = lively
    while len(said) < 30:
        threading.Event().wait(0.02)
    before, path = list(said), tmp_path / "backup.tar.gz"
    served.command("backup", str(path))
    during = len(said) - len(before)

    folder, database = elsewhere()
    _out, trouble, code = run(folder, database, "restore", str(path))
    assert code == 0, trouble
    run(folder, database, "backup", str(folder / "again.tar.gz"))

    assert tables(folder / "again.tar.gz") == tables(path)
    assert during > 0, "nobody wrote while it was made"
    assert path.stat().st_mode & 0o077 == 0
    shorts = {row[1] for row in rows(path, "spaces.space", "id", "short")}
    assert set(before) <= shorts
    assert "writer" in shorts and whole(folder, database)


def rows(path, label, *columns):
    """These columns of a table in an archive."""
    with tarfile.open(path) as tar:
        lines = [json.loads(line) for line in tar.extractfile(f"tables/{label}.jsonl")]
    places = [lines[0].index(column) for column in columns]
    return [[line[place] for place in places] for line in lines[1:]]


def whole(folder, database):
    """True when no row points at nothing; PostgreSQL keeps that itself."""
    if database.startswith("postgresql"):
        return True
    with sqlite3.connect(folder / "tongxing.sqlite3") as file:
        return not file.execute("PRAGMA foreign_key_check").fetchall() and file.execute(
            "PRAGMA integrity_check"
        ).fetchone() == ("ok",)


@pytest.mark.skipif(not on_postgres(), reason="from PostgreSQL to SQLite and back: in the pass on PostgreSQL")
def test_from_one_database_to_the_other_and_back(served, elsewhere, tmp_path):
    with served.orm():
        newcomer("小满")
    served.command("backup", str(tmp_path / "first.tar.gz"))

    onto_sqlite, onto_postgres = elsewhere("sqlite"), elsewhere()
    first, second, third = (tmp_path / f"{name}.tar.gz" for name in ("first", "second", "third"))
    for place, source, copied in ((onto_sqlite, first, second), (onto_postgres, second, third)):
        assert run(*place, "restore", str(source))[2] == 0
        assert run(*place, "backup", str(copied))[2] == 0

    assert tables(first) == tables(second) == tables(third)


def test_people_who_live_there_are_not_overwritten(served, elsewhere, tmp_path):
    with served.orm():
        newcomer("writer")
    served.command("backup", str(tmp_path / "backup.tar.gz"))
    folder, database = elsewhere()
    run(folder, database, "restore", str(tmp_path / "backup.tar.gz"))

    _out, trouble, code = run(folder, database, "restore", str(tmp_path / "backup.tar.gz"))

    assert code == 1 and trouble.startswith("CommandError: People live here.") and "Traceback" not in trouble


def test_a_running_installation_is_not_restored_into(served, tmp_path):
    served.command("backup", str(tmp_path / "backup.tar.gz"))

    _out, trouble, code = run(served.folder, served.database, "restore", str(tmp_path / "backup.tar.gz"))

    assert code == 1 and "already runs on the data folder" in trouble


def test_what_breaks_on_the_way_leaves_nothing(served, elsewhere, tmp_path):
    """A row that its table can't take: found after many rows were written."""
    with served.orm():
        newcomer("writer")
    served.command("backup", str(tmp_path / "backup.tar.gz"))
    with tarfile.open(tmp_path / "backup.tar.gz") as tar:
        inside = [(info, tar.extractfile(info).read()) for info in tar]
    with (tmp_path / "bad.tar.gz").open("wb") as stream:
        writer = Writer(stream)
        for info, data in inside[:-1]:
            lines = data.count(b"\n")
            if info.name == "tables/spaces.membership.jsonl":
                data, lines = data + data.splitlines(keepends=True)[-1], lines + 1  # the same row twice
            writer.add(info.name, io.BytesIO(data), len(data), lines if info.name.startswith("tables/") else None)
        facts = json.loads(inside[-1][1])
        writer.close(**{name: facts[name] for name in ("made_at", "release", "files", "database", "migrations")})
    folder, database = elsewhere()

    _out, trouble, code = run(folder, database, "restore", str(tmp_path / "bad.tar.gz"))

    assert code == 1 and "Nothing of it was left behind" in trouble and "Traceback" not in trouble
    assert sorted(path.name for path in folder.iterdir()) in (
        ["secret", "serve.lock"],
        ["secret", "serve.lock", "tongxing.sqlite3"],
    )
    assert run(folder, database, "restore", str(tmp_path / "backup.tar.gz"))[2] == 0


def test_a_backup_that_cannot_be_written_leaves_nothing(served, tmp_path):
    done = run(served.folder, served.database, "backup", str(tmp_path / "nowhere" / "backup.tar.gz"))

    assert done[2] == 1 and "can't be written" in done[1] and "Traceback" not in done[1]


def test_a_folder_keeps_as_many_as_were_asked_for(served):
    (served.folder / "backups").mkdir()
    (served.folder / "backups" / "tongxing-20250101-000000.tar.gz").touch()

    said = served.command("backup", "--keep", "1")

    assert "Removed tongxing-20250101-000000.tar.gz" in said
    assert len(list((served.folder / "backups").iterdir())) == 1
