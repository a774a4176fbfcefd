"""The real `tongxing serve` on a fresh database of this run's engine, for tests that rush it, kill it, or look at it.

def test_it(served): httpx.get(served.url + "/")           two web processes, no worker
def test_it(serve): serve(workers=4, work=True, connections=20)
"""

import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import time
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from urllib.parse import quote, urlencode

import pytest

from tongxing.core.processes import die_with_parent

from .databases import on_postgres

ROOT = Path(__file__).parents[3]
ROLE = "tongxing_served"  # no superuser: those go over every limit
OURS = ("PYTEST_", "TONGXING_TEST_", "DJANGO_SETTINGS_MODULE")


class Served:
    """A running installation: `url`, `port`, `pid` (of the main process), `env`, `database` (its URL), `log`."""

    def __init__(self, folder, database, workers, work, env):
        self.folder, self.database, self.port = folder, database, free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.env = environment(folder, database) | {"TONGXING_ADDRESS": self.url} | env
        self.log = folder / "serve.log"
        self.options = ["--port", str(self.port), "--workers", str(workers), *([] if work else ["--no-worker"])]
        self.start()

    @property
    def pid(self):
        return self.process.pid

    def start(self):
        """Start it (again, after `stop` or a kill) and wait for the first answer."""
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "tongxing", "serve", *self.options],
                cwd=ROOT, env=self.env, stdout=log, stderr=log, start_new_session=True,
                preexec_fn=partial(die_with_parent, os.getpid()),
            )  # fmt: skip
        deadline = time.monotonic() + 60
        while not answers(self.port):
            if self.process.poll() is not None or time.monotonic() > deadline:
                self.stop()
                raise AssertionError(f"The server did not start:\n{self.log.read_text()[-4000:]}")
            time.sleep(0.05)

    def stop(self, sign=signal.SIGTERM):
        """End it and wait until it is gone."""
        with suppress(ProcessLookupError):
            self.process.send_signal(sign)
        try:
            self.process.wait(15)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def command(self, *args):
        """Run `tongxing ARGS` against this installation; what it printed comes back, a failure raises."""
        done = subprocess.run(
            [sys.executable, "-m", "tongxing", *args],
            cwd=ROOT, env=self.env, capture_output=True, text=True, timeout=120,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return done.stdout

    def children(self):
        """{pid: parent} of every process below the main one (Linux)."""
        found, level = {}, [self.pid]
        parents = {}
        for entry in Path("/proc").glob("[0-9]*"):
            with suppress(OSError, IndexError):
                parents[int(entry.name)] = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
        while level:
            level = [pid for pid, parent in parents.items() if parent in level]
            found |= {pid: parents[pid] for pid in level}
        return found

    def web_processes(self):
        """The pids that answer requests: the grandchildren (Linux)."""
        return [pid for pid, parent in self.children().items() if parent != self.pid]

    @contextmanager
    def orm(self):
        """Inside, the models of this thread (of no other) read and write this installation's database."""
        from django.db import connections

        before, alias = connections["default"], "default"
        between = connections.create_connection(alias)
        between.settings_dict = dict(before.settings_dict) | database_settings(self.database)
        connections[alias] = between
        try:
            yield between
        finally:
            between.close()
            connections[alias] = before


@pytest.fixture
def serve(tmp_path, template, django_db_blocker):
    """`serve(workers=2, work=False, connections=None, **env)` starts a server; all end with the test.

    `connections` is how many PostgreSQL lets it open (ignored on SQLite).
    """
    started = []

    def start(workers=2, *, work=False, connections=None, **env):
        folder = tmp_path / f"served-{len(started)}"
        folder.mkdir()
        made = Served(folder, copy_of(template, folder, connections), workers, work, env)
        started.append(made)
        return made

    with django_db_blocker.unblock():
        yield start
    for one in started:
        one.stop()
        drop(one.database)


@pytest.fixture
def elsewhere(tmp_path):
    """`elsewhere(kind)`: an empty folder and database, of this run's engine or SQLite; (folder, database URL)."""
    made = []

    def make(kind=""):
        folder = tmp_path / f"elsewhere-{len(made)}"
        folder.mkdir()
        sqlite = f"sqlite://{quote(str(folder / 'tongxing.sqlite3'))}"
        made.append((folder, sqlite if kind == "sqlite" else make_database(folder)))
        return made[-1]

    yield make
    for _folder, database in made:
        if database.startswith("postgresql"):
            drop(database)


@pytest.fixture
def served(serve):
    """A server with two web processes and no worker."""
    return serve()


@pytest.fixture(scope="session")
def template(tmp_path_factory):
    """The URL of a prepared, empty database that every server of this process starts from."""
    folder = tmp_path_factory.mktemp("template")
    url = make_database(folder)
    subprocess.run(
        [sys.executable, "-m", "tongxing", "prepare"], cwd=ROOT, env=environment(folder, url), check=True, timeout=120
    )
    yield url
    drop(url)


def environment(folder, database):
    """What a served installation sees: nothing of the test run but its engine."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(OURS)}
    return kept | {
        "TONGXING_DATA": str(folder),
        "DATABASE_URL": database,
        "TONGXING_PLAIN_STATIC": "1",
        "DJANGO_SETTINGS_MODULE": "tongxing.core.tests.settings",
        "PYTHONUNBUFFERED": "1",
    }


def make_database(folder, template="template0", connections=-1):
    """An own database: a file in the folder, or a PostgreSQL database under a random name, owned by ROLE."""
    if not on_postgres():
        return f"sqlite://{quote(str(folder / 'tongxing.sqlite3'))}"
    name = f"served_{secrets.token_hex(6)}"
    with as_admin() as admin:
        if not admin.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [ROLE]).fetchone():
            with suppress(Exception):  # another process of this run was faster
                admin.execute(f"CREATE ROLE {ROLE} LOGIN PASSWORD '{ROLE}'")
        admin.execute(f"CREATE DATABASE {name} OWNER {ROLE} TEMPLATE {template} CONNECTION LIMIT {connections}")
        host, port = admin.info.host, admin.info.port
    return f"postgresql://{ROLE}:{ROLE}@/{name}?{urlencode({'host': host, 'port': port})}"


def copy_of(template, folder, connections=None):
    """A database with everything the template holds."""
    if on_postgres():
        return make_database(folder, database_settings(template)["NAME"], connections or -1)
    url = make_database(folder)
    shutil.copyfile(database_settings(template)["NAME"], database_settings(url)["NAME"])
    return url


def drop(url):
    """Remove a PostgreSQL database; a file goes with its folder."""
    if on_postgres():
        with as_admin() as admin:
            admin.execute(f"DROP DATABASE IF EXISTS {database_settings(url)['NAME']} WITH (FORCE)")


def as_admin():
    """A connection to the server of this run that may make databases, outside Django."""
    import psycopg
    from django.conf import settings

    known = settings.DATABASES["default"]
    named = {"host": known["HOST"], "port": known["PORT"], "user": known["USER"], "password": known["PASSWORD"]}
    return psycopg.connect(
        dbname="postgres", autocommit=True, **{key: value for key, value in named.items() if value}, **known["OPTIONS"]
    )


def database_settings(url):
    """The Django settings behind a database URL."""
    from tongxing.settings import read_database

    return read_database(url)


def free_port():
    """A loopback port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def answers(port, path="/", timeout=10):
    """True when somebody on this port answers a request."""
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=timeout) as sent:
            sent.sendall(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n".encode())
            return sent.recv(5) == b"HTTP/"
    except OSError:
        return False
