"""`bin/test` after its set-up: the suite on SQLite, then on PostgreSQL, each pass with its time.

python -m tongxing.core.tests.passes [--only sqlite|postgres] [what pytest takes]
"""

import os
import signal
import subprocess
import sys
import tempfile
import time

from tongxing.core.processes import die_with_parent
from tongxing.core.tests import postgres

PYTEST = [sys.executable, "-m", "pytest", "-n2", "--dist=worksteal", "--tb=short"]
PYTEST += ["--durations=10", "--durations-min=0.5"]
NOTHING_CHOSEN = 5


def main():
    """Run the passes; ends with 0 when all of them passed."""
    only, args = read(sys.argv[1:])
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(128 + number))
    told = []
    if only != "postgres":
        told.append(run_pass("SQLite", args, {"DATABASE_URL": ""}))
    if only != "sqlite":
        with postgres.running() as url:
            told.append(run_pass("PostgreSQL", args, {"DATABASE_URL": url}))
    for name, code, seconds in told:
        print(f"{name}: {say_code(code)} after {seconds // 60} min {seconds % 60} s")
    codes = [code for _, code, _ in told]
    sys.exit(next((code for code in codes if code not in (0, NOTHING_CHOSEN)), min(codes)))


def read(args):
    """The one database asked for, if any, and everything that is pytest's."""
    if args[:1] == ["--only"] and args[1:2] in (["sqlite"], ["postgres"]):
        return args[1], args[2:]
    return None, args


def run_pass(name, args, env):
    """One run of pytest. Whatever ends this process takes it along."""
    print(f"== the suite on {name} ==", flush=True)
    parent, began = os.getpid(), time.monotonic()
    with tempfile.TemporaryDirectory(prefix="tongxing-test-", ignore_cleanup_errors=True) as folder:
        env = os.environ | env | {"TONGXING_TEST_RUN": folder}
        run = subprocess.Popen([*PYTEST, *args], env=env, preexec_fn=lambda: die_with_parent(parent))
        try:
            code = run.wait()
        except BaseException:
            run.terminate()
            run.wait()
            raise
    return name, code, round(time.monotonic() - began)


def say_code(code):
    """A pytest exit code in words."""
    return {0: "passed", 1: "failed", NOTHING_CHOSEN: "nothing to run"}.get(code, f"ended with {code}")


if __name__ == "__main__":
    main()
