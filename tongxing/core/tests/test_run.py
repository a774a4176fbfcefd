"""bin/run on machines that aren't ready, that break off half-way, and on a fresh one."""

import os
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path

import pytest

from .serving import ROOT, answers, free_port
from .test_serve import wait_until

pytestmark = pytest.mark.once

# Stands for every Python: says its version, makes environments of itself, and notes what it was asked.
FAKE = """#!/bin/sh
case "$*" in
    *"print("*) echo "$VERSION" ;;
    *version_info*) case $VERSION in 3.9) exit 1 ;; esac ;;
    *ensurepip*) [ "$ENSUREPIP" = there ] ;;
    "-m venv "*) echo venv >> "$CALLS"; mkdir -p "$3/bin" && cp "$0" "$3/bin/python" ;;
    "-m pip "*) echo pip >> "$CALLS"
        case $PIP in killed) kill -9 $PPID ;; broken) exit 1 ;; slow) echo $$ > "$CALLS.pid"; exec sleep 20 ;; esac ;;
    "-m tongxing"*) echo "$TONGXING_ADDRESS $TONGXING_DATA $*" >> "$CALLS" ;;
esac
"""
NAMES = ("python3.14", "python3.13", "python3.12", "python3.11", "python3", "python")


class Machine:
    """A folder with the scripts, and a PATH on which every Python is the fake one."""

    def __init__(self, folder):
        self.clone, self.path, self.calls = folder / "clone", folder / "path", folder / "calls"
        self.path.mkdir()
        for name in NAMES:
            (self.path / name).write_text(FAKE)
            (self.path / name).chmod(0o755)
        shutil.copytree(ROOT / "bin", self.clone / "bin")
        shutil.copytree(ROOT / "requirements", self.clone / "requirements")

    def run(self, *options, **how):
        with self.begun(*options, **how) as run:
            out, err = run.communicate(timeout=30)
        return subprocess.CompletedProcess(run.args, run.returncode, out, err)

    def begun(self, *options, version="3.11", ensurepip="there", pip="works", **how):
        known = {"VERSION": version, "ENSUREPIP": ensurepip, "PIP": pip, "CALLS": str(self.calls)}
        env = {"PATH": f"{self.path}:{os.environ['PATH']}"} | known
        self.calls.unlink(missing_ok=True)
        command = [self.clone / "bin" / "run", *options]
        pipe = subprocess.PIPE
        return subprocess.Popen(command, env=env, cwd="/", stdout=pipe, stderr=pipe, text=True, **how)

    def called(self):
        return self.calls.read_text().splitlines() if self.calls.exists() else []


@pytest.fixture
def machine(tmp_path):
    return Machine(tmp_path)


def serving(machine, port=8000, data=None, demo=" --demo"):
    """What the fake Python notes when everything was made ready."""
    data = data or machine.clone / "data"
    return f"http://127.0.0.1:{port} {data} -m tongxing serve --port {port}{demo}"


def test_an_old_python_is_told(machine):
    done = machine.run(version="3.9")

    assert done.returncode == 1
    assert done.stderr == (
        "Tongxing needs Python 3.11 or newer, but only these are here: python3.13 (3.9) python3.12 (3.9) "
        "python3.11 (3.9) python3.14 (3.9) python3 (3.9) python (3.9). Install python3.11 or newer and start again.\n"
    )
    assert not (machine.clone / ".venv").exists()


def test_a_python_without_venv_is_told(machine):
    done = machine.run(ensurepip="missing")

    assert done.returncode == 1
    assert done.stderr.endswith("its venv module is missing. On Debian and Ubuntu: apt-get install python3-venv\n")
    assert not (machine.clone / ".venv").exists()


def test_a_folder_that_cannot_be_written_is_told():
    with tempfile.TemporaryDirectory(prefix="tongxing-readonly-") as folder:
        os.chmod(folder, 0o755)
        machine = Machine(Path(folder))
        machine.clone.chmod(0o555)

        done = machine.run(preexec_fn=(lambda: os.setuid(65534)) if os.geteuid() == 0 else None)

        assert done.returncode == 1
        assert done.stderr == (
            f"{machine.clone} can't be written, so the environment can't be made. "
            "Move the folder, or change its owner.\n"
        )


def test_the_first_start_makes_everything_and_the_second_nothing(machine):
    machine.run()
    assert machine.called() == ["venv", "pip", serving(machine)]

    machine.run()
    assert machine.called() == [serving(machine)]


def test_a_changed_lock_is_installed(machine):
    machine.run()
    (machine.clone / "requirements" / "run.txt").write_text("changed\n")

    machine.run()

    assert machine.called() == ["pip", serving(machine)]


def test_a_start_killed_while_it_installs_is_mended_by_the_next(machine):
    assert machine.run(pip="killed").returncode == -signal.SIGKILL
    assert machine.called() == ["venv", "pip"]

    machine.run()

    assert machine.called() == ["venv", "pip", serving(machine)]


def test_a_start_that_is_told_to_end_takes_its_installation_along(machine):
    with machine.begun(pip="slow") as run:
        pid = machine.calls.with_suffix(".pid")
        assert wait_until(lambda: pid.exists() and pid.read_text().strip(), 10)

        run.terminate()

        assert run.wait(5) == 143
    assert wait_until(lambda: not os.path.exists(f"/proc/{pid.read_text().strip()}/exe"), 5)
    machine.run()
    assert machine.called() == ["venv", "pip", serving(machine)]


def test_packages_that_cannot_be_had_are_told_and_tried_again(machine):
    done = machine.run(pip="broken")
    assert done.returncode == 1
    assert done.stderr.startswith("The packages could not be installed")

    machine.run()
    assert machine.called() == ["pip", serving(machine)]


def test_options_reach_the_server(machine):
    machine.run("--port", "8123", "--data=some where", "--empty", "--workers", "3")

    assert machine.called()[-1] == serving(machine, port=8123, data="//some where", demo=" --workers=3")


@pytest.mark.parametrize("options", [["--nonsense", "1"], ["--port"], ["word"]])
def test_an_unknown_option_is_told(machine, options):
    done = machine.run(*options)

    assert done.returncode == 1
    assert done.stderr.endswith("bin/run [--port N] [--data DIR] [--empty] [--host ADDRESS] [--workers N]\n")
    assert machine.called() == []


@pytest.mark.long
def test_a_fresh_clone_runs(tmp_path):
    clone, port = tmp_path / "clone", free_port()
    for name in subprocess.check_output(["git", "ls-files"], cwd=ROOT, text=True).splitlines():
        (clone / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(ROOT / name, clone / name)

    for seconds in (300, 5):
        began = time.monotonic()
        run = subprocess.Popen([clone / "bin" / "run", "--port", str(port)], start_new_session=True)
        assert wait_until(lambda: answers(port), 300)
        assert time.monotonic() - began < seconds
        run.terminate()
        assert run.wait(15) == 0
        assert not answers(port)
