"""How old somebody is, as far as we ask: only those from 14 to 17, and only the month of their birth.

Whoever was born in a month is 18 for sure on the first day of the month after their 18th birthday: the day within the
month, a 29 February too, never has to be known. Days are those of the installation's zone. The law behind it, and why
not more is asked, is in docs/decisions/0011-the-month-of-birth.md.
"""

from datetime import date, datetime, time

from django.utils import timezone

from .models import Person

YOUNGEST, OF_AGE = 14, 18
TOO_YOUNG = "under-14"


def months(day):
    """A month as a number, so that months can be added and compared."""
    return day.year * 12 + day.month - 1


def first_of(number):
    """The first day of a month that `months` counted."""
    return date(number // 12, number % 12 + 1, 1)


def day_of_age(born):
    """The first day on which somebody born in this month is 18 for sure."""
    return first_of(months(born) + OF_AGE * 12 + 1)


def latest_day_of_age(joined):
    """The same for somebody who said on this day that they are at least 14, and nothing more."""
    return first_of(months(joined) + (OF_AGE - YOUNGEST) * 12 + 1)


def age_of(born, today):
    """`under-14`, `14-17` or `18+`. In the month of the 14th birthday, who says that they are 14 is believed."""
    if today >= day_of_age(born):
        return Person.GROWN
    return Person.YOUNG if months(today) - months(born) >= YOUNGEST * 12 else TOO_YOUNG


def today(now):
    """The day in the installation's zone."""
    return timezone.localdate(now, timezone.get_default_timezone())


def midnight(day):
    """When a day begins in the installation's zone."""
    return datetime.combine(day, time.min, timezone.get_default_timezone())
