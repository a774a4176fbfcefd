"""Many people with a browser each, all in this one process, who come to a running server at the same moment.

serve(workers=4, **crowd.SECRET) starts a server that believes the sessions made here.
"""

import asyncio
import os
import re
import time
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from statistics import quantiles
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import Sum
from django.utils import timezone

from tongxing.conftest import PASSPHRASE, make_activity
from tongxing.core.models import Event, Pending
from tongxing.people.models import Person
from tongxing.spaces.actions import sign_up

SECRET = {"TONGXING_SECRET": settings.SECRET_KEY}
TOKEN = "k" * 32  # what a browser keeps against forged forms
LONG = os.environ.get("TONGXING_LONG") == "1"
PATIENCE = 60  # seconds until an answer counts as none


@dataclass(frozen=True)
class Visitor:
    """Somebody who is signed in."""

    pk: int
    handle: str
    cookies: str


@dataclass(frozen=True)
class Answer:
    """What the server said to whom, and when; status None: the connection broke before it said anything."""

    who: Visitor
    status: int | None
    location: str
    sent: float
    ended: float


def gather(count, name="person"):
    """Sign up that many people and sign them in. Call it inside `served.orm()`."""
    with transaction.atomic():
        people = [newcomer(f"{name}{number:04}") for number in range(count)]
        keys = [SessionStore()._get_new_session_key() for _ in people]
        until = timezone.now() + timedelta(days=1)
        Session.objects.bulk_create(
            Session(session_key=key, session_data=SessionStore().encode(signed_in(person)), expire_date=until)
            for key, person in zip(keys, people, strict=True)
        )
    cookies = f"{settings.SESSION_COOKIE_NAME}=%s; {settings.CSRF_COOKIE_NAME}={TOKEN}; language=en"
    return [Visitor(person.pk, person.handle, cookies % key) for person, key in zip(people, keys, strict=True)]


def newcomer(handle):
    """Somebody who has just signed up, today."""
    person = Person(handle=handle)
    person.set_password(PASSPHRASE)
    sign_up(person, name=handle, age=Person.GROWN, now=timezone.now())
    return person


def confirm_mail(visitors):
    """Give each an address that they confirmed. Call it inside `served.orm()`."""
    from allauth.account.models import EmailAddress

    EmailAddress.objects.bulk_create(
        EmailAddress(user_id=who.pk, email=f"{who.handle}@mail.example", verified=True, primary=True)
        for who in visitors
    )


def signed_in(person):
    """What the session of a signed-in person holds."""
    backend = settings.AUTHENTICATION_BACKENDS[0]
    return {
        SESSION_KEY: str(person.pk),
        BACKEND_SESSION_KEY: backend,
        HASH_SESSION_KEY: person.get_session_auth_hash(),
    }


def plan(visitor, *, seats, **fields):
    """An activity in three days, in the name of the visitor. Call it inside `served.orm()`."""
    now = timezone.now()
    start = timezone.localtime(now + timedelta(days=3))
    times = {"starts_wall": f"{start:%Y-%m-%dT%H:%M}", "ends_wall": f"{start + timedelta(hours=2):%Y-%m-%dT%H:%M}"}
    person = Person.objects.get(pk=visitor.pk)
    return make_activity(person.space, person, now=now, seats=seats, **times | fields)


async def post(port, who, path, gate=None, **fields):
    """Send one form from a connection of one's own, once the gate is open."""
    body = urlencode({"csrfmiddlewaretoken": TOKEN} | fields)
    head = f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nCookie: {who.cookies}\r\nConnection: close\r\n"
    head += f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n\r\n"
    said, sent = b"", None
    try:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        if gate:
            await gate()
        sent = time.perf_counter()
        writer.write((head + body).encode())
        async with asyncio.timeout(PATIENCE):
            said = await reader.read()
        writer.close()
    except (OSError, TimeoutError):
        pass
    ended = time.perf_counter()
    status = int(said[9:12]) if said.startswith(b"HTTP/1.1 ") else None
    location = re.search(rb"\r\nlocation: ([^\r]*)", said, re.I)
    return Answer(who, status, location[1].decode() if location else "", sent or ended, ended)


def all_at_once(port, deeds, over=0):
    """The answers to (visitor, path, fields) of each deed; everybody is connected before the first one speaks.

    `over`: the seconds over which they speak, one after the other, waiting for nobody.
    """

    async def rush():
        barrier = asyncio.Barrier(len(deeds))

        async def gate(number):
            await barrier.wait()
            await asyncio.sleep(over * number / len(deeds))

        sent = (
            post(port, who, path, partial(gate, number), **fields) for number, (who, path, fields) in enumerate(deeds)
        )
        return await asyncio.gather(*sent)

    return asyncio.run(rush())


def join(visitors, activity, **fields):
    """The deeds of visitors who join."""
    return [(who, f"/activities/{activity.uid}/join/", {"size": "1"} | fields) for who in visitors]


def leave(visitors, activity):
    """The deeds of visitors who leave."""
    return [(who, f"/activities/{activity.uid}/leave/", {}) for who in visitors]


def say_speed(name, answers):
    """Print how fast the answers came: for the note at the end, never a judgement."""
    waits = [answer.ended - answer.sent for answer in answers]
    seconds = max(answer.ended for answer in answers) - min(answer.sent for answer in answers)
    cuts = quantiles(waits, n=100)
    print(f"{name}: {len(answers)} answers, {len(answers) / seconds:.0f}/s, p50 {cuts[49]:.2f} s, p99 {cuts[98]:.2f} s")
    return cuts[98]


def check_whole(opening):
    """What must hold after any rush and any kill: counters, claims, events and what follows them tell one story."""
    opening.refresh_from_db()
    claims = opening.claims.order_by("arrival")
    assert opening.taken == (claims.seated().aggregate(all=Sum("size"))["all"] or 0)
    assert opening.seats is None or opening.taken <= opening.seats
    assert opening.waiting == claims.in_line().count()
    assert list(claims.values_list("arrival", flat=True)) == list(range(1, opening.arrivals + 1))
    assert list(claims.order_by("id").values_list("arrival", flat=True)) == list(range(1, opening.arrivals + 1))
    told = Event.objects.filter(verb__in=["activity.joined", "activity.queued"], key=opening.activity.uid).order_by(
        "id"
    )
    assert [event.facts["claim"] for event in told] == list(claims.values_list("uid", flat=True))
    first = claims.in_line().first()
    assert not first or not claims.filter(state="offered", arrival__gt=first.arrival).exists()


def followed(events):
    """True when each of the events waits in the outbox to be told (where no worker runs)."""
    waiting = {row.payload.get("event") for row in Pending.objects.filter(job="inbox.tell")}
    return all(event.pk in waiting for event in events)


def complaints(served):
    """The lines of a server's log that are more than a remark; more processes than this machine has cores are meant."""
    said = re.compile(r"Z (warning|error|critical) (?!Configured number of workers)|Traceback")
    return [line for line in served.log.read_text().splitlines() if said.search(line)]
