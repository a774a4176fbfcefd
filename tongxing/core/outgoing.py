"""The only way out to addresses that people name: never into the network in which this server stands.

The name is resolved here, every address that it has is looked at, and the connection goes to exactly the one that was
looked at, so that a name which changes its mind meanwhile (DNS rebinding) leads nowhere. OWASP ASVS 5.0 V1.3.6.
"""

import http.client
import socket
import ssl
import time
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from urllib.parse import urljoin, urlsplit

SECONDS, MOST_BYTES, MOST_REDIRECTS = 5, 1_000_000, 3
PORTS = {"http": 80, "https": 443}
SECRETS = {"authorization", "cookie", "proxy-authorization", "webhook-signature"}
NAT64 = (IPv6Network("64:ff9b::/96"), IPv6Network("64:ff9b:1::/48"))
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
        there = urljoin(url, said["location"])
        if urlsplit(there)[:2] != urlsplit(url)[:2]:
            headers = {name: value for name, value in headers.items() if name.lower() not in SECRETS}
        if status in (301, 302, 303) and method != "HEAD":
            method, body = "GET", None
        url = there
    raise Unreachable("It leads on more than three times.")


def ask(url, method, headers, body, resolver, left):
    """One request to one address that was looked at."""
    scheme, host, path = read(url)
    if any("\r" in part or "\n" in part for pair in headers.items() for part in pair):
        raise Unreachable("A header can't hold a new line.")
    address = where(host, PORTS[scheme], resolver)
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
    return parts.scheme, host, path.encode("ascii", "xmlcharrefreplace").decode() if path.isascii() else quoted(path)


def quoted(path):
    """A path with signs beyond ASCII as addresses write them."""
    from urllib.parse import quote

    return quote(path, safe="/?&=%:@!$'()*+,;~")


def where(host, port, resolver):
    """(family, address) to connect to. Every address that the name has must lie in the open internet."""
    try:
        found = resolver(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise Unreachable(f"{host} isn't known.") from None
    if not found:
        raise Unreachable(f"{host} isn't known.")
    for _family, _type, _proto, _name, address in found:
        if not is_open(address[0]):
            raise Unreachable(f"{host} lies in a network that isn't asked from here.")
    family, *_rest, address = found[0]
    return family, address


def is_open(text):
    """True for an address in the open internet, also when it is wrapped in another kind."""
    address = ip_address(text.partition("%")[0])
    if isinstance(address, IPv6Address) and (inner := wrapped(address)) is not None:
        return is_open(str(inner))
    site = isinstance(address, IPv6Address) and address.is_site_local
    return address.is_global and not address.is_multicast and not site


def wrapped(address):
    """The IPv4 address inside an IPv6 one: mapped, 6to4, Teredo, NAT64; or None."""
    if address.ipv4_mapped or address.sixtofour:
        return address.ipv4_mapped or address.sixtofour
    if address.teredo:
        return address.teredo[1]
    if any(address in network for network in NAT64) or int(address) >> 32 == 0:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return None


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


def talk(line, host, method, path, headers, body, left):
    """Send one request on an open line, and read the answer as long as there is time and room."""
    client = http.client.HTTPConnection(host)
    client.sock = line
    client.request(method, path, body=body, headers={"User-Agent": "Tongxing", "Connection": "close"} | headers)
    answer = client.getresponse()
    data = b""
    while len(data) <= MOST_BYTES:
        line.settimeout(rest(left))
        piece = answer.read1(65536)
        if not piece:
            return answer.status, {name.lower(): value for name, value in answer.getheaders()}, data
        data += piece
    raise Unreachable(f"{host} says more than a million bytes.")
