"""Clocks that are set forward and back: all zones, all such days of 2026 to 2030, against minutes that are counted."""

from collections import defaultdict
from datetime import UTC, datetime, timedelta
from functools import cache, lru_cache
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from tongxing.core.wall import FIRST, SECOND, WALL, around, instant, moments, offset, on_clock, which_of, zones
from tongxing.core.when import zone_name

pytestmark = pytest.mark.once
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
BEGIN, DAYS = datetime(2026, 1, 1, tzinfo=UTC), 1826


@cache
def changes():
    """(zone, a whole hour in UTC before it) of every change of any clock: found by asking each clock day by day."""
    found = []
    for zone in sorted(zones()):
        clock = ZoneInfo(zone)
        shown = [(BEGIN + number * DAY).astimezone(clock).utcoffset() for number in range(DAYS + 1)]
        days = [BEGIN + number * DAY for number in range(DAYS) if shown[number] != shown[number + 1]]
        found += [(zone, hour_of_change(clock, day)) for day in days]
    return found


def hour_of_change(clock, day):
    """The hour of a day within which a clock is changed."""
    hours = [day + number * HOUR for number in range(25)]
    return next(
        hour for hour in hours if (hour + HOUR).astimezone(clock).utcoffset() != hour.astimezone(clock).utcoffset()
    )


@lru_cache(maxsize=100)
def counted(zone, hour):
    """What the clock shows in each minute around a change: {wall: [minute, ...]}, found by looking at it."""
    shown, clock = defaultdict(list), ZoneInfo(zone)
    for number in range(-5 * 60, 6 * 60):
        moment = hour + number * MINUTE
        shown[moment.astimezone(clock).replace(tzinfo=None)].append(moment)
    return shown


def test_every_change_is_found():
    places = {zone for zone, _hour in changes()}

    assert {
        "Antarctica/Troll",
        "Australia/Lord_Howe",
        "Europe/Dublin",
        "Africa/Casablanca",
        "America/New_York",
    } <= places
    assert len(changes()) > 1500


@settings(max_examples=600, deadline=None)
@given(st.data())
def test_a_wall_time_means_what_counting_minutes_says(data):
    zone, hour = data.draw(st.sampled_from(changes()))
    shown = hour.astimezone(ZoneInfo(zone)).replace(tzinfo=None)
    local = shown + data.draw(st.integers(-4 * 60, 4 * 60)) * MINUTE
    agree(zone, hour, local)


def test_every_clock_agrees_in_the_minutes_at_its_changes():
    for zone, hour in changes():
        shown = counted(zone, hour)
        skipped, twice = unusual(shown)
        assert skipped or twice
        for times in (skipped, twice):
            for local in (times[0] - MINUTE, times[0], times[-1], times[-1] + MINUTE) if times else ():
                agree(zone, hour, local)
        if skipped:
            last, first = skipped[0] - MINUTE, skipped[-1] + MINUTE
            for local in (skipped[0], skipped[len(skipped) // 2], skipped[-1]):
                assert around(wall_of(local), zone) == (wall_of(last), wall_of(first))


def wall_of(local):
    return local.strftime(WALL)


def unusual(shown):
    """The wall times that never come, and those that come twice, in order."""
    there = sorted(shown)
    gaps = [(one, int((two - one) / MINUTE)) for one, two in pairwise(there) if two - one > MINUTE]
    return (
        [one + number * MINUTE for one, length in gaps for number in range(1, length)],
        [local for local in there if len(shown[local]) == 2],
    )


def agree(zone, hour, local):
    """Our reading of a wall time, and the moments found by counting."""
    wall, found = wall_of(local), counted(zone, hour).get(local, [])
    assert moments(wall, zone) == found
    if found:
        assert (instant(wall, zone), instant(wall, zone, SECOND)) == (found[0], found[-1])
        assert {on_clock(moment, zone) for moment in found} == {wall}
        assert [which_of(moment, zone) for moment in found] == ["", SECOND][: len(found)]
        assert [instant(wall, zone, which) for which in (FIRST, SECOND)][: len(found)] == found


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_hours_pass_as_they_pass_everywhere(data):
    """What begins at a wall time and lasts some minutes ends where that many counted minutes lead to."""
    zone, hour = data.draw(st.sampled_from(changes()))
    shown = counted(zone, hour)
    start = hour + data.draw(st.integers(-150, 150)) * MINUTE
    end = start + data.draw(st.integers(1, 3 * 60)) * MINUTE

    begins, ends = on_clock(start, zone), on_clock(end, zone)

    assert start in shown[datetime.fromisoformat(begins)] and end in shown[datetime.fromisoformat(ends)]
    assert instant(begins, zone, which_of(start, zone)) == start
    assert instant(ends, zone, which_of(end, zone)) == end


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_every_zone_has_a_clock_and_a_name(language):
    assert {"Asia/Shanghai", "Europe/Berlin", "UTC"} <= zones()
    assert not {"Factory", "localtime", "posixrules", "Etc/Unknown"} & zones()
    with translation.override(language):
        assert [zone for zone in sorted(zones()) if not zone_name(zone)] == []


def test_a_day_that_never_was_lies_between_its_neighbours():
    assert around("2011-12-30T10:00", "Pacific/Apia") == ("2011-12-29T23:59", "2011-12-31T00:00")


@pytest.mark.parametrize(
    ("zone", "said"), [("Asia/Shanghai", "UTC+8"), ("America/St_Johns", "UTC-3:30"), ("Asia/Kathmandu", "UTC+5:45"),
                       ("UTC", "UTC+0"), ("Africa/Casablanca", "UTC+1")],
)  # fmt: skip
def test_how_far_a_clock_is_from_utc(zone, said):
    assert offset(datetime(2026, 1, 2, tzinfo=UTC), zone) == said
