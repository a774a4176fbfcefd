"""What is known of every request while it runs and afterwards: its id, how long it took, how many there were.

Each web process counts in memory and lays its counts into a file of its own in the data folder at most every few
seconds, so that whichever process answers /metrics can say those of all. Nothing personal is counted or logged: the
name of the route, never the address with its query.
"""

import json
import logging
import os
import re
import secrets
import threading
import time
from contextlib import suppress

from django.conf import settings

BOUNDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5)  # seconds
EVERY = 5  # seconds between two notes of the counts
GIVEN = re.compile(r"[0-9A-Za-z._-]{8,64}")
METHODS = {"GET", "HEAD", "POST", "PATCH", "PUT", "DELETE", "OPTIONS"}

log = logging.getLogger("tongxing.requests")
current = threading.local()
counting = threading.Lock()
counts = {"requests": {}, "seconds": [0] * (len(BOUNDS) + 1), "sum": 0.0, "noted": 0.0}


def traced(get_response):
    """Give every request an id, said on the answer and in every line of the log; count it."""

    def middleware(request):
        began = time.perf_counter()
        request.id = current.id = id_of(request)
        response = get_response(request)
        response.headers["X-Request-ID"] = request.id
        took = time.perf_counter() - began
        route = request.resolver_match.view_name if request.resolver_match else "none"
        count(request.method if request.method in METHODS else "other", route or "none", response.status_code, took)
        if settings.LOG_REQUESTS:
            facts = {"method": request.method, "route": route, "status": response.status_code}
            log.info("answered", extra={"facts": facts | {"ms": round(took * 1000, 1)}, "request_id": request.id})
        current.id = None
        return response

    return middleware


def id_of(request):
    """What a trusted proxy calls this request, when that is a plain word; else a name of our own."""
    given = request.META.get("HTTP_X_REQUEST_ID", "") if settings.TRUSTED_PROXIES else ""
    return given if given and GIVEN.fullmatch(given) else secrets.token_hex(8)


def count(method, route, status, took):
    """Count one answer."""
    with counting:
        key = f"{method} {route} {status}"
        counts["requests"][key] = counts["requests"].get(key, 0) + 1
        counts["seconds"][next((place for place, most in enumerate(BOUNDS) if took <= most), len(BOUNDS))] += 1
        counts["sum"] += took
        now = time.monotonic()
        if now - counts["noted"] > EVERY:
            counts["noted"] = now
            note()


def note():
    """Lay the counts of this process into its file; a full or read-only disk is nobody's concern here."""
    path = folder() / f"{os.getpid()}.json"
    with suppress(OSError):
        path.parent.mkdir(exist_ok=True)
        part = path.with_suffix(".part")
        part.write_text(json.dumps(counts))
        part.replace(path)


def folder():
    """Where the files of counts lie."""
    return settings.DATA / "counts"


def all_counts():
    """{process: its counts} of every web process that runs; files of those that ended are removed."""
    with counting:
        note()
    found = {}
    for path in folder().glob("*.json"):
        with suppress(OSError, ValueError):
            if os.path.exists(f"/proc/{path.stem}") or not os.path.exists("/proc"):
                found[path.stem] = json.loads(path.read_text())
            else:
                path.unlink()
    return found
