"""Moments and days, said in the reader's language and in the right zone."""

from datetime import datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from markupsafe import Markup

from .wall import offset

WEEKDAYS = "一二三四五六日"
# A Chinese clock names the part of the day; each part ends before this hour.
PARTS = [(5, "凌晨"), (9, "早"), (12, "上午"), (13, "中午"), (18, "下午"), (24, "晚")]


@lru_cache(maxsize=16)
def locale_of(language):
    """Babel's data for one of our languages, loaded once."""
    from babel import Locale

    return Locale.parse(language, sep="-")


def in_zone(moment, zone=None):
    """The moment on the clock of a zone (its name), or of the reader."""
    return moment.astimezone(ZoneInfo(zone) if zone else timezone.get_current_timezone())


@lru_cache(maxsize=4096)
def write_day(date, language, with_year, with_weekday):
    if language.startswith("zh"):
        year = f"{date.year} 年 " if with_year else ""
        weekday = f"（周{WEEKDAYS[date.weekday()]}）" if with_weekday else ""
        return f"{year}{date.month} 月 {date.day} 日{weekday}"
    from babel.dates import format_date

    pattern = ("EEE " if with_weekday else "") + "d MMM" + (" y" if with_year else "")
    return format_date(date, pattern, locale=locale_of(language))


def part_of(hour):
    return next(name for end, name in PARTS if hour < end)


def write_clock(hour, minute, language, after_part=""):
    if not language.startswith("zh"):
        return f"{hour:02}:{minute:02}"
    part = part_of(hour)
    twelve = hour - 12 if hour > 12 else hour
    words = f"{twelve}:{minute:02}" if minute else f"{twelve} 点"
    return words if part == after_part else f"{part} {words}"


def year_of(now, zone=None):
    """The year it is on the clock of a zone; a moment of another year is said with its year."""
    return in_zone(now or timezone.now(), zone).year


def which_one(local):
    """On the night in which a clock is set back: how far it is from UTC, where it shows the same time twice."""
    twice = local.utcoffset() != local.replace(fold=1 - local.fold).utcoffset()
    shape = "（{}）" if (get_language() or "en").startswith("zh") else " ({})"
    return shape.format(offset(local, local.tzinfo.key)) if twice else ""


def write_moment(local, this_year):
    language = get_language() or "en"
    day_words = write_day(local.date(), language, local.year != this_year, True)
    clock = write_clock(local.hour, local.minute, language) + which_one(local)
    return day_words + clock if language.startswith("zh") else f"{day_words}, {clock}"


def write_end(start, end, this_year):
    """The second half of a span: only the clock when it ends on the same day."""
    if start.date() != end.date():
        return write_moment(end, this_year)
    language = get_language() or "en"
    part = part_of(start.hour) if language.startswith("zh") else ""
    return write_clock(end.hour, end.minute, language, part) + which_one(end)


def write_span(first, last, this_year):
    if last is None:
        return write_moment(first, this_year)
    halves = {"start": write_moment(first, this_year), "end": write_end(first, last, this_year)}
    return _("%(start)s to %(end)s") % halves


def say_moment(moment, zone=None, now=None):
    """Day and clock as plain text, on the clock of `zone` (its name) or of the reader."""
    return write_moment(in_zone(moment, zone), year_of(now, zone))


def say_span(start, end, zone=None, now=None):
    """From when to when as plain text; only the start when there is no end."""
    return write_span(in_zone(start, zone), end and in_zone(end, zone), year_of(now, zone))


def zone_name(zone):
    """How people call the clock of a zone: Beijing time, Berlin time."""
    return name_zone(zone, get_language() or "en")


@lru_cache(maxsize=512)
def name_zone(zone, language):
    if zone in ("UTC", "Etc/UTC"):
        return "UTC"
    if zone in ("Asia/Shanghai", "Asia/Chongqing", "Asia/Harbin", "PRC"):
        return _("Beijing time")
    from babel.dates import get_timezone_location

    city = get_timezone_location(ZoneInfo(zone), locale=locale_of(language), return_city=True)
    return _("%(city)s time") % {"city": city}


def time_tag(local, words):
    exact = local.isoformat(timespec="minutes") if isinstance(local, datetime) else local.isoformat()
    return Markup('<time datetime="{}">{}</time>').format(exact, words)


def clock_notes(zone, first, last, this_year, full):
    """Whose clock it is, and the reader's own time beneath, where the two differ."""
    reader = timezone.get_current_timezone()
    differs = any(one.utcoffset() != one.astimezone(reader).utcoffset() for one in (first, last) if one)
    note = Markup("")
    if differs or full:
        note += Markup(' <span class="zone">{}</span>').format(zone_name(zone))
    if differs:
        own = write_span(in_zone(first), last and in_zone(last), this_year)
        note += Markup('<span class="own-time">{}</span>').format(_("For you: %(moment)s") % {"moment": own})
    return note


@lru_cache(maxsize=4096)
def tell(start, end, zone, full, this_year, language, reader):
    """The <time>s of a span as this reader sees them; `language` and `reader` (a zone) only part the cache."""
    first, last = in_zone(start, zone), end and in_zone(end, zone)
    words = time_tag(first, write_moment(first, this_year))
    if last is not None:
        halves = {"start": words, "end": time_tag(last, write_end(first, last, this_year))}
        words = Markup(_("%(start)s to %(end)s")) % halves
    return words + clock_notes(zone, first, last, this_year, full) if zone else words


def when(moment, zone=None, *, full=False, now=None):
    """A <time> for people; `full` always names the zone, else it is named where the reader's clock differs."""
    return span_of(moment, None, zone, full=full, now=now)


def span_of(start, end, zone=None, *, full=False, now=None):
    """From when to when, as <time>s for people; only the start when there is no end."""
    return tell(start, end, zone, full, year_of(now, zone), get_language(), str(timezone.get_current_timezone()))


def date_of(moment):
    """The day of a moment on the reader's clock; a date as it is."""
    return in_zone(moment).date() if isinstance(moment, datetime) else moment


def day_tag(date, now=None):
    """A day as a <time> for people."""
    return time_tag(date_of(date), day(date, now))


def ago_tag(moment, now=None):
    """How long ago, as a <time> that holds the exact moment."""
    return time_tag(in_zone(moment), ago(moment, now))


def day(date, now=None):
    """A day as plain text, with the year when it isn't this year; a moment counts on the reader's clock."""
    date = date_of(date)
    return write_day(date, get_language() or "en", date.year != year_of(now), False)


def ago(moment, now=None):
    """How long ago, in the largest unit that fits; from two months on, the day."""
    now = now or timezone.now()
    minutes = int((now - moment).total_seconds() // 60)
    if minutes < -1:
        return say_moment(moment, now=now)
    days = (in_zone(now).date() - in_zone(moment).date()).days
    if minutes < 1:
        return _("just now")
    if minutes < 60:
        return ngettext("%(count)s minute ago", "%(count)s minutes ago", minutes) % {"count": minutes}
    if days == 0 or minutes < 6 * 60:
        return ngettext("%(count)s hour ago", "%(count)s hours ago", minutes // 60) % {"count": minutes // 60}
    if days == 1:
        return _("yesterday")
    if days < 60:
        return ngettext("%(count)s day ago", "%(count)s days ago", days) % {"count": days}
    return day(moment, now)
