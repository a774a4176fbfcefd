"""Slow lines: what is sent slowly, cut off or too long, and who still gets an answer."""

import errno
import socket
import threading
import time
from contextlib import ExitStack
from io import BytesIO
from queue import SimpleQueue
from types import SimpleNamespace

import httpx
import pytest

from tongxing.core import bodies
from tongxing.core.bodies import patient
from tongxing.core.uploads import REFUSED, Uploads

SLOW, SOON = 16, 2  # senders at once, and seconds until a page


def ask(door, *, path="/look/", sent=b"", length=None, source=None, **environ):
    """What the door says: its status, its headers, its words."""
    said = SimpleNamespace()
    given = {"REQUEST_METHOD": "POST", "PATH_INFO": path, "wsgi.input": source or BytesIO(sent)} | environ
    given["CONTENT_LENGTH"] = str(len(sent)) if length is None else length

    def start_response(status, headers):
        said.status, said.headers = status, dict(headers)

    said.words = b"".join(door(given, start_response))
    return said


def echo(environ, start_response):
    """Says what was refused, or what was sent."""
    start_response(str(environ[REFUSED] or 200), [])
    return [environ["wsgi.input"].read()]


class Stuck:
    """A sender of whom nothing more comes until `let_go` is set."""

    def __init__(self):
        self.let_go = threading.Event()

    def read(self, size):
        """Nothing, and late."""
        self.let_go.wait(20)
        return b""


class Unread:
    """A body that must not be read."""

    def read(self, size):
        """A fault."""
        raise AssertionError("it was read")


@pytest.fixture
def stuck():
    """`stuck()`: a stuck sender; all are let go in the end."""
    made = []
    yield lambda: made.append(Stuck()) or made[-1]
    for one in made:
        one.let_go.set()


@pytest.mark.once
@pytest.mark.parametrize("size", [0, 1, 20_000, bodies.SPOOL + 1, bodies.LARGE])
def test_what_was_sent_arrives_whole(size):
    sent = bytes(number % 251 for number in range(size))

    assert ask(patient(echo), sent=sent).words == sent


@pytest.mark.once
def test_who_stops_sending_is_told(stuck):
    assert ask(patient(echo, moment=0, window=0.05), source=stuck(), length="100").status == "408"


@pytest.mark.once
def test_who_sends_less_than_the_least_is_told():
    class Trickle:
        def read(self, size):
            """A little, and late."""
            time.sleep(0.02)
            return b"x"

    assert ask(patient(echo, moment=0, window=0.1), source=Trickle(), length="3000").status == "408"


@pytest.mark.once
def test_a_body_that_breaks_off_is_never_taken_for_a_whole_one():
    assert ask(patient(echo), sent=b"half of", length="14").status == "400"
    assert ask(patient(echo), source=Unread(), HTTP_TRANSFER_ENCODING="chunked").status == "411"


@pytest.mark.once
@pytest.mark.parametrize("length", ["3000001", "9" * 5000, "-1", "lots", "²"])
def test_too_much_is_refused_before_it_is_read(length):
    assert ask(patient(echo), source=Unread(), length=length).status == "413"


@pytest.mark.once
@pytest.mark.parametrize("status", [400, 408, 411, 413])
def test_every_refusal_has_its_sentence(rf, status):
    answer = Uploads(None)(rf.post("/api/v1/me", headers={"accept-language": "en"}, **{REFUSED: status}))

    assert answer.status_code == status and answer.content.decode().endswith(".")


@pytest.mark.once
def test_slow_ones_are_few_and_the_others_pass(stuck):
    door, said = patient(echo, senders={False: 2, True: 1}, moment=0.05, window=20), SimpleQueue()
    slow = [stuck() for _ in range(3)]
    for one in slow:
        threading.Thread(target=lambda one=one: said.put(ask(door, source=one, length="9"))).start()

    refused = said.get(timeout=20)
    large = ask(door, path="/activities/zzzzzzzzzzzz/report/", sent=b"x" * (bodies.LARGE + 1))

    assert refused.status.startswith("503") and refused.headers["Retry-After"] == "5"
    assert refused.headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert ask(door, sent=b"a form").words == b"a form" and ask(door).status == large.status == "200"
    for one in slow:
        one.let_go.set()
    assert {said.get(timeout=20).status for _ in range(2)} == {"400"}


@pytest.mark.once
def test_without_room_for_a_body_it_is_busy(monkeypatch):
    class Full(BytesIO):
        def write(self, piece):
            """As on a full disk."""
            raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(bodies, "SpooledTemporaryFile", lambda _size: Full())

    assert ask(patient(echo), sent=b"a form").status.startswith("503")


def most_inside(hands):
    """How many of sixteen requests are inside at the same moment."""
    inside, most, lock = [], [], threading.Lock()

    def application(environ, start_response):
        with lock:
            inside.append(1)
            most.append(len(inside))
        time.sleep(0.01)
        with lock:
            inside.pop()
        return echo(environ, start_response)

    door = patient(application, hands=hands)
    threads = [threading.Thread(target=ask, args=(door,)) for _ in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)
    assert len(most) == 16
    return max(most)


@pytest.mark.once
def test_only_two_are_inside_at_a_time():
    assert most_inside(bodies.HANDS) == 2
    assert most_inside(16) > 2, "the control: without the few hands there are more"


@pytest.mark.once
@pytest.mark.parametrize("path", ["/look/", "/api/v1/spaces"])
def test_who_waits_in_vain_hears_so_and_nothing_is_done_later(path):
    busy, free, seen = threading.Event(), threading.Event(), []

    def application(environ, start_response):
        seen.append(environ["PATH_INFO"])
        busy.set()
        free.wait(20)
        return echo(environ, start_response)

    door = patient(application, hands=1, wait=0.05)
    first = threading.Thread(target=ask, args=(door,), kwargs={"path": "/first/"})
    first.start()
    assert busy.wait(10)
    late = ask(door, path=path, sent=b"x")
    free.set()
    first.join(10)

    assert late.status.startswith("503") and late.headers["Retry-After"] == "5"
    assert ("problem+json" in late.headers["Content-Type"]) == path.startswith("/api/")
    assert ask(door, path="/next/").status == "200"
    assert seen == ["/first/", "/next/"]


class Answer(list):
    """An answer that knows whether it was closed."""

    closed = False

    def close(self):
        """As Django's do, when they were sent."""
        self.closed = True


@pytest.mark.once
@pytest.mark.parametrize("pieces", [[b"a", b"b"], [b"x" * bodies.GATHERED, b"y", b"z"]])
def test_an_answer_is_given_whole_and_closed(pieces):
    answer = Answer(pieces)

    given = bodies.gather(answer)
    told = b"".join(given)
    if not isinstance(given, list):
        assert not answer.closed
        given.close()

    assert told == b"".join(pieces) and answer.closed


@pytest.mark.once
def test_a_failure_inside_is_a_failure_outside():
    def broken(environ, start_response):
        raise KeyError("inside")

    with pytest.raises(KeyError, match="inside"):
        ask(patient(broken))


def sender(port, length):
    """Somebody who has sent a little of a form, which Django would wait for."""
    sent = socket.create_connection(("127.0.0.1", port))
    head = "POST /look/ HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/x-www-form-urlencoded\r\n"
    sent.sendall(f"{head}Content-Length: {length}\r\n\r\nshow".encode())
    return sent


def reader(port):
    """Somebody who asks a hundred times for the largest file, more than the lines hold, and reads nothing."""
    sent = socket.socket()
    sent.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    sent.connect(("127.0.0.1", port))
    sent.sendall(b"GET /static/leaflet/leaflet.js HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n" * 100)
    return sent


@pytest.mark.parametrize("slow", [lambda port: sender(port, 2_900_000), lambda port: sender(port, 9), reader])
def test_slow_lines_keep_nobody_waiting(served, slow):
    with ExitStack() as lines:
        for _ in range(SLOW):
            lines.enter_context(slow(served.port))
        for _ in range(8):
            began = time.monotonic()
            assert httpx.get(f"{served.url}/about/").status_code == 200
            assert httpx.post(f"{served.url}/look/", data={"show": "dark"}).status_code == 302
            assert time.monotonic() - began < SOON
