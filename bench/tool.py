"""What every row of the bench uses: a floor, a house, a clock of the processor alone, and rows as they are kept.

The floor is a fresh `startproject` with its default middleware and one view that says hello, under the server and with
the flags of Tongxing, in the same run: a busy machine slows both. Processor time is read from the kernel for every
thread of the server and of PostgreSQL; the client's is not counted.
"""

import http.client
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager, suppress
from pathlib import Path
from statistics import median

from tongxing.core.processes import die_with_parent

TOP = Path(__file__).parents[1]
ROUNDS = 3
quick = False  # little data: bin/bench --quick
HELLO = """
from django.http import HttpResponse
from django.urls import path
urlpatterns = [path("", lambda request: HttpResponse(b"hello"))]
"""
FLOOR = """
import os, sys
sys.path.insert(0, sys.argv[1])
os.environ["DJANGO_SETTINGS_MODULE"] = "floor.settings"
from tongxing.core import serving
import django
django.setup()
from django.core.wsgi import get_wsgi_application
serving.application = get_wsgi_application()
serving.serve_pages("127.0.0.1", int(sys.argv[2]), 2)
"""


class Server:
    """A running server: `port`, and the processor time of everything below it."""

    def __init__(self, command, env, more=()):
        self.port = int(next(word for word in command if word.startswith("port=")).removeprefix("port="))
        words = [word.removeprefix("port=") for word in command]
        parent = os.getpid()
        self.process = subprocess.Popen(
            words, cwd=TOP, env=env, start_new_session=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            preexec_fn=lambda: die_with_parent(parent),
        )  # fmt: skip
        self.more = more
        deadline = time.monotonic() + 60
        while not answers(self.port):
            if self.process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"{words} did not start")
            time.sleep(0.02)

    def pids(self):
        """Every process of the server, and of what it leans on."""
        return [self.process.pid, *below(self.process.pid), *[pid for one in self.more for pid in (one, *below(one))]]

    def cpu(self):
        """Seconds of processor time so far."""
        return sum(cpu_of(pid) for pid in self.pids())

    def stop(self):
        """End it."""
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(20)


def below(top):
    """Every process under another one."""
    parents = {}
    for entry in Path("/proc").glob("[0-9]*"):
        with suppress(OSError, IndexError):
            parents[int(entry.name)] = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
    found, level = [], [top]
    while level:
        level = [pid for pid, parent in parents.items() if parent in level]
        found += level
    return found


def cpu_of(pid):
    """Seconds of processor time of all threads of a process."""
    total = 0
    for path in Path(f"/proc/{pid}/task").glob("*/schedstat"):
        with suppress(OSError, IndexError):
            total += int(path.read_text().split()[0])
    return total / 1e9


def answers(port):
    """True when somebody there answers."""
    with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=5) as sent:
        sent.sendall(b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n")
        return sent.recv(5) == b"HTTP/"
    return False


def free_port():
    """A loopback port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def floor():
    """The floor, served."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([sys.executable, "-m", "django", "startproject", "floor", folder], check=True)
        Path(folder, "floor", "urls.py").write_text(HELLO)
        with Path(folder, "floor", "settings.py").open("a") as more:
            more.write("\nDEBUG = False\nALLOWED_HOSTS = ['*']\n")
        env = {name: value for name, value in os.environ.items() if not name.startswith(("TONGXING_", "DJANGO_"))}
        server = Server([sys.executable, "-c", FLOOR, folder, f"port={free_port()}"], env | {"PYTHONPATH": str(TOP)})
        try:
            yield server
        finally:
            server.stop()


@contextmanager
def house(work=False, more=()):
    """Tongxing as an operator runs it, on the data folder and database of this process's environment."""
    port = free_port()
    env = os.environ | {"TONGXING_ADDRESS": f"http://127.0.0.1:{port}", "PYTHONPATH": str(TOP)}
    command = [sys.executable, "-m", "tongxing", "serve", "--port", f"port={port}"]
    server = Server(command + ([] if work else ["--no-worker"]), env, more)
    try:
        yield server
    finally:
        server.stop()


def ask(port, times, request, first=1):
    """Send requests one after the other on one connection; `request(number)` gives (method, path, body, headers).

    Returns the statuses.
    """
    client = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    said = []
    for number in range(times):
        method, path, body, headers = request(number)
        client.request(method, path, body, headers)
        answer = client.getresponse()
        answer.read()
        said.append(answer.status)
    client.close()
    return said


def cost(server, times, request):
    """Seconds of processor time for one request; all answers must be of the same kind."""
    before = server.cpu()
    said = ask(server.port, times, request)
    if len(set(said)) != 1 or said[0] >= 400:
        raise RuntimeError(f"unexpected answers: {sorted(set(said))}")
    return (server.cpu() - before) / times


def get(path, **headers):
    """A request that reads."""
    return lambda number: ("GET", path, None, {"Accept-Encoding": "identity"} | headers)


def beside_floor(rows, *, rounds=ROUNDS, times=300):
    """{name: (ratio to the floor, seconds)} of each (name, server, request, times), medians of interleaved rounds.

    The first request of each is not counted.
    """
    with floor() as base:
        hello = get("/")
        cost(base, 50, hello)
        for _name, server, request, *own in rows:
            if not own:
                cost(server, 20, request)
        found, floors = {}, []
        for _round in range(rounds):
            unit = cost(base, 1500, hello)
            floors.append(unit)
            for name, server, request, *own in rows:
                took = cost(server, own[0] if own else times, request)
                found.setdefault(name, []).append((took / unit, took))
    middle = {
        name: (median(ratio for ratio, _ in all_), median(took for _, took in all_)) for name, all_ in found.items()
    }
    return middle | {"floor": (1, median(floors))}


def row(name, value, unit, how, *, database="", ratio=None, budget=None, ok=None):
    """One line of results.json."""
    if ok is None and budget is not None:
        ok = (ratio if ratio is not None else value) <= budget
    rounded = None if ratio is None else round(ratio, 1)
    return {"name": name, "value": round(value, 3), "unit": unit, "floor_ratio": rounded, "budget": budget, "ok": ok,
            "database": database, "how": how}  # fmt: skip
