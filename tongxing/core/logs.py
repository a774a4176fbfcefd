"""One line a record, for people or for machines: time, level, request, what happened."""

import json
import logging
import time

from .traces import current

UNSAFE = {code: f"\\x{code:02x}" for code in (*range(32), *range(127, 160))}
UNSAFE |= {ord("\n"): "\\n", ord("\r"): "\\r", ord("\t"): "\\t", 0x2028: "\\u2028", 0x2029: "\\u2029"}


class LineFormatter(logging.Formatter):
    """`2026-05-04T04:00:00.123Z warning [request] message`, in UTC. What could begin a line of its own is escaped."""

    converter = time.gmtime
    default_time_format = "%Y-%m-%dT%H:%M:%S"
    default_msec_format = "%s.%03dZ"

    def format(self, record):
        """The record as one line; a traceback follows on the same line."""
        parts = [self.formatTime(record), record.levelname.lower()]
        if request := request_id(record):
            parts.append(f"[{request}]")
        parts.append(record.getMessage())
        if record.exc_info:
            parts.append(self.formatException(record.exc_info))
        if record.stack_info:
            parts.append(self.formatStack(record.stack_info))
        return " ".join(parts).translate(UNSAFE)


class JsonFormatter(LineFormatter):
    """The same as one JSON object a line; a line can't be begun by what it tells of."""

    def format(self, record):
        """The record as JSON."""
        said = {"at": self.formatTime(record), "level": record.levelname.lower(), "from": record.name}
        if request := request_id(record):
            said["request"] = request
        said["says"] = record.getMessage()
        said |= getattr(record, "facts", {})
        if record.exc_info:
            said["trace"] = self.formatException(record.exc_info)
        return json.dumps(said, ensure_ascii=True, default=str)


def request_id(record):
    """The id of the request that the record belongs to, or None."""
    own = getattr(record, "request_id", None) or getattr(getattr(record, "request", None), "id", None)
    return own or getattr(current, "id", None)
