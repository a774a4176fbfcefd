"""A request that has waited long enough for the database is ended: a sentence now is better than a page much later."""

import time

from django.db import OperationalError, connection

ENOUGH = 4  # seconds in reading; the statement that runs is never cut
INNER = ("SAVEPOINT", "RELEASE", "ROLLBACK")  # of a transaction, which must get out


def enough(get_response):
    """Before any further statement of a request that has spent too long in them: 503, and all is rolled back."""

    def middleware(request):
        with connection.execute_wrapper(stopwatch()):
            return get_response(request)

    return middleware


def stopwatch(most=ENOUGH, clock=time.perf_counter):
    """Counts the time in reading, and refuses the next statement when it is over.

    Who writes queues for the row or the whole database: that wait has its own limit, the database's.
    """
    spent = 0.0

    def run(execute, sql, params, many, context):
        nonlocal spent
        if sql.startswith(INNER):
            return execute(sql, params, many, context)
        if spent > most:
            raise OperationalError("The database was too slow for this request.")
        began = clock()
        try:
            return execute(sql, params, many, context)
        finally:
            if sql.startswith("SELECT") and "FOR UPDATE" not in sql:
                spent += clock() - began

    return run
