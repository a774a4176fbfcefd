"""A database that takes its time, for a server under test: while the file `slow` stands in its data folder."""

import time

from django.conf import settings
from django.db import connection

SLOW = 2  # seconds for a statement


def slow_statements(get_response):
    """Every statement takes its time while the file stands."""

    def wait(execute, sql, params, many, context):
        time.sleep(SLOW)
        return execute(sql, params, many, context)

    def middleware(request):
        if not (settings.DATA / "slow").exists():
            return get_response(request)
        with connection.execute_wrapper(wait):
            return get_response(request)

    return middleware
