"""What the clock of a zone shows, and the moments that it means: also on the days on which a clock is changed.

Moments are in UTC, so that they are compared and added as what they are. Two times of one `ZoneInfo` are compared and
added by Python as the hands of the clock show them, which is wrong on these days. Wall times are written
2026-10-02T07:00.
"""

from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo, available_timezones

WALL = "%Y-%m-%dT%H:%M"
FIRST, SECOND = "first", "second"
NO_PLACE = {"Factory", "localtime", "posixrules", "Etc/Unknown"}  # in the files of zones, and the clock of nobody


@lru_cache(maxsize=1)
def zones():
    """The names of every zone that has a clock."""
    return frozenset(available_timezones() - NO_PLACE)


def on_clock(moment, zone):
    """What the clock of a zone shows at a moment."""
    return moment.astimezone(ZoneInfo(zone)).strftime(WALL)


def moments(wall, zone):
    """Every moment at which the clock of a zone shows this: mostly one, two when set back, none when set forward."""
    local = datetime.fromisoformat(wall)
    meant = {local.replace(fold=fold, tzinfo=ZoneInfo(zone)).astimezone(UTC) for fold in (0, 1)}
    return sorted(moment for moment in meant if on_clock(moment, zone) == wall)


def instant(wall, zone, which=FIRST):
    """The moment that a wall time means. `which` of the two where it comes twice; one that is skipped moves on."""
    found = moments(wall, zone)
    if found:
        return found[-1 if which == SECOND else 0]
    return datetime.fromisoformat(wall).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


def which_of(moment, zone):
    """ "second" for a moment at which the clock shows for the second time what it shows; else nothing."""
    found = moments(on_clock(moment, zone), zone)
    return SECOND if len(found) == 2 and moment.replace(second=0, microsecond=0) == found[1] else ""


def around(wall, zone):
    """For a wall time that is skipped: the last one before it and the first one after it that exist."""
    after = instant(wall, zone)  # as far behind the change as the wall time lies behind it on the old clock
    shift = after.astimezone(ZoneInfo(zone)).replace(tzinfo=None) - datetime.fromisoformat(wall)
    change = first_after(after - shift, after, zone)
    return on_clock(change - timedelta(minutes=1), zone), on_clock(change, zone)


def first_after(early, late, zone):
    """The first minute after `early`, until `late`, from which on the clock of a zone is set as it is at `late`."""
    there = late.astimezone(ZoneInfo(zone)).utcoffset()
    low, high = 0, int((late - early) / timedelta(minutes=1))
    while low < high:
        middle = (low + high) // 2
        if (early + timedelta(minutes=middle)).astimezone(ZoneInfo(zone)).utcoffset() == there:
            high = middle
        else:
            low = middle + 1
    return early + timedelta(minutes=high)


def offset(moment, zone):
    """How far the clock of a zone is from UTC at a moment: UTC+2, UTC-3:30."""
    minutes = int(moment.astimezone(ZoneInfo(zone)).utcoffset() / timedelta(minutes=1))
    hours, rest = divmod(abs(minutes), 60)
    return f"UTC{'-' if minutes < 0 else '+'}{hours}" + (f":{rest:02}" if rest else "")
