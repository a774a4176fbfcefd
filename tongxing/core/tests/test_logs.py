"""A log that nobody can write into."""

import logging
import sys

import pytest

from tongxing.core.logs import LineFormatter

pytestmark = pytest.mark.once


def line(message, **extra):
    """One record as it is written, at the beginning of 2026."""
    record = logging.makeLogRecord(
        {"levelname": "WARNING", "msg": message, "created": 1767225600.5, "msecs": 500} | extra
    )
    return LineFormatter().format(record)


def test_a_record_is_one_line_with_its_time_in_utc():
    assert line("refused") == "2026-01-01T00:00:00.500Z warning refused"
    assert line("refused", request_id="k3x") == "2026-01-01T00:00:00.500Z warning [k3x] refused"


@pytest.mark.parametrize("sign", ["\n", "\r", "\x85", "\u2028", "\x1b", "\x00"])
def test_nobody_begins_a_line_of_their_own(sign):
    written = line(f"hello{sign}2026-01-01T00:00:00.500Z error all is lost")

    assert len(written.splitlines()) == 1
    assert sign not in written


def test_a_traceback_stays_on_the_line():
    try:
        raise ValueError("two\nlines")
    except ValueError:
        written = line("it failed", exc_info=sys.exc_info())

    assert "ValueError: two\\nlines" in written
    assert len(written.splitlines()) == 1
