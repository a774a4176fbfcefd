"""How long a request may wait for the database."""

import pytest
from django.db import OperationalError

from tongxing.core.enough import stopwatch


def run(watch, sql, clock, seconds):
    """Run a statement that takes so many seconds."""

    def execute(sql, params, many, context):
        clock[0] += seconds
        return sql

    return watch(execute, sql, (), False, {})


@pytest.mark.once
def test_the_next_statement_is_refused_and_ends_of_transactions_never_are():
    now = [0]
    watch = stopwatch(4, lambda: now[0])

    run(watch, "BEGIN IMMEDIATE", now, 5)
    assert run(watch, "SELECT 1", now, 3) == run(watch, "SELECT 2", now, 2)[:-1] + "1"

    for sql in ("SELECT 3", "BEGIN IMMEDIATE"):
        with pytest.raises(OperationalError, match="too slow"):
            run(watch, sql, now, 0)
    assert run(watch, 'ROLLBACK TO SAVEPOINT "x"', now, 0)


@pytest.mark.once
def test_who_queues_to_write_is_not_hurried():
    now = [0]
    watch = stopwatch(4, lambda: now[0])

    run(watch, 'SELECT "a" FROM "b" FOR UPDATE', now, 9)
    run(watch, 'UPDATE "b" SET "a" = 1', now, 9)
    assert run(watch, "SELECT 1", now, 0)


@pytest.mark.once
def test_each_request_has_its_own_time():
    now = [0]
    run(stopwatch(4, lambda: now[0]), "SELECT 1", now, 9)

    assert run(stopwatch(4, lambda: now[0]), "SELECT 1", now, 9) == "SELECT 1"
