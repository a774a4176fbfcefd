"""The server on a terminal: one at a time, healed when hurt, silent when gone."""

import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import ExitStack

import psycopg
import pytest
from django.contrib.auth import get_user_model

from .serving import ROOT, answers, free_port

SLOWEST_HEALING = 5  # seconds


def wait_until(true, seconds):
    """True as soon as `true()` is, False when the time is over."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if true():
            return True
        time.sleep(0.02)
    return False


def refused(folder, *options, **env):
    """What a start says that can't succeed, and whether it said anything else."""
    kept = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "TONGXING_ADDRESS")}
    done = subprocess.run(
        [sys.executable, "-m", "tongxing", "serve", *options],
        cwd=ROOT, env=kept | {"TONGXING_DATA": str(folder)} | env, capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    assert done.returncode != 0
    assert "Traceback" not in done.stderr
    return done.stderr


def test_a_page_is_answered(served):
    assert answers(served.port)


@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_nothing_answers_after_the_end(serve, sign):
    served = serve(work=True)
    below = served.children()

    os.kill(served.pid, sign)

    assert len(below) == 4
    assert wait_until(lambda: not answers(served.port), 2 if sign == signal.SIGKILL else 5)
    assert wait_until(lambda: not any(os.path.exists(f"/proc/{pid}/exe") for pid in below), 10)


def test_a_killed_web_process_is_healed(served):
    for _ in range(3):
        victim = served.web_processes()[0]
        os.kill(victim, signal.SIGKILL)

        healed = wait_until(lambda gone=victim: len(set(served.web_processes()) - {gone}) == 2, SLOWEST_HEALING)
        assert healed and answers(served.port)


def test_a_killed_granian_is_healed(serve):
    served = serve(work=True)
    for child in [pid for pid, parent in served.children().items() if parent == served.pid]:
        os.kill(child, signal.SIGKILL)

    assert wait_until(lambda: len(served.children()) == 4 and answers(served.port), SLOWEST_HEALING)


def test_a_second_start_on_the_same_data_is_told_so(served):
    said = refused(served.folder, "--port", str(free_port()), DATABASE_URL=served.database)

    assert said == (
        f"Tongxing already runs on the data folder {served.folder} (process {served.pid}, {served.url}). "
        "Stop it first, or name another folder.\n"
    )
    assert answers(served.port)


def test_the_models_can_look_into_a_served_database(served, db):
    with served.orm():
        get_user_model().objects.create(handle="served")
        assert get_user_model().objects.get().handle == "served"

    assert not get_user_model().objects.exists()
    assert served.command("work", "--until-empty") == ""


def test_the_connections_can_be_few(serve):
    served = serve(workers=1, connections=3)
    if not served.database.startswith("postgres"):
        pytest.skip("SQLite has no connections to count")

    with ExitStack() as open_ones, pytest.raises(psycopg.OperationalError, match="too many connections"):
        for _ in range(4):
            open_ones.enter_context(psycopg.connect(served.database))


@pytest.mark.once
@pytest.mark.parametrize("shares", [False, True])
def test_a_port_in_use_is_told(tmp_path, shares):
    with socket.socket() as other:
        if shares:
            other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]

        said = refused(tmp_path, "--port", str(port))

    assert said == f"Port {port} is in use by another program. Stop that, or choose another port: --port {port + 1}\n"
    assert not (tmp_path / "tongxing.sqlite3").exists()


@pytest.mark.once
@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("mysql://somewhere/it", "DATABASE_URL must begin with sqlite:/// or postgresql://"),
        ("postgresql://somebody@127.0.0.1:1/it", "The database at 127.0.0.1:1/it can't be used:"),
        ("postgresql://somebody@127.0.0.1:many/it", "A setting can't be read:"),
        ("sqlite:///no/such/folder/it.sqlite3", "The database file /no/such/folder/it.sqlite3 can't be used:"),
    ],
)
def test_a_wrong_database_is_told(tmp_path, url, words):
    said = refused(tmp_path, "--port", str(free_port()), DATABASE_URL=url)

    assert said.startswith(words)
    assert said.count("\n") == 1


def test_a_wrong_user_is_told(served, tmp_path):
    if not served.database.startswith("postgres"):
        pytest.skip("SQLite has no users")
    url = served.database.replace("postgresql://tongxing_served:tongxing_served@", "postgresql://nobody:wrong@")

    assert "can't be used" in refused(tmp_path, "--port", str(free_port()), DATABASE_URL=url)


@pytest.mark.once
def test_a_folder_that_cannot_be_written_is_told(tmp_path):
    (tmp_path / "file").write_text("")

    said = refused(tmp_path / "file" / "data", "--port", str(free_port()))

    assert "can't be used (Not a directory)" in said and said.count("\n") == 1


@pytest.mark.once
def test_a_file_that_is_no_database_is_told(tmp_path):
    (tmp_path / "tongxing.sqlite3").write_text("Dear diary, " * 500)

    assert "file is not a database" in refused(tmp_path, "--port", str(free_port()))
