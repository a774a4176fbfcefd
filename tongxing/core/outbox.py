"""What must follow a deed: rows written with it, leased and retried by `tongxing work` until they are done.

A job is named `room.function` and stands in that room's jobs.py. It runs in one transaction with the removal of its
row, so it happens exactly once; a job marked `outside` (mail, HTTP) runs before that transaction, so it happens at
least once. A job that returns a moment runs again then. It leaves the row under its own key alone.
Rows are leased one at a time, so that a slow one delays nobody's lease and a killed worker leaves one row behind.
"""

import logging
from datetime import timedelta
from importlib import import_module

from django.db import InterfaceError, OperationalError, connection, transaction
from django.utils import timezone

from .ids import new_uid
from .models import Pending

log = logging.getLogger("tongxing.work")
LEASE = timedelta(minutes=1)
LEASE_OUTSIDE = timedelta(minutes=5)  # longer than every step of a slow mail server may take together
LONGEST_PAUSE = timedelta(hours=12)
MOST_TRIES = 19  # about three days


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
    """Mark a job that speaks to other machines: it runs outside the transaction, at least once."""
    job.outside = True
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


def work_once(*, now=None, most=20):
    """Do up to `most` due rows, one after the other. Returns how many were taken."""
    for done in range(most):
        pending = take(now or timezone.now())
        if pending is None:
            return done
        do(pending)
    return most


def take(now):
    """Lease the row that is due first, or None; two workers never hold the same one."""
    if not Pending.objects.due(now).exists():  # a look, which holds no writer up
        return None
    with transaction.atomic():
        return lease_first(now)


def lease_first(now):
    """The first due row that nobody holds, leased, or None. Called in a transaction."""
    rows = Pending.objects.due(now)
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
            finish(pending, job(**pending.payload))
        else:
            with transaction.atomic():
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
    Pending.objects.filter(pk=pending.pk, lease=pending.lease).update(
        tries=tries,
        due_at=now + pause_after(tries),
        lease="",
        leased_until=None,
        last_error=f"{type(error).__name__}: {error}"[:300],
        given_up_at=now if given_up else None,
    )
