"""Who signed up from 14 to 17 before the month was asked says it once."""

from datetime import date

import pytest
from django.utils import timezone

from tongxing.conftest import NOON, newcomer
from tongxing.core.models import Event, Pending
from tongxing.core.refusal import Refused
from tongxing.people.actions import say_birth_month
from tongxing.people.models import Person

from .doors import press, see, text_of

THIS_YEAR = timezone.now().year


@pytest.fixture
def unasked(db):
    """Somebody young whose month isn't known."""
    person = newcomer("xiaohua", age=Person.YOUNG)
    Person.objects.update(grows_up_on=None, joined_at=NOON)
    Pending.objects.all().delete()
    person.refresh_from_db()
    return person


def test_the_account_asks_and_the_answer_is_kept_as_a_day(client, unasked):
    assert 'href="/me/birth-month/"' in see(client, unasked, "/me/?lang=en")

    answer = press(client, unasked, "/me/birth-month/", {"born": f"{THIS_YEAR - 16} 年 3 月"})

    unasked.refresh_from_db()
    assert (answer.status_code, unasked.grows_up_on) == (302, date(THIS_YEAR + 2, 4, 1))
    assert Pending.objects.filter(job="people.grow_up").count() == 1
    assert Event.objects.get(verb="person.birth_month_said").facts == {}
    assert 'href="/me/birth-month/"' not in see(client, unasked, "/me/?lang=en")


def test_once(client, unasked):
    say_birth_month(unasked, by=unasked, born=date(2010, 3, 1), now=NOON)

    page = press(client, unasked, "/me/birth-month/?lang=en", {"born": "2001-01"})

    assert page.status_code == 409
    assert "You have said it." in text_of(page)
    assert Person.objects.get(pk=unasked.pk).grows_up_on == date(2028, 4, 1)


def test_who_is_18_by_now_is_grown_at_once_and_the_name_stays_hidden(unasked):
    person = say_birth_month(unasked, by=unasked, born=date(2008, 3, 1), now=NOON)

    assert (person.age, person.is_named, person.grows_up_on) == (Person.GROWN, False, None)
    assert Event.objects.filter(verb="person.grew_up").exists()


def test_under_14_is_asked_to_look_again(client, unasked):
    page = press(client, unasked, "/me/birth-month/?lang=en", {"born": f"{THIS_YEAR - 10}-01"})

    assert page.status_code == 409
    assert "By this month you are under 14." in text_of(page)
    assert f'value="{THIS_YEAR - 10}-01"' in text_of(page)
    assert Person.objects.get(pk=unasked.pk).is_young


def test_nobody_says_it_for_somebody_else(unasked, stranger, member):
    with pytest.raises(Refused, match="This account isn't yours."):
        say_birth_month(unasked, by=stranger, born=date(2010, 3, 1), now=NOON)
    with pytest.raises(Refused, match="only of those who are 14 to 17"):
        say_birth_month(member, by=member, born=date(2010, 3, 1), now=NOON)


@pytest.mark.parametrize("typed", ["2010-13", "March", "10", "2010-00", "0000-01", "x" * 10_000, "", "2010-03-1-1"])
def test_what_is_no_month_is_said_and_stays(client, unasked, typed):
    page = press(client, unasked, "/me/birth-month/?lang=en", {"born": typed})

    assert page.status_code == 422
    assert ("Write the month as 2009-03." in text_of(page)) == bool(typed)
    assert typed in text_of(page)
