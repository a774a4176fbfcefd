"""kill -9 in the middle of writing: what was promised is there, and nothing is there by half."""

import asyncio
import os
import random
import signal
import time

from tongxing.claims.models import Claim
from tongxing.core.models import Event
from tongxing.core.tests.figures import keep
from tongxing.core.tests.serving import answers

from . import crowd

KILLS = 50 if crowd.LONG else 5
PEOPLE, SEATS, WORKERS = 16, 5, 2
# What the log may say of processes that were killed, and of those that end because of it.
HEALING = ("Unexpected exit from worker", "Worker crash loop detected", "web server ended", "refused to gracefully")
READY = 5  # seconds within which everybody is served again


def test_killed_web_processes_lose_nothing_they_promised(serve):
    served, activity, visitors = prepared(serve)
    dice, waits = random.Random(5), []

    async def kill():
        for number in range(KILLS):
            await asyncio.sleep(dice.uniform(0.3, 0.9))
            before = served.web_processes()
            victims = before if number % 3 == 2 else before[:1]  # one of them, and every third time all
            for victim in victims:
                os.kill(victim, signal.SIGKILL)
            waits.append(await healed(served, victims))

    came, broken = asyncio.run(under_pressure(served, activity, visitors, kill))

    print(f"{sum(came.values())} sign-ups, {broken} broken connections, ready after at most {max(waits):.1f} s")
    assert len(waits) == KILLS and max(waits) < READY
    check(served, activity, came)
    told = f"{KILLS} kills, {sum(came.values())} sign-ups, none lost, ready after at most {max(waits):.1f} s"
    keep("kill -9", asked="50 kills, none lost, ready ≤ 5 s", measured=told)


def test_a_killed_server_leaves_whole_data_and_starts_again(serve):
    served, activity, visitors = prepared(serve)

    async def kill():
        await asyncio.sleep(1)
        below = served.children()
        os.kill(served.pid, signal.SIGKILL)
        served.process.wait()
        while answers(served.port) or any(os.path.exists(f"/proc/{pid}/exe") for pid in below):
            await asyncio.sleep(0.02)
        await asyncio.to_thread(check_whole, served, activity)
        served.start()
        await asyncio.sleep(0.5)

    came, broken = asyncio.run(under_pressure(served, activity, visitors, kill))

    assert broken
    check(served, activity, came)


def prepared(serve):
    """A server, an activity with few places, and people who want to come."""
    served = serve(workers=WORKERS, **crowd.SECRET)
    with served.orm():
        host, *visitors = crowd.gather(1 + PEOPLE)
        activity = crowd.plan(host, seats=SEATS)
    return served, activity, visitors


async def under_pressure(served, activity, visitors, disturb):
    """Everybody comes and goes, over and over, while `disturb` runs. A broken connection is tried again until answered.

    Returns {pk: how often the person was told that the sign-up holds}, and how many connections broke.
    """
    over, broken, deadline = asyncio.Event(), [], time.monotonic() + 60 + 5 * KILLS

    async def until_answered(deed):
        who, path, fields = deed
        while (answer := await crowd.post(served.port, who, path, **fields)).status is None:
            assert time.monotonic() < deadline, "the server doesn't come back"
            broken.append(answer)
            await asyncio.sleep(0.05)
        assert answer.status == 302, f"{path} answered {answer.status}"

    async def come_and_go(who):
        times = 0
        while not over.is_set():
            if times:
                await until_answered(*crowd.leave([who], activity))
            await until_answered(*crowd.join([who], activity))
            times += 1
        return times

    async def disturbing():
        try:
            await disturb()
        finally:
            over.set()

    *times, _ = await asyncio.gather(*(come_and_go(who) for who in visitors), disturbing())
    return dict(zip((who.pk for who in visitors), times, strict=True)), len(broken)


async def healed(served, victims):
    """The seconds until as many processes as before are there, and answer."""
    began = time.monotonic()
    while time.monotonic() - began < READY * 3:
        alive = set(served.web_processes()) - set(victims)
        if len(alive) == WORKERS and await asyncio.to_thread(answers, served.port, "/healthz"):
            break
        await asyncio.sleep(0.02)
    return time.monotonic() - began


def check_whole(served, activity):
    """What holds at any moment, even while nobody has been answered."""
    with served.orm() as database:
        crowd.check_whole(activity.opening)
        check_database(database)


def check(served, activity, came):
    """As many claims as were promised, each with its counter, its event, and what follows it; and a sound database."""
    check_whole(served, activity)
    with served.orm():
        claims = activity.opening.claims
        assert {pk: claims.filter(person=pk).count() for pk in came} == came
        assert claims.live().count() == len(came)
        left = Event.objects.filter(verb="activity.left", key=activity.uid)
        assert left.count() == claims.filter(state=Claim.LET_GO).count()
        told = ["activity.joined", "activity.queued", "activity.left", "claim.offered"]
        assert crowd.followed(Event.objects.filter(verb__in=told))
    assert [line for line in crowd.complaints(served) if not any(words in line for words in HEALING)] == []


def check_database(database):
    """What the database itself can tell: no page is damaged, no row points nowhere."""
    database.check_constraints()
    if database.vendor == "sqlite":
        with database.cursor() as cursor:
            assert cursor.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
