"""What must follow a deed: rows written with it, leased and retried by `tongxing work` until they are done.

A job is named `room.function` and stands in that room's jobs.py. It runs in one transaction with the removal of its
row, so it happens exactly once; a job marked `outside` (mail, HTTP) runs before that transaction, so it happens at
least once. A job that returns a moment runs again then. It leaves the row under its own key alone.
Rows are leased one at a time, so that a slow one delays nobody's lease and a killed worker leaves one row behind.

The work stands in three lanes, so that nobody waits behind what is slow: `prompt` (notices, counts), `outside` (what
waits for other machines) and `bulk` (tables, rebuilds). `tongxing work` goes along all three at once.
"""

import logging
from collections import deque
from contextlib import nullcontext
from datetime import timedelta
from functools import cache
from importlib import import_module
from threading import Lock

from django.apps import apps
from django.db import InterfaceError, OperationalError, connection, transaction
from django.utils import timezone
from django.utils.module_loading import module_has_submodule

from .ids import new_uid
from .models import Pending

log = logging.getLogger("tongxing.work")
LEASE = timedelta(minutes=1)
LEASE_OUTSIDE = timedelta(minutes=5)  # longer than every step of a slow mail server may take together
LONGEST_PAUSE = timedelta(hours=12)
MOST_TRIES = 19  # about three days
PROMPT, OUTSIDE, BULK = LANES = ("prompt", "outside", "bulk")


class Turns:
    """A lock whose waiters go in the order in which they came.

    SQLite lets whoever asks at the right moment write first: of two lanes that write without pause, one would starve.
    """

    def __init__(self):
        self.guard, self.line = Lock(), deque()

    def __enter__(self):
        mine = Lock()
        mine.acquire()
        with self.guard:
            self.line.append(mine)
            first = len(self.line) == 1
        if not first:
            mine.acquire()

    def __exit__(self, *failure):
        with self.guard:
            self.line.popleft()
            if self.line:
                self.line[0].release()


turns = Turns()


def turn():
    """One's turn to write among the lanes of this process, where the database takes one writer at a time."""
    return turns if connection.vendor == "sqlite" else nullcontext()


class LeaseLost(Exception):
    """Somebody else took the work over; what was done here is rolled back."""


def later(job, *, due=None, key=None, **payload):
    """Write down that `job` must run, now or at `due`. With a key, a row that waits under it is replaced."""
    due = due or timezone.now()
    if key is None:
        return Pending.objects.create(job=job, payload=payload, due_at=due)
    fresh = {"job": job, "payload": payload, "due_at": due, "lease": "", "leased_until": None}
    fresh |= {"tries": 0, "last_error": "", "given_up_at": None}
    return Pending.objects.update_or_create(key=key, defaults=fresh)[0]


def later_each(job, payloads, *, key):
    """Write down that `job` must run for each payload, in a few statements however many there are.

    `key(payload)` names each row; what already waits under that name stays as it is.
    """
    rows = [Pending(job=job, payload=payload, key=key(payload)) for payload in payloads]
    Pending.objects.bulk_create(rows, ignore_conflicts=True, batch_size=500)


def no_longer(key):
    """Take back what waits under this key."""
    Pending.objects.filter(key=key).delete()


def outside(job):
    """Mark a job that speaks to other machines: outside the transaction, at least once, in a lane of its own."""
    job.outside = True
    job.lane = getattr(job, "lane", OUTSIDE)
    return job


def bulk(job):
    """Mark a job that takes long, such as a piece of a large table: it runs in a lane of its own."""
    job.lane = BULK
    return job


def find_job(name):
    """The function behind a job's name."""
    room, function = name.split(".")
    return getattr(import_module(f"tongxing.{room}.jobs"), function)


def is_outside(name):
    """True for a job that speaks to other machines; one that can't be found is told when it is run."""
    try:
        return getattr(find_job(name), "outside", False)
    except (ImportError, AttributeError, ValueError):
        return False


@cache
def job_modules():
    """[(room, its jobs)] of every room that has some."""
    rooms = [config for config in apps.get_app_configs() if config.name.startswith("tongxing.")]
    rooms = [config for config in rooms if module_has_submodule(config.module, "jobs")]
    return [(config.name.rpartition(".")[2], import_module(f"{config.name}.jobs")) for config in rooms]


def jobs_in(*lanes):
    """The names of all jobs that are marked for these lanes."""
    jobs = [(f"{room}.{name}", job) for room, module in job_modules() for name, job in vars(module).items()]
    return [name for name, job in jobs if getattr(job, "lane", PROMPT) in lanes]


def due_in(lane, now):
    """What is due in a lane, in every lane without one; a job that isn't known is told of in the prompt lane."""
    rows = Pending.objects.due(now)
    if lane is None:
        return rows
    return rows.exclude(job__in=jobs_in(OUTSIDE, BULK)) if lane == PROMPT else rows.filter(job__in=jobs_in(lane))


def work_once(*, now=None, most=20, lane=None):
    """Do up to `most` due rows (of one lane), one after the other. Returns how many were taken."""
    for done in range(most):
        pending = take(now or timezone.now(), lane)
        if pending is None:
            return done
        do(pending)
    return most


def take(now, lane=None):
    """Lease the row (of one lane) that is due first, or None; two workers never hold the same one."""
    if not due_in(lane, now).exists():  # a look, which holds no writer up
        return None
    with turn(), transaction.atomic():
        return lease_first(now, lane)


def lease_first(now, lane=None):
    """The first due row that nobody holds, leased, or None. Called in a transaction."""
    rows = due_in(lane, now)
    if connection.features.has_select_for_update_skip_locked:
        rows = rows.select_for_update(skip_locked=True)
    pending = rows.first()
    if pending:
        pending.lease = new_uid()
        pending.leased_until = now + (LEASE_OUTSIDE if is_outside(pending.job) else LEASE)
        pending.save(update_fields=["lease", "leased_until"])
    return pending


def do(pending):
    """Run one leased row; what fails is put back with a growing pause, and given up after about three days."""
    try:
        job = find_job(pending.job)
        if getattr(job, "outside", False):
            again = job(**pending.payload)
            with turn():
                finish(pending, again)
        else:
            with turn(), transaction.atomic():
                finish(pending, job(**pending.payload))
    except LeaseLost:
        log.info("%s was taken over", pending)
    except (OperationalError, InterfaceError) as error:
        log.warning("%s: %s", pending.job, error)
        put_back(pending, error)  # raises too when it is the database that can't answer, and the lease runs out
    except Exception as error:
        log.exception("%s failed", pending.job)
        put_back(pending, error)


def finish(pending, again=None):
    """Remove the row, or let it wait until `again`, if it is still ours."""
    mine = Pending.objects.filter(pk=pending.pk, lease=pending.lease)
    fresh = {"due_at": again, "tries": 0, "last_error": "", "lease": "", "leased_until": None}
    if not (mine.update(**fresh) if again else mine.delete()[0]):
        raise LeaseLost


def pause_after(tries):
    """How long to wait after so many failures: 5 s, 10 s, 20 s … up to 12 h."""
    return min(timedelta(seconds=5 * 2 ** (tries - 1)), LONGEST_PAUSE)


def put_back(pending, error):
    """Try again later; after too many failures the row stays, but is not tried any more."""
    tries = pending.tries + 1
    now = timezone.now()
    given_up = tries >= MOST_TRIES
    if given_up:
        log.error("%s is given up after %s tries: %s", pending, tries, error)
    mine = Pending.objects.filter(pk=pending.pk, lease=pending.lease)
    with turn():
        mine.update(
            tries=tries,
            due_at=now + pause_after(tries),
            lease="",
            leased_until=None,
            last_error=f"{type(error).__name__}: {error}"[:300],
            given_up_at=now if given_up else None,
        )
