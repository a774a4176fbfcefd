"""What is sent slowly is taken in before anybody works on it, so that slow lines keep nobody waiting.

Few threads work in the application (few writers keep SQLite quick, and each holds a connection and a cache). Many
more stand before them: they take a body in, hand the whole request over, and give out the answer. Those who send fill
only some of them, so a page that needs no body is always answered.
"""

import threading
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as NotYet
from io import BytesIO
from itertools import chain
from queue import SimpleQueue
from tempfile import SpooledTemporaryFile

from django.conf import settings
from django.http import HttpResponse
from django.utils import translation
from django.utils.translation import gettext_lazy

from .api import ROOT, problem
from .middleware import PERMISSIONS
from .uploads import REFUSED, too_large

HANDS = 2  # threads that work in the application
SENDERS = {False: 40, True: 6}  # slow ones at once: with what forms and photos need, and with more
MOMENT = 1  # seconds until a body counts as slow
LARGE, SPOOL, PIECE = 3_000_000, 250_000, 16_384  # bytes: one of the few; kept in a file; read at once
WINDOW, LEAST, LONGEST = 30, 2_000, 1_800  # every so many seconds, at least so many bytes for each, and no longer
WAIT = 20  # seconds until somebody works on it
GATHERED = 2_000_000  # bytes of an answer that are gathered, so that a slow reader keeps nobody
PLAIN = "text/plain; charset=utf-8"
BARE = {  # what the middleware would say
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": PERMISSIONS,
    "Referrer-Policy": "same-origin",
    "Retry-After": "5",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
THREADS = HANDS + sum(SENDERS.values()) + 12


class CutOff(Exception):
    """The sender is gone before all was sent."""


def patient(application, *, hands=HANDS, senders=None, moment=MOMENT, window=WINDOW, wait=WAIT):
    """The WSGI application, with every body taken in first and only `hands` threads inside at a time."""
    work = SimpleQueue()
    for number in range(hands):
        threading.Thread(target=work_on, args=(application, work), daemon=True, name=f"hands-{number}").start()
    takers = ThreadPoolExecutor(THREADS, "bodies")
    places = {large: threading.BoundedSemaphore(most) for large, most in (senders or SENDERS).items()}

    def counter(environ, start_response):
        body, refused = receive(environ, takers, places, (moment, window))
        if refused == 503:
            return say_busy(environ, start_response)
        with body:
            environ["wsgi.input"], environ[REFUSED] = body, refused
            job = hand_over(work, environ, wait)
        if job is None:
            return say_busy(environ, start_response)
        start_response(*job["said"])
        return job["answer"]

    return counter


def receive(environ, takers, places, times):
    """(the body, None), or (nothing, the status that says why not)."""
    if environ.get("HTTP_TRANSFER_ENCODING"):
        return BytesIO(), 411  # one that breaks off looks like one that ends
    if status := too_large(environ.get("PATH_INFO", ""), environ.get("CONTENT_LENGTH")):
        return BytesIO(), status
    length = int(environ.get("CONTENT_LENGTH") or 0)
    if not length:
        return BytesIO(), None
    body = SpooledTemporaryFile(SPOOL)  # noqa: SIM115 -- closed when it was worked on
    taken = [0]
    taking = takers.submit(take_in, environ["wsgi.input"], length, body, taken)
    try:
        status = watch(taking, taken, places[length > LARGE], *times)
    except (CutOff, ValueError):
        status = 400
    except OSError:  # no room to lay it down
        status = 503
    return (BytesIO(), status) if status else (body, None)


def take_in(source, length, body, taken):
    """Read the whole body; whoever sends nothing keeps this thread until the connection is closed."""
    while taken[0] < length:
        piece = source.read(min(PIECE, length - taken[0]))
        if not piece:
            raise CutOff
        body.write(piece)
        taken[0] += len(piece)
    body.seek(0)


def watch(taking, taken, places, moment, window):
    """None as soon as a body is there; the status for one that comes too slowly, or has to come another time."""
    if is_there(taking, moment):
        return None
    if not places.acquire(blocking=False):
        return 503
    try:
        for _round in range(int(LONGEST / window)):
            before = taken[0]
            if is_there(taking, window):
                return None
            if taken[0] - before < LEAST * window:
                break
        return 408
    finally:
        places.release()


def is_there(taking, seconds):
    """True when the body is there within so many seconds."""
    try:
        taking.result(seconds)
    except NotYet:
        return False
    return True


def hand_over(work, environ, wait):
    """What came of the work; None when nobody could begin with it in time."""
    job = {"environ": environ, "begun": threading.Lock(), "done": threading.Lock()}
    job["done"].acquire()
    work.put(job)
    if not job["done"].acquire(timeout=wait):
        if job["begun"].acquire(blocking=False):
            return None
        job["done"].acquire()
    if "failure" in job:
        raise job["failure"]
    return job


def work_on(application, work):
    """Do one job after the other."""
    while True:
        job = work.get()
        if not job["begun"].acquire(blocking=False):
            continue  # who asked has been told to come again
        try:
            answer = application(job["environ"], lambda *said, job=job: job.update(said=said))
            job["answer"] = gather(answer)
        except BaseException as failure:  # noqa: BLE001 -- it is raised again where it was asked for
            job["failure"] = failure
        job.pop("environ")
        job["done"].release()
        del job


def gather(answer):
    """The whole answer as a list; one that is too large stays one that is read piece by piece."""
    pieces, size, rest = [], 0, iter(answer)
    for piece in rest:
        pieces.append(piece)
        size += len(piece)
        if size > GATHERED:
            return Rest(pieces, rest, answer)
    if hasattr(answer, "close"):
        answer.close()
    return pieces


class Rest:
    """An answer that is given out while it is read."""

    def __init__(self, pieces, rest, answer):
        self.pieces, self.answer = chain(pieces, rest), answer

    def __iter__(self):
        return self.pieces

    def close(self):
        """Say to the answer that nobody reads on."""
        if hasattr(self.answer, "close"):
            self.answer.close()


def say_busy(environ, start_response):
    """503 in every language, without the application: it has no hand free."""
    why, said = gettext_lazy("Too much comes at once. Try again in a few seconds."), []
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            said.append(str(why))
    is_api = environ["PATH_INFO"].startswith(ROOT)
    answer = problem(503, why) if is_api else HttpResponse("\n".join(said), PLAIN, 503)
    for name, value in BARE.items():
        answer.headers.setdefault(name, value)
    start_response("503 Service Unavailable", list(answer.items()))
    return [answer.content]
