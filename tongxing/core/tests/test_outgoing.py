"""Nobody sends this server into its own network, however an address is written, resolved or redirected."""

import ast
import socket
import threading
from contextlib import closing
from pathlib import Path

import pytest

from tongxing.core import outgoing
from tongxing.core.outgoing import Unreachable, fetch, is_open

pytestmark = pytest.mark.once
ROOT = Path(__file__).parents[2]
SPELLINGS = """127.0.0.1 127.1 127.0.1 2130706433 0x7f000001 0x7f.1 0177.0.0.1 0177.1 017700000001 0 0.0.0.0 0x0 00
10.0.0.1 10.1 167772161 172.16.0.1 172.31.255.255 192.168.0.1 192.168.1 169.254.169.254 169.254.1 2852039166
0xa9fea9fe 0251.0376.0251.0376 100.64.0.1 100.127.255.254 192.0.0.1 192.0.2.1 198.18.0.1 198.51.100.1 203.0.113.1
224.0.0.1 239.255.255.255 240.0.0.1 255.255.255.255 [::1] [::] [0:0:0:0:0:0:0:1] [::ffff:127.0.0.1]
[::ffff:7f00:1] [::ffff:10.0.0.1] [::ffff:169.254.169.254] [0:0:0:0:0:ffff:a9fe:a9fe] [::127.0.0.1] [::7f00:1]
[fe80::1] [fc00::1] [fd00:ec2::254] [fec0::1] [ff02::1] [2002:7f00:1::] [2002:a00:1::] [2002:a9fe:a9fe::]
[64:ff9b::7f00:1] [64:ff9b::169.254.169.254] [64:ff9b:1::1] [2001:0:4136:e378:8000:63bf:80ff:fffe] [2001:db8::1]
[100::1] [::ffff:0:127.0.0.1] [64:ff9b:1:a00:0:100:808:808] [4000::1] [5f00::1] [3fff::1] 192.0.0.9
localhost LOCALHOST localhost. 127.0.0.1."""
INNER = SPELLINGS.split()
NO_ADDRESS = [
    "", "x", "//x", "ftp://example.org/", "file:///etc/passwd", "gopher://127.0.0.1:70/", "dict://x", "data:x,y",
    "javascript:alert(1)", "http://", "http:///", "http://user:pass@example.org/", "http://example.org@127.0.0.1/",
    "http://127.0.0.1:22/", "http://example.org:8080/", "https://example.org:80/", "http://example.org:99999/",
    "http://exa mple.org/", "http://example.org/\r\nX: y", "http://example.org\n", "http://[::1", "http://[nonsense]/",
    "http://\x00/", "http://①②⑦.⓪.⓪.①/", "http://127。0。0。1/", "http://" + "a" * 300 + ".org/", "http://..../", "http://%31%32%37.0.0.1/",
    "http:/127.0.0.1/", "HTTP://127.0.0.1/", "https://127.0.0.1/", "http://0x7f.0x0.0x0.0x1/",
]  # fmt: skip
METADATA = ["metadata.google.internal", "instance-data", "db.internal", "router.lan", "nip.example"]


@pytest.fixture
def traps(monkeypatch):
    """Counts every connection that is tried, wherever it goes; none is made."""
    tried = []

    def connect(self, target):
        tried.append(target)
        raise ConnectionRefusedError

    monkeypatch.setattr(socket.socket, "connect", connect)
    return tried


def names(**known):
    """A resolver that knows these names; addresses mean themselves."""
    return lambda host, port, **_more: [
        (socket.AF_INET6 if ":" in one else socket.AF_INET, 1, 6, "", (one, port))
        for one in known[host.replace(".", "_")]
    ]


@pytest.mark.parametrize("host", INNER)
@pytest.mark.parametrize("scheme", ["http", "https"])
def test_no_spelling_leads_inside(traps, scheme, host):
    with pytest.raises(Unreachable):
        fetch(f"{scheme}://{host}/latest/meta-data/")

    assert traps == []


@pytest.mark.parametrize("url", NO_ADDRESS)
def test_what_is_no_address_is_not_asked(traps, url):
    with pytest.raises(Unreachable):
        fetch(url)

    assert traps == []


@pytest.mark.parametrize("name", METADATA)
@pytest.mark.parametrize("inner", ["169.254.169.254", "10.1.2.3", "fd00:ec2::254", "::ffff:192.168.1.1"])
def test_no_name_leads_inside(traps, name, inner):
    with pytest.raises(Unreachable, match="isn't asked from here"):
        fetch(f"http://{name}/", resolver=names(**{name.replace(".", "_"): [inner]}))

    assert traps == []


def test_one_inner_address_among_open_ones_is_enough_to_refuse(traps):
    with pytest.raises(Unreachable):
        fetch("http://mixed.example/", resolver=names(mixed_example=["93.184.215.14", "127.0.0.1"]))

    assert traps == []


def test_there_are_more_than_a_hundred_and_twenty():
    assert len(INNER) * 2 + len(NO_ADDRESS) + len(METADATA) * 4 >= 120


@pytest.mark.parametrize(
    "text", ["93.184.215.14", "8.8.8.8", "2606:2800:21f:cb07:6820:80da:af6b:8b2c", "::ffff:8.8.8.8", "64:ff9b::8.8.8.8"]
)
def test_the_open_internet_is_open(text):
    assert is_open(text)


@pytest.fixture
def house():
    """`house(*answers)`: a server on loopback that gives these answers in turn; its port and what it was sent."""
    with closing(socket.create_server(("127.0.0.1", 0))) as listener:
        heard = []

        def serve(answers):
            for answer in answers:
                come, _from = listener.accept()
                with come:
                    heard.append(come.recv(65536).decode())
                    for piece in [answer] if isinstance(answer, bytes) else answer:
                        try:
                            come.sendall(piece)
                        except OSError:
                            break

        def start(*answers):
            threading.Thread(target=serve, args=(answers,), daemon=True).start()
            return listener.getsockname()[1], heard

        yield start


@pytest.fixture
def open_example(monkeypatch):
    """`open_example(port)`: every name is a server on loopback, for this test believed to be open."""

    def start(port):
        monkeypatch.setattr(outgoing, "is_open", lambda text: True)
        found = [(socket.AF_INET, 1, 6, "", ("127.0.0.1", port))]
        return lambda host, _port, **_more: found

    return start


def test_what_may_be_asked_answers(house, open_example):
    port, heard = house(b"HTTP/1.1 200 OK\r\nX-A: b\r\nContent-Length: 5\r\n\r\nhello")

    assert fetch("http://open.example/a?b=c", resolver=open_example(port)) == (
        200,
        {"x-a": "b", "content-length": "5"},
        b"hello",
    )
    assert heard[0].startswith("GET /a?b=c HTTP/1.1\r\nHost: open.example\r\n")


def test_a_redirect_inside_is_not_followed(house, monkeypatch):
    port, heard = house(b"HTTP/1.1 302 Found\r\nLocation: http://169.254.169.254/latest\r\nContent-Length: 0\r\n\r\n")
    real = outgoing.is_open
    monkeypatch.setattr(outgoing, "is_open", lambda text: text == "127.0.0.1" or real(text))

    def resolver(host, _port, **_more):
        return [(socket.AF_INET, 1, 6, "", ("127.0.0.1", port) if host == "open.example" else (host, 80))]

    with pytest.raises(Unreachable, match="isn't asked from here"):
        fetch("http://open.example/", resolver=resolver)
    assert len(heard) == 1


def test_a_name_that_changes_its_mind_leads_nowhere(traps):
    """The name is resolved once, and the connection goes to what was looked at."""
    turns = iter([["93.184.215.14"], ["127.0.0.1"]])

    with pytest.raises(Unreachable):
        fetch("http://rebind.example/", resolver=lambda host, port, **more: names(x=next(turns))("x", port))

    assert traps == [("93.184.215.14", 80)]


def test_secrets_stay_with_the_first_host(house, open_example):
    port, heard = house(
        b"HTTP/1.1 307 X\r\nLocation: http://other.example/\r\nContent-Length: 0\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n",
    )

    fetch(
        "http://open.example/", headers={"Authorization": "Bearer s3cret", "X-Kind": "a"}, resolver=open_example(port)
    )

    assert "s3cret" in heard[0] and "s3cret" not in heard[1] and "X-Kind: a" in heard[1]


def test_it_is_not_led_in_circles(house, open_example):
    on = b"HTTP/1.1 302 X\r\nLocation: /again\r\nContent-Length: 0\r\n\r\n"
    port, heard = house(*[on] * 9)

    with pytest.raises(Unreachable, match="three times"):
        fetch("http://open.example/", resolver=open_example(port))
    assert len(heard) == 4


def test_a_flood_is_cut(house, open_example):
    port, _heard = house([b"HTTP/1.1 200 OK\r\n\r\n", *[b"x" * 65536] * 40])

    with pytest.raises(Unreachable, match="a million bytes"):
        fetch("http://open.example/", resolver=open_example(port))


@pytest.mark.parametrize(
    ("begins", "goes_on"),
    [
        (b"HTTP/1.1 200 OK\r\n\r\n", b"x"),
        (b"HTTP/1.1 200 OK\r\n", b"X-Long: x\r\n"),
        (b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1;", b"x"),
    ],
)
def test_a_trickle_ends_after_five_seconds(open_example, monkeypatch, begins, goes_on):
    """On a clock that runs a fifth of a second with every look; what trickles never ends."""
    looks, read = [], []
    monkeypatch.setattr(socket.socket, "recv_into", lambda self, room: trickle(room, begins, goes_on, read))
    with closing(socket.create_server(("127.0.0.1", 0))) as listener, pytest.raises(Unreachable, match="TimeoutError"):
        fetch(
            "http://open.example/",
            resolver=open_example(listener.getsockname()[1]),
            clock=lambda: looks.append(1) or len(looks) / 5,
        )

    assert 10 < len(read) <= 25


def trickle(room, begins, goes_on, read):
    """The next few bytes, again and again."""
    read.append(goes_on if read or not begins else begins)
    assert len(read) < 99, "it would never end"
    room[: len(read[-1])] = read[-1]
    return len(read[-1])


def test_a_slow_resolver_is_left_alone(monkeypatch):
    monkeypatch.setattr(outgoing, "SECONDS", 0.05)
    late = threading.Event()

    with pytest.raises(Unreachable, match="isn't known"):
        fetch("http://slow.example/", resolver=lambda *_given, **_more: late.wait(20) or pytest.fail())
    late.set()


def test_a_redirect_to_nonsense_is_told(house, open_example):
    port, _heard = house(b"HTTP/1.1 302 X\r\nLocation: http://[nonsense\r\nContent-Length: 0\r\n\r\n")

    with pytest.raises(Unreachable, match="no address"):
        fetch("http://open.example/", resolver=open_example(port))


@pytest.mark.parametrize("headers", [{"X": "a\r\nY: b"}, {"X\n": "a"}])
def test_no_header_begins_another(traps, headers):
    with pytest.raises(Unreachable):
        fetch("http://93.184.215.14/", headers=headers)

    assert traps == []


def test_nothing_else_goes_out():
    """No other module speaks HTTP, but for the one address that an operator may name: a router for roads."""
    doors = {"urllib.request", "http.client", "requests", "httpx", "urllib3", "aiohttp"}
    found = []
    for path in ROOT.rglob("*.py"):
        if "tests" in path.parts or path.name in ("outgoing.py", "roads.py"):
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Import | ast.ImportFrom):
                named = [one.name for one in node.names] if isinstance(node, ast.Import) else [node.module or ""]
                found += [f"{path}: {one}" for one in named if one in doors]
    assert found == []
