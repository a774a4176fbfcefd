"""The road between spots, asked of the one router that an operator has named (TONGXING_ROUTER). Without one, none.

It speaks OSRM's HTTP form, version 1. It is told points rounded to a hundred metres and nothing else; only this address
is asked, no redirect is followed, time and size are bounded, and its answer is looked at before it is believed.
"""

import http.client
import json
import socket
import time
from contextlib import suppress
from hashlib import sha256
from threading import BoundedSemaphore
from urllib.parse import urlsplit

from django.conf import settings
from django.core.cache import cache
from django.db import DatabaseError

from tongxing.core import outgoing
from tongxing.core.apart import Unreadable

from .polylines import decoded, packed, unpacked
from .thinning import between, ranked
from .way_files import ADDRESS
from .ways import length_km, unit

NOT_ASKED, FOLLOWED, NO_ROAD, AWAY = "", "followed", "none", "away"
CONNECT_SECONDS, SECONDS = 1, 3
AT_ONCE = BoundedSemaphore(2)  # threads of a process that may wait for it; the next ones go straight
SLOTS = 4_000  # roads that are kept: in the cache they must never push out what counts tries
KEPT, KEPT_FAILURE, REST = 7 * 86_400, 3_600, 30  # seconds
RESTING = "roads:resting"
DECIMALS = 3  # of a degree: a hundred metres
FULL_KM = 1_500  # of longer ways the router is asked for an outline alone
SNAP_KM = 100  # further off than that, a road's end belongs to another question


class Away(Exception):
    """The router gave no answer that can be used; `everybody` when it would give none to others either."""

    def __init__(self, everybody=False):
        super().__init__()
        self.everybody = everybody


def by_road(spots):
    """(line, state): the spots joined by the road, (lat, lon, name) each; as they are where there is none.

    The state says how it went: NOT_ASKED, FOLLOWED, NO_ROAD (the router knows none), AWAY (it gave no answer in time).
    """
    points = rounded(spots)
    if not settings.ROUTER or len(points) < 2:
        return spots, NOT_ASKED
    road, state = kept_or_asked(points)
    return (named_on(unpacked(road), spots) if road else spots), state


def rounded(spots):
    """The points as the router is told them; of those that follow one another, equal ones once."""
    points = [(round(lat, DECIMALS), round(lon, DECIMALS)) for lat, lon, _name in spots]
    return [point for at, point in enumerate(points) if at == 0 or point != points[at - 1]]


def named_on(road, spots):
    """The road from the first spot to the last, with the names of those between where it comes nearest to them."""
    line = [(*point, "") for point in road]
    ends = [unit(*point) for point in road]
    for lat, lon, name in spots[1:-1]:
        here = unit(lat, lon)
        at = min(range(len(ends)), key=lambda number: between(ends[number], here))
        line[at] = (*road[at], line[at][2] or name)
    return [spots[0], *line, spots[-1]]


# -- what is kept


def kept_or_asked(points):
    """(road as a packed line or "", state), from the cache or the router."""
    question = question_of(points)
    slot = f"roads:{int.from_bytes(sha256(question.encode()).digest()[:4]) % SLOTS}"
    known = recalled(slot)
    kept = known.get(slot)
    if kept and kept["question"] == question:
        return kept["road"], kept["state"]
    if RESTING in known or not AT_ONCE.acquire(blocking=False):
        return "", AWAY
    try:
        road, state = asked(question, points)
    except Away as away:
        if away.everybody:
            keep(RESTING, True, REST)
            return "", AWAY
        road, state = "", AWAY
    finally:
        AT_ONCE.release()
    keep(slot, {"question": question, "road": road, "state": state}, KEPT if road else KEPT_FAILURE)
    return road, state


def question_of(points):
    """What the router is asked: a path and its query."""
    spots = ";".join(f"{lon:.{DECIMALS}f},{lat:.{DECIMALS}f}" for lat, lon in points)
    overview = "full" if length_km([points]) < FULL_KM else "simplified"
    return f"{settings.ROUTER}/{spots}?overview={overview}&geometries=polyline&alternatives=false&steps=false"


def recalled(slot):
    """What the cache knows; nothing when it can't be asked."""
    try:
        return cache.get_many([slot, RESTING])
    except DatabaseError:
        return {}


def keep(key, value, seconds):
    """Remember; a cache that is busy with others remembers nothing."""
    with suppress(DatabaseError):
        cache.set(key, value, seconds)


# -- the router


def asked(question, points):
    """(road as a packed line or "", state) of the router's answer. Away when it is none."""
    said, code = answer(question)
    if code in ("NoRoute", "NoSegment"):
        return "", NO_ROAD
    if code != "Ok":
        raise Away
    try:
        road = line_of(said["routes"][0]["geometry"])
        ends = [between(unit(*road[at]), unit(*points[at])) for at in (0, -1)]
        if max(ends) > SNAP_KM:
            raise Away
        return packed(ranked(road).within(ADDRESS)[0]), FOLLOWED
    except (KeyError, IndexError, TypeError, ValueError, Unreadable):
        raise Away from None


def answer(question):
    """(what the router says, its code). Away when it says nothing that can be read."""
    try:
        status, _headers, data = call(question)
    except outgoing.Unreachable:  # it says too much
        raise Away from None
    except (OSError, http.client.HTTPException, ValueError):
        raise Away(everybody=True) from None
    try:
        said = json.loads(data) if status in (200, 400) else {}
        return said, said.get("code")
    except (ValueError, AttributeError, RecursionError):
        raise Away from None


def call(question, clock=time.monotonic):
    """(status, headers, bytes) of the configured address, wherever it lies; what it leads on to isn't asked."""
    until = clock() + SECONDS
    parts = urlsplit(question)
    host, port = parts.hostname, parts.port or outgoing.PORTS[parts.scheme]
    for family, _type, _proto, _name, address in outgoing.resolved(
        host, port, socket.getaddrinfo, lambda: CONNECT_SECONDS
    ):
        try:
            line = outgoing.connect(
                parts.scheme, host, (family, address), lambda: min(CONNECT_SECONDS, until - clock())
            )
        except OSError:
            continue
        with line:
            path = f"{parts.path}?{parts.query}"
            return outgoing.talk(line, host, "GET", path, {}, None, lambda: until - clock())
    raise OSError(f"{host} isn't there")


def line_of(geometry):
    """[(lat, lon)] of a geometry in either of OSRM's forms. A ValueError when it is none, or nowhere on earth."""
    if isinstance(geometry, str):
        points = decoded(geometry)
    else:
        points = [(float(lat), float(lon)) for lon, lat in geometry["coordinates"]]
    if len(points) < 2 or not all(abs(lat) <= 90 and abs(lon) <= 180 for lat, lon in points):
        raise ValueError("no line")
    return points
