"""The only way out to addresses that people name: never into the network in which this server stands.

The name is resolved here, every address that it has is looked at, and the connection goes to exactly the one that was
looked at, so that a name which changes its mind meanwhile (DNS rebinding) leads nowhere. OWASP ASVS 5.0 V1.3.6.
"""

import http.client
import io
import socket
import ssl
import time
from contextlib import suppress
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from queue import Empty, SimpleQueue
from threading import Thread
from types import SimpleNamespace
from urllib.parse import quote, urljoin, urlsplit

SECONDS, MOST_BYTES, MOST_REDIRECTS = 5, 1_000_000, 3
PORTS = {"http": 80, "https": 443}
SECRETS = {"authorization", "cookie", "proxy-authorization", "webhook-signature"}
NAT64, GIVEN_OUT = IPv6Network("64:ff9b::/96"), IPv6Network("2000::/3")
SPECIAL = (IPv4Network("192.0.0.0/24"), IPv4Network("192.88.99.0/24"), IPv6Network("3fff::/20"))
REDIRECTS = (301, 302, 303, 307, 308)


class Unreachable(Exception):
    """The address was not asked, or gave no answer that can be used; the sentence says why."""


def fetch(url, *, method="GET", headers=None, body=None, resolver=socket.getaddrinfo, clock=time.monotonic):
    """(status, headers, bytes) of an address that somebody named.

    http and https on their own ports alone; at most three redirects, each looked at anew, secrets left behind on
    another host; five seconds and a million bytes in all. Raises Unreachable.
    """
    until, headers = clock() + SECONDS, dict(headers or {})
    for _hop in range(MOST_REDIRECTS + 1):
        status, said, data = ask(url, method, headers, body, resolver, lambda: until - clock())
        if status not in REDIRECTS or "location" not in said:
            return status, said, data
        there = joined(url, said["location"])
        if urlsplit(there)[:2] != urlsplit(url)[:2]:
            headers = {name: value for name, value in headers.items() if name.lower() not in SECRETS}
        if status in (301, 302, 303) and method != "HEAD":
            method, body = "GET", None
        url = there
    raise Unreachable("It leads on more than three times.")


def joined(url, location):
    """Where a redirect leads."""
    try:
        urlsplit(there := urljoin(url, location))
    except ValueError:
        raise Unreachable("It leads to what is no address.") from None
    return there


def ask(url, method, headers, body, resolver, left):
    """One request to one address that was looked at."""
    scheme, host, path = read(url)
    if any("\r" in part or "\n" in part for pair in headers.items() for part in pair):
        raise Unreachable("A header can't hold a new line.")
    address = where(host, PORTS[scheme], resolver, left)
    try:
        with connect(scheme, host, address, left) as line:
            return talk(line, host, method, path, headers, body, left)
    except (OSError, http.client.HTTPException, ssl.SSLError, ValueError) as error:
        raise Unreachable(f"{host} did not answer as it should ({type(error).__name__}).") from None


def read(url):
    """(scheme, host, path with query) of an address that may be asked at all."""
    try:
        parts = urlsplit(url)
        port, host = parts.port, (parts.hostname or "").rstrip(".").encode("idna").decode()
    except (ValueError, UnicodeError):
        raise Unreachable("This is no address.") from None
    if parts.scheme not in PORTS or not host or any(sign <= " " or sign == "\x7f" for sign in url):
        raise Unreachable("Only addresses that begin with http:// or https:// are asked.")
    if parts.username is not None or port not in (None, PORTS[parts.scheme]):
        raise Unreachable("An address with a name and password, or with another port, isn't asked.")
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return parts.scheme, host, path if path.isascii() else quoted(path)


def quoted(path):
    """A path with signs beyond ASCII as addresses write them."""
    return quote(path, safe="/?&=%:@!$'()*+,;~")


def where(host, port, resolver, left):
    """(family, address) to connect to. Every address that the name has must lie in the open internet."""
    found = resolved(host, port, resolver, left)
    if not found:
        raise Unreachable(f"{host} isn't known.")
    for _family, _type, _proto, _name, address in found:
        if not is_open(address[0]):
            raise Unreachable(f"{host} lies in a network that isn't asked from here.")
    family, *_rest, address = found[0]
    return family, address


def resolved(host, port, resolver, left):
    """The addresses of a name, none when they don't come in time: a resolver can't be broken off, only left alone."""
    said = SimpleQueue()

    def resolve():
        found = []
        with suppress(OSError, UnicodeError):
            found = resolver(host, port, type=socket.SOCK_STREAM)
        said.put(found)

    Thread(target=resolve, daemon=True).start()
    with suppress(Empty, TimeoutError):
        return said.get(timeout=rest(left))
    return []


def is_open(text):
    """True for an address in the open internet, also when it is wrapped in another kind."""
    address = ip_address(text.partition("%")[0])
    if isinstance(address, IPv6Address):
        if inner := wrapped(address):
            return is_open(str(inner))
        if address not in GIVEN_OUT:
            return False
    return address.is_global and not address.is_multicast and not any(address in network for network in SPECIAL)


def wrapped(address):
    """The IPv4 address inside an IPv6 one: mapped, 6to4, Teredo, NAT64; or None."""
    if address.ipv4_mapped or address.sixtofour:
        return address.ipv4_mapped or address.sixtofour
    if address.teredo:
        return address.teredo[1]
    return IPv4Address(int(address) & 0xFFFFFFFF) if address in NAT64 else None


def connect(scheme, host, address, left):
    """An open line to exactly this address; with https its certificate is the host's."""
    family, target = address
    line = socket.socket(family, socket.SOCK_STREAM)
    try:
        line.settimeout(rest(left))
        line.connect(target)
        if scheme == "https":
            line = ssl.create_default_context().wrap_socket(line, server_hostname=host)
        return line
    except BaseException:
        line.close()
        raise


def rest(left):
    """The seconds that are left, or an end."""
    if (seconds := left()) <= 0:
        raise TimeoutError
    return seconds


class Timed(io.RawIOBase):
    """What comes in on a line; every single read has only the time that is left for all of them."""

    def __init__(self, line, left):
        self.line, self.left = line, left

    def readable(self):
        """It is."""
        return True

    def readinto(self, room):
        """Wait for the next bytes."""
        self.line.settimeout(rest(self.left))
        return self.line.recv_into(room)


def talk(line, host, method, path, headers, body, left):
    """Send one request on an open line, and read the answer as long as there is time and room."""
    client = http.client.HTTPConnection(host, 80)  # so that no port stands in Host, with https neither
    line.settimeout(rest(left))
    client.sock = SimpleNamespace(
        sendall=line.sendall, makefile=lambda _mode: io.BufferedReader(Timed(line, left)), close=lambda: None
    )
    client.request(method, path, body=body, headers={"User-Agent": "Tongxing", "Connection": "close"} | headers)
    answer = client.getresponse()
    data = b""
    while len(data) <= MOST_BYTES:
        piece = answer.read1(65536)
        if not piece:
            return answer.status, {name.lower(): value for name, value in answer.getheaders()}, data
        data += piece
    raise Unreachable(f"{host} says more than a million bytes.")
