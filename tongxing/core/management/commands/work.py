"""`tongxing work`: do what must follow, in all lanes at once, for ever or until nothing is due."""

import logging
import signal
import sys
import threading
import time

from django.core.management.base import BaseCommand
from django.db import InterfaceError, OperationalError, close_old_connections, connection

from tongxing.core.outbox import LANES, PROMPT, later_each, work_once
from tongxing.core.processes import die_with_parent
from tongxing.core.steps import INSTALL, why_newer

log = logging.getLogger("tongxing.work")
PATIENCE = 5  # seconds for what is being done when somebody wishes to stop
PAUSE_OF_DATABASE = 2  # seconds before a database that could not answer is asked again


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
        check_release()
        stopped = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stopped.set())
        if until_empty:
            return work_until_empty(stopped)
        lanes = [Lane(name, stopped, pause) for name in LANES]
        for lane in lanes:
            lane.start()
        stopped.wait()
        deadline = time.monotonic() + PATIENCE
        for lane in lanes:  # whom another machine keeps waiting is left: the row is leased, and done again later
            lane.join(max(0, deadline - time.monotonic()))
        if any(lane.failed for lane in lanes):
            sys.exit(1)


def check_release():
    """End with one sentence when a newer release has used the database; one that can't answer yet is waited for."""
    if newer := answered(why_newer):
        sys.exit(f"{newer} {INSTALL}")


def work_until_empty(stopped):
    """Do what is due in all lanes, one row after the other, until nothing is."""
    sown, done = False, None
    while done != 0 and not stopped.is_set():
        sown = sown or answered(sow) is not None
        done = answered(work_once, most=1)  # one, so that a wish to stop is heard after each row
        if done is None:
            stopped.wait(PAUSE_OF_DATABASE)


class Lane(threading.Thread):
    """One lane of the work: whatever another lane waits for, this one goes on."""

    def __init__(self, name, stopped, pause):
        super().__init__(name=f"{name} lane", daemon=True)
        self.lane, self.stopped, self.pause, self.failed = name, stopped, pause, False

    def run(self):
        """Work until somebody wishes to stop; what nobody expected ends the whole process, which is started anew."""
        try:
            self.work()
        except Exception:
            log.exception("the %s broke", self.name)
            self.failed = True
            self.stopped.set()
        finally:
            connection.close()

    def work(self):
        """Row after row, and a pause when nothing is due."""
        sown = self.lane != PROMPT
        while not self.stopped.is_set():
            sown = sown or answered(sow) is not None
            done = answered(work_once, most=1, lane=self.lane)
            if not done:
                self.stopped.wait(self.pause if done == 0 else PAUSE_OF_DATABASE)


def sow():
    """The daily sweep waits in the outbox, unless it does so already. Returns True."""
    later_each("core.sweep", [{}], key=lambda payload: "core.sweep")
    return True


def answered(ask, **how):
    """What `ask` returns; None when the database could not answer, which passes."""
    try:
        if not connection.in_atomic_block:  # a command that somebody calls within their own transaction keeps it
            close_old_connections()
        return ask(**how)
    except (OperationalError, InterfaceError) as error:
        log.warning("the database can't answer: %s", error)
        connection.close()
        return None
