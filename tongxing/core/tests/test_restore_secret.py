"""A secret from the environment: the archive says that it isn't inside, and a restore proves it before it writes."""

import json
import os
import pty
import subprocess
import sys

import pytest
from django.conf import settings

from tongxing.conftest import NOON, newcomer
from tongxing.core.archives import Damaged, fingerprint, fits, verify
from tongxing.core.backup import prove_secret
from tongxing.people.actions import make_rescue_codes

from .serving import ROOT, environment

SECRET = {"TONGXING_SECRET": settings.SECRET_KEY}  # so that what is made here holds there
RESCUE = """
import django; django.setup()
from django.utils import timezone
from tongxing.people.actions import rescue
print(rescue(handle="writer", code="{code}", passphrase="nine green kettles", now=timezone.now()))
"""


def tongxing(folder, database, *args, **env):
    """`tongxing ARGS` on an installation of its own; (what it printed, its code)."""
    return run(["-m", "tongxing", *args], environment(folder, database) | env)


def run(args, env):
    done = subprocess.run([sys.executable, *args], cwd=ROOT, env=env, capture_output=True, text=True, timeout=240)
    assert "Traceback" not in done.stderr, done.stderr
    return done.stdout + done.stderr, done.returncode


@pytest.fixture
def archive(serve, tmp_path):
    """(a backup of an installation with its secret from the environment, a rescue code of somebody who lives there)."""
    served = serve(workers=1, **SECRET)
    (served.folder / "secret").write_text("left over from before")
    with served.orm():
        person = newcomer("writer")
        codes = make_rescue_codes(person, by=person, now=NOON)
    assert "It doesn't hold the secret" in served.command("backup", str(tmp_path / "backup.tar.gz"))
    served.stop()
    return tmp_path / "backup.tar.gz", codes[0]


def test_rescue_codes_live_on_with_the_secret_alone(archive, elsewhere):
    path, code = archive
    folder, database = elsewhere()
    manifest = verify(path)
    assert manifest["secret"]["inside"] is False and "secret" not in manifest["members"]
    assert settings.SECRET_KEY not in json.dumps(manifest)

    said, ended = tongxing(folder, database, "restore", str(path))
    assert ended == 1 and "it came from TONGXING_SECRET" in said and said.endswith("Nothing was changed.\n")
    said, ended = tongxing(folder, database, "restore", str(path), TONGXING_SECRET="another one")
    assert ended == 1 and "This secret isn't the one of the backup" in said
    assert not (folder / "files").exists()

    said, ended = tongxing(folder, database, "restore", str(path), **SECRET)
    assert ended == 0 and "Start it with the same TONGXING_SECRET as now." in said
    said, ended = run(["-c", RESCUE.format(code=code)], environment(folder, database) | SECRET)
    assert (said, ended) == ("writer\n", 0)


def test_a_secret_that_is_typed_is_kept(archive, elsewhere):
    path, code = archive
    folder, database = elsewhere()

    assert type_secret([sys.executable, "-m", "tongxing", "restore", str(path)], environment(folder, database)) == 0

    assert (folder / "secret").read_text() == settings.SECRET_KEY
    assert (folder / "secret").stat().st_mode & 0o077 == 0
    assert run(["-c", RESCUE.format(code=code)], environment(folder, database)) == ("writer\n", 0)


def type_secret(command, env):
    """Run a command on a terminal of its own and type the secret when it asks. Returns its code."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        command, cwd=ROOT, env=env, stdin=theirs, stdout=theirs, stderr=theirs, start_new_session=True
    )
    os.close(theirs)  # so that reading ends when the command does
    with open(ours, "r+b", buffering=0) as terminal:
        said = b""
        while b"The secret: " not in said and process.poll() is None:
            said += terminal.read(1000)
        terminal.write(f"{settings.SECRET_KEY}\n".encode())
        return process.wait(240)


def test_a_lost_secret_costs_the_codes_alone(archive, elsewhere):
    path, _code = archive
    folder, database = elsewhere()

    said, ended = tongxing(folder, database, "restore", str(path), "--new-secret")

    assert ended == 0, said
    assert (folder / "secret").read_text() not in ("", settings.SECRET_KEY)


@pytest.mark.once
def test_a_secret_inside_needs_none_from_outside_but_refuses_a_wrong_one():
    manifest = {"members": {"secret": {}}, "secret": {"inside": True} | fingerprint("right")}

    prove_secret(manifest, "")
    prove_secret(manifest, "right")
    with pytest.raises(Damaged, match="isn't the one of the backup"):
        prove_secret(manifest, "wrong")
    prove_secret({"members": {"secret": {}}}, "")  # as older releases wrote it
    with pytest.raises(Damaged, match="doesn't hold the secret"):
        prove_secret({"members": {}}, "")


@pytest.mark.once
def test_a_fingerprint_tells_nothing_and_is_another_one_each_time():
    first, second = fingerprint("right"), fingerprint("right")

    assert first != second and fits("right", first) and fits("right", second) and not fits("Right", first)
    with pytest.raises(Damaged, match="can't be read"):
        fits("right", {"salt": "no hex", "proof": ""})
