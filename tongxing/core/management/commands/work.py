"""`tongxing work`: do what must follow, for ever or until nothing is due."""

import logging
import signal
import threading

from django.core.management.base import BaseCommand
from django.db import InterfaceError, OperationalError, close_old_connections, connection

from tongxing.core.outbox import later_each, work_once
from tongxing.core.processes import die_with_parent

log = logging.getLogger("tongxing.work")


class Command(BaseCommand):
    help = "Send notices and mails, let offers lapse: everything that must follow a deed."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("--until-empty", action="store_true", help="stop when nothing is due")
        parser.add_argument("--pause", type=float, default=0.5, help="seconds to wait when nothing is due")
        parser.add_argument("--with-parent", action="store_true", help="end when the starting process ends")

    def handle(self, *, until_empty, pause, with_parent, **options):
        if with_parent:
            die_with_parent()
        stopped = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stopped.set())
        sown = False
        while not stopped.is_set():
            sown = sown or answered(sow) is not None
            done = answered(work_once, most=1)  # one, so that a wish to stop is heard after each row
            if done == 0 and until_empty:
                return
            if not done:
                stopped.wait(pause if done == 0 else 2)


def sow():
    """The daily sweep waits in the outbox, unless it does so already. Returns True."""
    later_each("core.sweep", [{}], key=lambda payload: "core.sweep")
    return True


def answered(ask, **how):
    """What `ask` returns; None when the database could not answer, which passes."""
    try:
        close_old_connections()
        return ask(**how)
    except (OperationalError, InterfaceError) as error:
        log.warning("the database can't answer: %s", error)
        connection.close()
        return None
