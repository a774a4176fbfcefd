"""What `tongxing serve` runs: the web server on an application that was loaded once, and the terminal's welcome."""

import gc
import logging
import multiprocessing
import os
import signal
import socket
from contextlib import suppress
from functools import partial
from importlib import import_module

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import DatabaseError, connections
from django.utils import translation
from jinja2 import TemplateError

from .processes import ENDINGS, FORKS, die_with_parent, run_child

application = None


def load():
    """Load everything that web processes need, so that they share its memory. Connections must not cross a fork."""
    global application
    from django.core.wsgi import get_wsgi_application
    from django.template import engines
    from django.urls import get_resolver

    application = get_wsgi_application()
    import_module("granian.server")
    get_resolver().url_patterns  # noqa: B018 -- reading it imports every view
    compile_pages(engines["jinja2"].env)
    for code, _ in settings.LANGUAGES:
        with translation.override(code):
            pass  # it is read when it is chosen
    connections.close_all()
    gc.collect()
    gc.freeze()


def compile_pages(pages):
    """Every template; one that can't be compiled fails when it is asked for, and no other with it."""
    for name in pages.list_templates(extensions=["html"]):
        with suppress(TemplateError):
            pages.get_template(name)


def serve_pages(host, port, workers):
    """Granian: `workers` processes, where few threads work and many wait. One that dies is started again at once."""
    from granian.constants import HTTPModes, Interfaces
    from granian.log import LogLevels
    from granian.server import Server

    from .bodies import THREADS

    logging.getLogger("_granian").addFilter(lambda said: "Python threads" not in said.getMessage())  # most only wait
    multiprocessing.set_start_method(FORKS.get_start_method(), force=True)
    Server(
        "tongxing.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        http=HTTPModes.http1,
        websockets=False,
        workers=workers,
        blocking_threads=THREADS,
        blocking_threads_idle_timeout=600,
        respawn_failed_workers=True,
        workers_kill_timeout=3,
        log_level=LogLevels.warning,
        log_dictconfig={"formatters": {}, "handlers": {}, "loggers": {"_granian": {"propagate": True}}},
    ).serve(target_loader=partial(load_in_worker, os.getpid()), wrap_loader=False)


def load_in_worker(parent):
    """The application inside a web process, which ends with the granian that started it."""
    from .bodies import patient

    for number in ENDINGS:  # until granian listens for them here; its own handlers came along with the fork
        signal.signal(number, signal.SIG_DFL)
    die_with_parent(parent)
    if application is None:  # a platform that doesn't fork
        load()
    return patient(application)


class Welcome:
    """Says once where the pages are, as soon as somebody answers there."""

    def __init__(self, host, port, demo):
        self.address = ("127.0.0.1" if host == "0.0.0.0" else "::1" if host == "::" else host, port)
        self.open, self.demo = host in ("0.0.0.0", "::"), demo

    def __call__(self):
        """True when it was said."""
        try:
            socket.create_connection(self.address, timeout=1).close()
        except OSError:
            return False
        print(f"\nTongxing is at {settings.ADDRESS}    Ctrl-C stops it. The data lies in {settings.DATA}")
        if self.open and not os.environ.get("TONGXING_HOSTS") and settings.ADDRESS.startswith("http://127.0.0.1"):
            print("Others reach it once TONGXING_ADDRESS names the address they type, such as http://192.168.1.5:8000")
        if self.demo:
            run_child(say_sign_ins)
        return True


def say_sign_ins():
    """How to sign in as the people of the demo world, if they live here."""
    try:
        known = import_module("tongxing.front.demo").SIGN_INS  # by name: the floor knows no room
    except (ImportError, AttributeError):
        return
    try:
        people = get_user_model().objects.filter(handle__in=[row[0] for row in known])
        there = set(people.values_list("handle", flat=True))
    except DatabaseError:
        return
    rows = [row for row in known if row[0] in there]
    if rows:
        print("Sign in as one of its people:")
        for handle, passphrase, who in rows:
            print(f"  {handle:<12} {passphrase:<28} {who}")
