"""Mails to everybody while the mail server refuses a third of them and the worker is killed again and again."""

import os
import random
import subprocess
import sys
import time
from collections import Counter
from datetime import timedelta
from functools import partial

import httpx
import pytest
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from tongxing.claims.actions import take_seat
from tongxing.core.models import Pending
from tongxing.core.processes import die_with_parent
from tongxing.core.tests.databases import on_postgres
from tongxing.core.tests.figures import keep
from tongxing.core.tests.serving import ROOT
from tongxing.inbox.models import Notice
from tongxing.people.models import Person

from . import crowd
from .postbox import postbox, silence

PEOPLE, KILLS = (1000, 20) if crowd.LONG else (300, 6)
LOCKED = 6.5  # seconds: longer than a writer waits
PROMPT = 2  # seconds within which a notice is written, whatever else hangs
TELLING = Q(job__startswith="inbox.") | Q(job="core.send_mail")


def test_no_mail_is_lost_and_few_come_twice(serve):
    with postbox(refuses=0.3) as box:
        served = serve(**box.env, **crowd.SECRET)
        host, activity = many_come(served)
        answer = crowd.all_at_once(served.port, [(host, f"/activities/{activity.uid}/cancel/", {"reason": "Rain"})])[0]
        assert answer.status == 302

        began = time.monotonic()
        for number in range(KILLS):
            kill_in_the_middle(served, box, random.Random(number).uniform(0, 0.3))
            an_hour_passes(served)
        work_to_the_end(served)

        times = Counter(address for address, _, _ in box.mails)
        doubled = sum(times.values()) - len(times)
        print(f"{len(times)} of {PEOPLE} mails, {box.refused} refused for now, {KILLS} kills, "
              f"{doubled} twice, {time.monotonic() - began:.0f} s")  # fmt: skip
    check(served, activity, box)
    assert times.keys() == {f"person{number + 1:04}@mail.example" for number in range(PEOPLE)}
    assert doubled <= KILLS
    told = f"{len(times)} mails, {KILLS} kills, {doubled} twice"
    keep("outbox", asked="1,000 mails, 30 % refused, 20 kills: none lost, ≤ 20 twice", measured=told)


def many_come(served):
    """(host, activity) of an activity that everybody has joined; each has a mail address that they confirmed."""
    with served.orm(), transaction.atomic():
        host, *visitors = crowd.gather(1 + PEOPLE)
        activity = crowd.plan(host, seats=None)
        Pending.objects.all().delete()  # nothing but the mails of this test
        crowd.confirm_mail(visitors)
        for person in Person.objects.filter(pk__in=[visitor.pk for visitor in visitors]):
            take_seat(activity.opening, by=person, now=timezone.now())
    return host, activity


def worker(served, *options):
    """A running `tongxing work`, which ends with this process."""
    with served.log.open("ab") as log:
        return subprocess.Popen(
            [sys.executable, "-m", "tongxing", "work", *options],
            cwd=ROOT, env=served.env, stdout=log, stderr=log, preexec_fn=partial(die_with_parent, os.getpid()),
        )  # fmt: skip


def kill_in_the_middle(served, box, pause):
    """Let a worker send something, and a moment later it is gone."""
    before, deadline = len(box.mails) + box.refused, time.monotonic() + 20
    process = worker(served)
    while len(box.mails) + box.refused == before and time.monotonic() < deadline:
        time.sleep(0.005)
    time.sleep(pause)
    process.kill()
    process.wait()


def an_hour_passes(served):
    """No worker lives: leases run out, and what was put back is due."""
    ago = timezone.now() - timedelta(seconds=1)
    with served.orm():
        Pending.objects.filter(TELLING).update(due_at=ago)
        Pending.objects.filter(leased_until__gt=ago).update(leased_until=ago)


def work_to_the_end(served):
    """Workers and hours, until nothing waits to be told or sent."""
    for _ in range(30):
        with served.orm():
            if not Pending.objects.filter(TELLING, given_up_at=None).exists():
                return
        assert worker(served, "--until-empty").wait(120) == 0
        an_hour_passes(served)
    raise AssertionError("there is no end")


def check(served, activity, box):
    """Each person was told once, in one mail (however often it came), with the exact link."""
    with served.orm():
        assert not Pending.objects.filter(TELLING).exists()
        notices = Notice.objects.filter(event__verb="activity.cancelled", event__key=activity.uid)
        assert notices.count() == notices.exclude(mailed_at=None).count() == PEOPLE
        names = {f"<notice-{pk}@127.0.0.1>" for pk in notices.values_list("pk", flat=True)}
        link = f"{served.url}{activity.get_absolute_url()}"
    assert {name for _, name, _ in box.mails} == names
    assert len({(address, name) for address, name, _ in box.mails}) == PEOPLE
    assert all(link in body.split() for _, _, body in box.mails)
    assert box.refused > PEOPLE * 0.2
    assert [line for line in crowd.complaints(served) if "Come back later" not in line] == []


def test_a_database_that_stays_locked_is_waited_out(serve):
    if on_postgres():
        pytest.skip("PostgreSQL locks rows, not the whole of it")
    served = serve(workers=1, **crowd.SECRET)
    with served.orm():
        host, visitor = crowd.gather(2)
        activity = crowd.plan(host, seats=None)
        Pending.objects.all().delete()
    process = worker(served)

    with served.orm(), transaction.atomic():
        time.sleep(LOCKED)
    assert process.poll() is None
    assert crowd.all_at_once(served.port, crowd.join([visitor], activity))[0].status == 302

    deadline = time.monotonic() + 10
    with served.orm():
        while not Notice.objects.filter(person=host.pk).exists():
            assert time.monotonic() < deadline, "the worker doesn't go on"
            time.sleep(0.1)
    process.kill()
    process.wait()


def test_a_mail_server_that_hangs_holds_up_no_notice_and_loses_no_mail(serve):
    with silence() as (port, calls):
        served = serve(work=True, TONGXING_MAIL_HOST="127.0.0.1", TONGXING_MAIL_PORT=str(port), **crowd.SECRET)
        with served.orm():
            host, *visitors = crowd.gather(4)
            activity = crowd.plan(host, seats=None)
            crowd.confirm_mail([host])
        seen(served, visitors[:1], activity, host)
        assert comes_true(lambda: calls, 10), "nobody asked the mail server"

        slowest = max(seen(served, [visitor], activity, host) for visitor in visitors[1:])

        assert slowest < PROMPT
        assert httpx.get(f"{served.url}/readyz").json()["ready"]
    with postbox(port=port) as box:
        assert comes_true(lambda: an_hour_passes(served) or len(box.mails) >= len(visitors), 20)
    assert {address for address, _, _ in box.mails} == {f"{host.handle}@mail.example"}
    assert len({name for _, name, _ in box.mails}) == len(visitors)
    keep("outbox-hangs", asked=f"a notice within {PROMPT} s while mail hangs", measured=f"{slowest:.1f} s")


def seen(served, visitors, activity, host):
    """How many seconds after a visitor joined the host was told of it."""
    with served.orm():
        before = Notice.objects.filter(person=host.pk).count()
    began = time.monotonic()
    assert crowd.all_at_once(served.port, crowd.join(visitors, activity))[0].status == 302
    with served.orm():
        told = comes_true(lambda: Notice.objects.filter(person=host.pk).count() > before, 20)
    assert told, "the host was never told"
    return time.monotonic() - began


def comes_true(what, seconds):
    """True as soon as `what()` is, False when the time is over."""
    deadline = time.monotonic() + seconds
    while not (found := what()) and time.monotonic() < deadline:
        time.sleep(0.02)
    return bool(found)
