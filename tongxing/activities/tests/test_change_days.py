"""Activities on the days on which clocks are set forward or back: compared and added as the hours pass."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import time_machine
from django.utils import translation

from tongxing.activities.actions import change_activity
from tongxing.activities.forms import ActivityForm, values_of
from tongxing.activities.models import Activity
from tongxing.conftest import NOON, make_activity, program, send
from tongxing.core.when import say_span, span_of

CASES = {case["title"]: case for case in json.loads((Path(__file__).parent / "cases/dst.json").read_text())}
SENT = ("title", "starts_wall", "ends_wall", "closes_wall", "zone")
BERLIN, YORK, TROLL = "Europe/Berlin", "America/New_York", "Antarctica/Troll"
SKIPPED = "The clock is set forward then and skips this time. The nearest are %s and %s."
TWICE = "The clock is set back then and shows %s twice. Choose the first or the second."


@pytest.fixture(autouse=True)
def in_2026():
    with time_machine.travel(NOON, tick=False):
        yield


def plan(person, **given):
    return send(program(person), "POST", "/activities", {"title": "Reading"} | given)


def said(answer):
    """{field: sentence} of what shall be changed."""
    assert answer.status_code == 422, answer.content
    return {one["field"]: one["message"] for one in answer.json()["errors"]}


def lasts(answer):
    """How long what was planned takes."""
    assert answer.status_code == 201, answer.content
    made = answer.json()
    start, end = (datetime.fromisoformat(made[name]) for name in ("starts_at", "ends_at"))
    return end - start


def case(name):
    return {key: CASES[name][key] for key in SENT if key in CASES[name]}


def test_what_begins_in_a_skipped_hour_is_asked_back(member):
    """Case a: refused at its field instead of a 500."""
    assert said(plan(member, **case("a"))) == {"starts_wall": SKIPPED % ("2027-03-14 01:59", "2027-03-14 03:00")}
    given = case("a") | {"starts_wall": "2027-03-14T01:59", "ends_wall": "2027-03-14T03:15"}
    assert lasts(plan(member, **given)) == timedelta(minutes=16)


def test_two_hours_are_two_hours_at_the_troll_station(member):
    """Case b: 01:30 never comes there that night; at the times that do come, it takes two hours."""
    assert said(plan(member, **case("b"))) == {"starts_wall": SKIPPED % ("2027-03-28 00:59", "2027-03-28 03:00")}
    for wall in ("2027-03-28T00:59", "2027-03-28T00:30", "2027-03-28T03:00"):
        assert lasts(plan(member, **case("b") | {"starts_wall": wall})) == timedelta(hours=2)


def test_signing_up_never_ends_after_the_beginning(member):
    """Case c: the last moment lies in the skipped hour, and 03:30 lies behind 03:10."""
    assert said(plan(member, **case("c"))) == {"closes_wall": SKIPPED % ("2027-03-14 01:59", "2027-03-14 03:00")}
    late = plan(member, **case("c") | {"closes_wall": "2027-03-14T03:30"})
    assert said(late) == {"closes_wall": "The last moment to sign up lies before the start."}


def test_two_hours_over_the_hour_that_comes_twice(member):
    """Case d: from 00:30 until the second 01:30."""
    made = plan(member, **case("d"))

    assert lasts(made) == timedelta(hours=2)
    assert (made.json()["ends_wall"], made.json()["ends_at"]) == ("2027-11-07T01:30", "2027-11-07T06:30:00Z")


@pytest.mark.parametrize(
    ("which", "ends", "length"),
    [("first", "04:00", 150), ("second", "04:00", 90), ("first", "", 120), ("second", "", 120)],
)
def test_which_of_two_is_asked_and_taken(member, which, ends, length):
    given = {"starts_wall": "2027-10-31T02:30", "ends_wall": ends and f"2027-10-31T{ends}", "zone": BERLIN}
    assert said(plan(member, **given)) == {"starts_wall": TWICE % "02:30"}

    assert lasts(plan(member, **given, starts_which=which)) == timedelta(minutes=length)


def test_an_end_that_can_only_be_the_second_one_is_understood(member):
    given = {"starts_wall": "2027-10-31T02:30", "zone": BERLIN, "ends_wall": "2027-10-31T02:15"}

    assert lasts(plan(member, **given, starts_which="first")) == timedelta(minutes=45)
    assert said(plan(member, **given, starts_which="second")) == {
        "ends_wall": "It ends before it starts. Choose a later end."
    }
    assert said(plan(member, **given | {"starts_wall": "2027-10-31T01:30"})) == {"ends_wall": TWICE % "02:15"}


def test_a_copy_takes_two_hours_on_a_day_of_change(member):
    first = plan(member, starts_wall="2027-03-21T01:30", ends_wall="2027-03-21T05:30", zone=BERLIN).json()

    copy = plan(member, copy_of=first["uid"], starts_wall="2027-03-28T01:30", title="Again")

    assert (lasts(copy), copy.json()["ends_wall"]) == (timedelta(hours=2), "2027-03-28T04:30")


def test_a_change_of_something_else_keeps_which_one_was_meant(member):
    given = {"starts_wall": "2027-10-31T02:30", "starts_which": "second", "ends_wall": "2027-10-31T04:00"}
    made = plan(member, **given, zone=BERLIN).json()
    path = f"/activities/{made['uid']}"

    kept = send(program(member), "PATCH", path, {"cost": "5"}).json()
    moved = send(program(member), "PATCH", path, {"starts_which": "first"}).json()
    asked = send(program(member), "PATCH", path, {"starts_wall": "2027-10-31T02:45"})

    assert (kept["starts_at"], moved["starts_at"]) == ("2027-10-31T01:30:00Z", "2027-10-31T00:30:00Z")
    assert said(asked) == {"starts_wall": TWICE % "02:45"}


def test_only_the_end_that_is_meant_may_change(space, steward):
    activity = make_activity(space, steward, starts_wall="2027-10-31T01:00", ends_wall="2027-10-31T02:30", zone=BERLIN)

    change_activity(activity, by=steward, now=NOON, seats=2, ends_wall="2027-10-31T02:30", ends_which="second")

    activity.refresh_from_db()
    assert activity.ends_at == datetime(2027, 10, 31, 1, 30, tzinfo=UTC)
    assert (
        ActivityForm(person=steward, now=NOON, changing=activity, initial=values_of(activity))["ends_which"].value()
        == "second"
    )


FORM = {
    "title": "Reading",
    "zone": BERLIN,
    "kind": "event",
    "audience": "public",
    "once": "one",
    "about": "what I typed",
}


def test_the_page_says_which_times_there_are(client, member):
    client.force_login(member)
    given = FORM | {"space": "member", "starts_wall": "2027-03-28T02:30", "ends_wall": "2027-03-28T03:15"}

    page = client.post("/activities/new/?lang=en", given)

    assert (page.status_code, Activity.objects.count()) == (422, 0)
    html = page.content.decode()
    assert html.count(SKIPPED % ("2027-03-28 01:59", "2027-03-28 03:00")) == 2  # on top, and at its field
    assert 'value="2027-03-28T02:30"' in html and "what I typed" in html


def test_the_page_offers_the_two_and_takes_the_one_that_was_chosen(client, member):
    client.force_login(member)
    assert "Which of the two" not in client.get("/activities/new/?lang=en").content.decode()
    given = FORM | {"space": "member", "starts_wall": "2027-10-31T02:30", "starts_which": ""}

    page = client.post("/activities/new/?lang=en", given)
    html = page.content.decode()
    assert page.status_code == 422 and TWICE % "02:30" in html
    assert "<legend>Which of the two</legend>" in html
    assert "The first 02:30 (UTC+2)" in html and "The second 02:30 (UTC+1)" in html
    assert client.post("/activities/new/", given | {"starts_which": "second"}).status_code == 302

    made = Activity.objects.get()
    assert made.starts_at == datetime(2027, 10, 31, 1, 30, tzinfo=UTC)
    edit = client.get(f"/activities/{made.uid}/edit/?lang=en").content.decode()
    assert 'name="starts_which" value="second" ' in edit and "checked" in edit.partition('value="second"')[2][:80]


def test_what_is_said_tells_the_two_apart():
    start, end = datetime(2027, 10, 31, 0, 30, tzinfo=UTC), datetime(2027, 10, 31, 1, 15, tzinfo=UTC)
    with translation.override("en"):
        assert say_span(start, end, BERLIN, NOON) == "Sun 31 Oct 2027, 02:30 (UTC+2) to 02:15 (UTC+1)"
        assert say_span(start - timedelta(hours=3), end + timedelta(hours=3), BERLIN, NOON) == (
            "Sat 30 Oct 2027, 23:30 to Sun 31 Oct 2027, 05:15"
        )
    with translation.override("zh-hans"):
        assert say_span(start, end, BERLIN, NOON) == "2027 年 10 月 31 日（周日）凌晨 2:30（UTC+2）到2:15（UTC+1）"


def test_who_reads_on_another_clock_is_told_of_it_when_only_the_end_differs():
    """Until 02:00 London and Casablanca show the same time that night; then London is set forward."""
    start, end = datetime(2027, 3, 27, 23, 30, tzinfo=UTC), datetime(2027, 3, 28, 2, 30, tzinfo=UTC)
    with translation.override("en"), time_machine.travel(NOON, tick=False):
        from django.utils import timezone

        with timezone.override("UTC"):
            html = str(span_of(start, end, "Europe/London"))

    assert "London time" in html and "For you: Sat 27 Mar 2027, 23:30 to Sun 28 Mar 2027, 02:30" in html


@pytest.mark.parametrize("zone", ["Factory", "localtime", "posixrules", "Etc/Unknown", "europe/berlin", ""])
def test_what_is_no_place_has_no_clock(member, zone):
    answer = plan(member, starts_wall="2027-05-06T14:00", zone=zone)

    assert said(answer)["zone"] in ("No such zone is known. Try Asia/Shanghai.", "This field is required.")


@pytest.mark.parametrize("zone", ["Factory", "localtime"])
def test_nobody_lives_in_no_zone(client, member, zone):
    client.force_login(member)

    page = client.post("/me/?lang=en", {"name": "Ann", "language": "", "zone": zone})

    assert page.status_code == 422 and "No such zone is known" in page.content.decode()
