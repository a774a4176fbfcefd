"""`tongxing serve`: the pages and the background work in one go, until Ctrl-C.

This process prepares the database, loads the application once, and forks: a web server (granian, which forks its own
workers) and the worker (`tongxing work`). They share its memory, are started again when they end, and end with it.
"""

import errno
import fcntl
import os
import socket
import sys
from argparse import ArgumentTypeError

from django.conf import settings
from django.core.management import BaseCommand, call_command, get_commands

from tongxing.core import serving
from tongxing.core.environment import unknown_names
from tongxing.core.processes import Child, run_child, stand_by

OWN_HOSTS = "Use --host 127.0.0.1, or 0.0.0.0 for everybody."


class Command(BaseCommand):
    help = "Serve the pages and do the background work, until Ctrl-C."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=port_number, default=8000, help="1 to 65535")
        parser.add_argument("--workers", type=int, default=min(2, os.cpu_count() or 1), help="web processes")
        parser.add_argument("--no-worker", action="store_true", help="the background work runs elsewhere")
        parser.add_argument("--demo", action="store_true", help="bring the demo world when the database is empty")

    def handle(self, *args, host, port, workers, no_worker, demo, **options):
        know_the_address(host, port)
        for sentence in unknown_names(settings.SETTINGS):
            print(sentence, file=sys.stderr)
        lock = hold_the_folder(settings.DATA)
        probe(host, port)
        os.environ.setdefault("PGCONNECT_TIMEOUT", "5")
        if run_child(call_command, "prepare", demo=demo):
            sys.exit(1)
        serving.load()
        children = [Child("web server", serving.serve_pages, (host, port, max(1, workers)))]
        if not no_worker and "work" in get_commands():
            children.append(Child("worker", call_command, ("work",)))
        code = stand_by(children, ready=serving.Welcome(host, port, demo))
        os.close(lock)
        sys.exit(code)


def port_number(text):
    """A port as it is typed."""
    if not text.isdecimal() or not 0 < int(text) < 65536:
        raise ArgumentTypeError(f"{text!r} is no port; choose one from 1 to 65535")
    return int(text)


def know_the_address(host, port):
    """Links must name the port that is asked for: the settings are read again when nobody said another address."""
    named = "127.0.0.1" if host in ("0.0.0.0", "::", "") else host
    address = f"http://{f'[{named}]' if ':' in named else named}:{port}"
    if not os.environ.get("TONGXING_ADDRESS", "").strip() and address != settings.ADDRESS:
        os.environ["TONGXING_ADDRESS"] = address
        os.execv(sys.executable, [sys.executable, *sys.orig_argv[1:]])


def hold_the_folder(folder):
    """Take the data folder for this process and its children; who comes second is told so."""
    path = folder / "serve.lock"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError as error:
        sys.exit(f"{path} can't be written ({error.strerror}). Name another data folder: TONGXING_DATA=/some/folder")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        who = os.read(lock, 200).decode().strip()
        sys.exit(f"Tongxing already runs on the data folder {folder} ({who}). Stop it first, or name another folder.")
    os.ftruncate(lock, 0)
    os.write(lock, f"process {os.getpid()}, {settings.ADDRESS}\n".encode())
    return lock


def probe(host, port):
    """End with one sentence when the port can't be had. Asked by connecting too: servers may share a port silently."""
    try:
        family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, socket.SOCK_STREAM) as sock:
            sock.settimeout(1)
            taken = sock.connect_ex(address) == 0
        with socket.socket(family, socket.SOCK_STREAM) as sock:
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            sock.bind(address)
    except socket.gaierror as error:
        sys.exit(f"The host {host} isn't known here ({error.strerror}). {OWN_HOSTS}")
    except OSError as error:
        sys.exit(say_port(host, port, error))
    if taken:
        sys.exit(say_port(host, port, OSError(errno.EADDRINUSE, "")))


def say_port(host, port, error):
    """Why a port can't be had, and what to do instead."""
    if error.errno == errno.EADDRINUSE:
        return f"Port {port} is in use by another program. Stop that, or choose another port: --port {port % 65535 + 1}"
    if error.errno == errno.EACCES:
        return f"Port {port} may be opened by the system's administrator only. Choose another: --port 8000"
    if error.errno == errno.EADDRNOTAVAIL:
        return f"{host} isn't an address of this machine. {OWN_HOSTS}"
    return f"Port {port} can't be opened ({error.strerror}). Choose another: --port 8000"
