"""Who is 14 to 17 grows up in the month after their 18th birthday, and nothing becomes public by it."""

from datetime import UTC, date, datetime, timedelta
from importlib import import_module
from zoneinfo import ZoneInfo

import pytest
from django.apps import apps

from tongxing.conftest import newcomer, program, send
from tongxing.core.models import Event, Pending
from tongxing.core.outbox import work_once
from tongxing.inbox.actions import tell
from tongxing.inbox.models import Notice
from tongxing.people.actions import grow_up
from tongxing.people.ages import age_of, day_of_age, latest_day_of_age
from tongxing.people.models import Person
from tongxing.spaces.models import Space

from .doors import see

SHANGHAI = ZoneInfo("Asia/Shanghai")
DAY = datetime(2028, 3, 1, tzinfo=SHANGHAI)  # when who was born in February 2010 is 18 for sure


@pytest.fixture
def young(db):
    return newcomer("xiaohua", age=Person.YOUNG)


def grown(young, now):
    grow_up(young.pk, now=now)
    young.refresh_from_db()
    return not young.is_young


def test_not_a_minute_too_soon(young):
    assert grow_up(young.pk, now=DAY - timedelta(minutes=1)) == DAY
    assert not grown(young, DAY - timedelta(minutes=1))
    assert grown(young, DAY)


def test_the_outbox_does_it_when_the_day_has_come(young):
    row = Pending.objects.get(job="people.grow_up")
    assert (row.due_at, row.payload) == (DAY, {"person": young.pk})
    Person.objects.update(grows_up_on=date(2026, 1, 1))
    Pending.objects.exclude(pk=row.pk).delete()
    Pending.objects.update(due_at=DAY - timedelta(days=900))

    work_once(most=1)

    young.refresh_from_db()
    assert (young.age, young.grows_up_on) == (Person.GROWN, None)
    assert not Pending.objects.filter(job="people.grow_up").exists()


@pytest.mark.parametrize(
    ("born", "day"),
    [
        (date(2008, 2, 29), date(2026, 3, 1)),  # whatever day of that month: a leap day needs no rule of its own
        (date(2008, 2, 1), date(2026, 3, 1)),
        (date(2010, 2, 28), date(2028, 3, 1)),
        (date(2009, 12, 31), date(2028, 1, 1)),
        (date(2009, 1, 31), date(2027, 2, 1)),
    ],
)
def test_months_are_added_without_days(born, day):
    assert day_of_age(born) == day
    assert age_of(born, day) == Person.GROWN
    assert age_of(born, day - timedelta(days=1)) == Person.YOUNG


def test_every_month_is_18_years_and_one_month_and_no_day_is_lost():
    """Against another way of counting, for every day on which somebody may have been born in forty years."""
    for number in range(40 * 366):
        born = date(1990, 1, 1) + timedelta(days=number)
        birthday = (
            born.replace(year=born.year + 18) if (born.month, born.day) != (2, 29) else date(born.year + 18, 3, 1)
        )
        day = day_of_age(born)
        assert day.day == 1 and timedelta(0) <= day - birthday <= timedelta(days=31), born


def test_on_a_leap_day_somebody_is_still_young_and_on_the_next_grown():
    assert [age_of(date(2010, 2, 14), day) for day in (date(2028, 2, 29), date(2028, 3, 1))] == ["14-17", "18+"]


def test_fourteen_is_believed_in_the_month_of_the_birthday_and_not_before():
    assert [age_of(date(2012, 5, 31), day) for day in (date(2026, 4, 30), date(2026, 5, 1))] == ["under-14", "14-17"]


def test_they_are_told_kindly_and_once(young):
    for _ in range(2):
        grow_up(young.pk, now=DAY)

    event = Event.objects.get(verb="person.grew_up")
    tell(event.pk)
    assert Notice.objects.get(event=event).person == young
    assert event.facts == {}  # nothing of the birth is in the log


def test_the_notice_leads_to_the_account(client, young):
    grow_up(young.pk, now=DAY)
    tell(Event.objects.get(verb="person.grew_up").pk)

    page = see(client, young, "/notices/?lang=en")

    assert "You are 18 now" in page
    assert 'href="/me/"' in page


def test_nothing_becomes_public_by_itself(client, young, stranger, space):
    assert grown(young, DAY)

    assert (young.public_name, young.is_named) == ("A companion", False)
    assert Space.objects.get(person=young).audience == "members"
    assert "xiaohua" not in see(client, stranger, "/s/xiaohua/?lang=en").replace("/s/xiaohua", "")
    assert send(program(stranger), "GET", "/spaces/xiaohua").status_code == 404


def test_what_was_known_of_the_birth_is_forgotten(young):
    assert grown(young, DAY)

    assert young.grows_up_on is None
    assert not Event.objects.filter(facts__icontains="2010").exists()


def test_the_grown_and_the_gone_are_left_alone(young, member):
    assert grow_up(member.pk, now=DAY) is None
    assert grow_up(0, now=DAY) is None
    assert not Event.objects.filter(verb="person.grew_up").exists()


def test_who_signed_up_before_the_month_was_asked(young, member):
    """They are asked, and grow up at the latest day that can be; their name stays hidden."""
    joined = datetime(2026, 1, 31, 17, 0, tzinfo=UTC)  # the first of February in Shanghai
    Person.objects.filter(pk=young.pk).update(grows_up_on=None, shows_name=True, joined_at=joined)
    Pending.objects.all().delete()

    import_module("tongxing.people.migrations.0003_who_grows_up").await_growing_up(apps, None)

    young.refresh_from_db()
    member.refresh_from_db()
    assert (young.shows_name, member.shows_name) == (False, True)
    assert latest_day_of_age(date(2026, 2, 1)) == date(2030, 3, 1)
    row = Pending.objects.get(job="people.grow_up")
    assert row.due_at == datetime(2030, 3, 1, tzinfo=SHANGHAI) == grow_up(young.pk, now=joined)
    work_once(most=1)
    assert Event.objects.filter(verb="person.birth_month_asked", key=young.uid).count() == 1
