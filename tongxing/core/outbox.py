"""What must follow a deed: rows written with it, leased and retried by `tongxing work` until they are done.

A job is named `room.function` and stands in that room's jobs.py. It runs in one transaction with the removal of its row,
so it happens exactly once; a job marked `outside` (mail, HTTP) runs before that transaction, so it happens at least once.
"""

import logging
from datetime import timedelta
from importlib import import_module

from django.db import OperationalError, connection, transaction
from django.utils import timezone

from .ids import new_uid
from .models import Pending

log = logging.getLogger("tongxing.work")
LEASE = timedelta(seconds=60)
MOST_TRIES = 14


class LeaseLost(Exception):
    """Somebody else took the work over; what was done here is rolled back."""


def later(job, *, due=None, key=None, **payload):
    """Write down that `job` must run, now or at `due`. With a key, a row that waits under it is replaced."""
    if key is None:
        return Pending.objects.create(job=job, payload=payload, due_at=due or timezone.now())
    fresh = {"job": job, "payload": payload, "due_at": due or timezone.now(), "tries": 0, "given_up_at": None}
    return Pending.objects.update_or_create(key=key, defaults=fresh | {"lease": "", "leased_until": None})[0]


def no_longer(key):
    """Take back what waits under this key."""
    Pending.objects.filter(key=key).delete()


def outside(job):
    """Mark a job that speaks to other machines: it runs outside the transaction, at least once."""
    job.outside = True
    return job


def find_job(name):
    """The function behind a job's name."""
    room, function = name.split(".")
    return getattr(import_module(f"tongxing.{room}.jobs"), function)


def work_once(*, now=None, most=20):
    """Take up to `most` due rows and do them. Returns how many were taken."""
    taken = take(now or timezone.now(), most)
    for pending in taken:
        do(pending)
    return len(taken)


@transaction.atomic
def take(now, most):
    """Lease due rows; two workers never take the same one."""
    rows = Pending.objects.due(now)
    if connection.features.has_select_for_update_skip_locked:
        rows = rows.select_for_update(skip_locked=True)
    taken = list(rows[:most])
    lease = new_uid()
    Pending.objects.filter(pk__in=[row.pk for row in taken]).update(lease=lease, leased_until=now + LEASE)
    for row in taken:
        row.lease = lease
    return taken


def do(pending):
    """Run one leased row; what fails is put back with a growing pause, and given up after about three days."""
    try:
        job = find_job(pending.job)
        if getattr(job, "outside", False):
            job(**pending.payload)
            finish(pending)
        else:
            with transaction.atomic():
                job(**pending.payload)
                finish(pending)
    except LeaseLost:
        log.info("%s was taken over", pending)
    except OperationalError:
        raise
    except Exception as error:
        log.exception("%s failed", pending.job)
        put_back(pending, error)


def finish(pending):
    """Remove the row, if it is still ours."""
    if not Pending.objects.filter(pk=pending.pk, lease=pending.lease).delete()[0]:
        raise LeaseLost


def put_back(pending, error):
    """Try again later: 5 s, 10 s, 20 s … up to 12 h."""
    tries = pending.tries + 1
    now = timezone.now()
    Pending.objects.filter(pk=pending.pk, lease=pending.lease).update(
        tries=tries,
        due_at=now + min(timedelta(seconds=5 * 2 ** (tries - 1)), timedelta(hours=12)),
        leased_until=None,
        last_error=f"{type(error).__name__}: {error}"[:300],
        given_up_at=now if tries >= MOST_TRIES else None,
    )
