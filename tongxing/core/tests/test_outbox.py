"""The outbox: one row at a time, leased, tried again, given up in the end, and never blocking its neighbours."""

import logging
import threading
from datetime import timedelta

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.db import DatabaseError, OperationalError
from django.utils import timezone

from tongxing.conftest import NOON
from tongxing.core import jobs, outbox
from tongxing.core.management.commands.work import Lane
from tongxing.core.models import Once, Pending
from tongxing.core.outbox import (
    BULK,
    OUTSIDE,
    PROMPT,
    bulk,
    later,
    later_each,
    no_longer,
    outside,
    pause_after,
    work_once,
)

LATER = NOON + timedelta(seconds=1)


@pytest.fixture
def done(monkeypatch):
    """What the jobs of this room have done; `jobs.note`, `fail`, `mail` and `again` stand beside the real ones."""
    said = []

    def note(word):
        said.append(word)

    def fail(word):
        Once.objects.create(key=f"half-made {word}", kind="core.once", uid="x")
        raise ValueError(word)

    def poison(word):
        raise OperationalError("too many SQL variables")

    def again(word):
        said.append(word)
        return NOON + timedelta(days=1)

    for job in (note, fail, poison, again, outside(lambda word: said.append(word))):
        monkeypatch.setattr(jobs, {"<lambda>": "mail"}.get(job.__name__, job.__name__), job, raising=False)
    return said


def put(job="note", word="one", **options):
    return later(f"core.{job}", due=NOON, word=word, **options)


@pytest.mark.django_db
def test_what_is_due_is_done_once_and_in_order(done):
    put(word="one")
    later("core.note", due=NOON + timedelta(hours=1), word="not yet")
    put(word="two")

    assert work_once(now=LATER) == 2
    assert work_once(now=LATER) == 0
    assert done == ["one", "two"]
    assert [row.payload for row in Pending.objects.all()] == [{"word": "not yet"}]


@pytest.mark.django_db
def test_a_key_waits_once_and_can_be_taken_back(done):
    put(word="one", key="the same")
    put(word="two", key="the same")
    put(word="three", key="another")
    no_longer("another")

    work_once(now=LATER)

    assert done == ["two"]


@pytest.mark.django_db
def test_many_rows_are_written_in_a_few_statements(done, django_assert_max_num_queries):
    put(word="0", key="word-0")

    with django_assert_max_num_queries(6):
        later_each("core.note", [{"word": str(number)} for number in range(600)], key=lambda one: f"word-{one['word']}")

    assert Pending.objects.count() == 600


@pytest.mark.django_db
def test_what_fails_leaves_no_half_and_waits_longer_each_time(done):
    row = put("fail")

    for tries in range(1, 6):
        before = timezone.now()
        assert work_once(now=row.due_at + timedelta(seconds=1)) == 1
        row.refresh_from_db()
        pause = timedelta(seconds=5 * 2 ** (tries - 1))
        assert row.tries == tries
        assert before + pause <= row.due_at <= timezone.now() + pause
        assert row.leased_until is None
    assert not Once.objects.exists()
    assert row.last_error == "ValueError: one"


def test_the_pauses_add_up_to_three_days():
    pauses = [pause_after(tries) for tries in range(1, outbox.MOST_TRIES)]

    assert pauses[:4] == [timedelta(seconds=seconds) for seconds in (5, 10, 20, 40)]
    assert max(pauses) == timedelta(hours=12)
    assert timedelta(days=2.5) < sum(pauses, timedelta()) < timedelta(days=3.5)


@pytest.mark.django_db
def test_after_too_many_failures_it_stays_to_be_looked_at(done, caplog):
    row = put("fail")
    Pending.objects.update(tries=outbox.MOST_TRIES - 1)

    work_once(now=LATER)

    row.refresh_from_db()
    assert row.given_up_at is not None
    assert work_once(now=NOON + timedelta(days=900)) == 0
    assert "core.fail {'word': 'one'} is given up" in caplog.text


@pytest.mark.django_db
@pytest.mark.parametrize("job", ["core.fail", "core.poison", "core.no_such_job", "nowhere.note", "nonsense"])
def test_a_poisoned_row_blocks_nobody(done, job):
    bad = later(job, due=NOON, word="bad")
    put(word="good")

    assert work_once(now=LATER) == 2

    bad.refresh_from_db()
    assert done == ["good"]
    assert (bad.tries, bad.leased_until) == (1, None)


@pytest.mark.django_db
def test_a_job_may_ask_to_run_again(done):
    row = put("again", key="daily")

    work_once(now=LATER)

    row.refresh_from_db()
    assert (row.due_at, row.tries, row.leased_until) == (NOON + timedelta(days=1), 0, None)
    assert work_once(now=LATER) == 0
    assert work_once(now=NOON + timedelta(days=1), most=1) == 1
    assert done == ["one", "one"]


@pytest.mark.django_db
def test_each_lane_does_its_own_and_what_is_unknown_is_told_in_the_prompt_one(done, monkeypatch):
    monkeypatch.setattr(jobs, "table", bulk(outside(lambda word: done.append(word))), raising=False)
    put("table", word="bulk")
    put("mail", word="outside")
    put("no_such_job")
    put("note", word="prompt")

    assert work_once(now=LATER, lane=PROMPT) == 2
    assert done == ["prompt"]
    assert work_once(now=LATER, lane=OUTSIDE) == 1
    assert work_once(now=LATER, lane=BULK) == 1
    assert done == ["prompt", "outside", "bulk"]


@pytest.mark.once
def test_lanes_write_one_at_a_time_and_in_the_order_in_which_they_came():
    turns, order, inside = outbox.Turns(), [], []

    def write(name):
        with turns:
            inside.append(name)
            order.append((name, len(inside)))
            inside.remove(name)

    lanes = [threading.Thread(target=write, args=(name,)) for name in "abcdef"]
    with turns:
        for number, lane in enumerate(lanes):
            lane.start()
            while len(turns.line) < number + 2:  # the one before waits
                threading.Event().wait(0.001)
    for lane in lanes:
        lane.join(10)

    assert order == [(name, 1) for name in "abcdef"]


@pytest.mark.once
def test_a_lane_that_breaks_ends_the_others_so_that_all_are_started_anew(monkeypatch, caplog):
    stopped = threading.Event()
    lane = Lane(OUTSIDE, stopped, 0)
    monkeypatch.setattr(lane, "work", lambda: [][0])

    lane.start()
    lane.join(10)

    assert lane.failed and stopped.is_set() and "the outside lane broke" in caplog.text


@pytest.mark.django_db
def test_two_workers_never_hold_the_same_row(done):
    put(word="one")
    put(word="two")

    first, second, third = (outbox.take(LATER) for _ in range(3))

    assert (first.payload["word"], second.payload["word"], third) == ("one", "two", None)


@pytest.mark.django_db
@pytest.mark.parametrize(("job", "lease"), [("note", outbox.LEASE), ("mail", outbox.LEASE_OUTSIDE)])
def test_a_killed_workers_row_is_taken_over_when_its_lease_has_run_out(done, job, lease):
    put(job)
    outbox.take(LATER)

    assert work_once(now=LATER + lease - timedelta(seconds=1)) == 0
    assert work_once(now=LATER + lease + timedelta(seconds=1)) == 1
    assert done == ["one"]


@pytest.mark.django_db
def test_work_that_was_taken_over_is_rolled_back(done, monkeypatch):
    def slow(word):
        Once.objects.create(key=word, kind="core.once", uid="x")
        Pending.objects.update(lease="another")

    monkeypatch.setattr(jobs, "slow", slow, raising=False)
    put("slow")

    work_once(now=LATER, most=1)

    assert not Once.objects.exists()
    assert Pending.objects.get().tries == 0


@pytest.mark.django_db
def test_a_row_replaced_while_it_is_done_runs_again(done, monkeypatch):
    def changed_meanwhile(word):
        done.append(word)
        if word == "old":
            later("core.changed_meanwhile", due=NOON, key="it", word="new")

    changed_meanwhile.outside = True
    monkeypatch.setattr(jobs, "changed_meanwhile", changed_meanwhile, raising=False)
    later("core.changed_meanwhile", due=NOON, key="it", word="old")

    assert work_once(now=LATER) == 2
    assert done == ["old", "new"]


@pytest.mark.django_db
def test_a_database_that_cannot_answer_is_not_the_jobs_fault(done, monkeypatch):
    row = put("poison")

    def broken(*args):
        raise OperationalError("database is locked")

    monkeypatch.setattr(outbox, "put_back", broken)
    with pytest.raises(DatabaseError, match="database is locked"):
        work_once(now=LATER)

    row.refresh_from_db()
    assert row.tries == 0


@pytest.mark.django_db(transaction=True)
def test_the_worker_ends_when_nothing_is_due_and_sows_the_daily_sweep(done):
    put(word="one")

    call_command("work", "--until-empty")
    call_command("work", "--until-empty")

    assert done == ["one"]
    assert [row.job for row in Pending.objects.all()] == ["core.sweep"]
    assert Pending.objects.get().due_at > timezone.now() + timedelta(hours=23)


@pytest.mark.django_db
def test_the_sweep_removes_what_has_served(caplog):
    caplog.set_level(logging.ERROR)
    now = timezone.now()
    for name, age in (("old", 31), ("new", 29)):
        Once.objects.create(key=name, kind="core.once", uid=name, at=now - timedelta(days=age))
        session = SessionStore()
        session.create()
        Session.objects.filter(pk=session.session_key).update(expire_date=now + timedelta(days=30 - age))
    for name, age in (("old", 91), ("new", 89)):
        Pending.objects.create(job=name, given_up_at=now - timedelta(days=age))

    assert jobs.sweep() - now > timedelta(hours=23)

    assert [row.key for row in Once.objects.all()] == ["new"]
    assert [row.job for row in Pending.objects.all()] == ["new"]
    assert Session.objects.count() == 1
    assert not caplog.records
