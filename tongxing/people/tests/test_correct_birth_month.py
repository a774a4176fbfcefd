"""A wrong month or a wrong age is put right by who has the machine; nobody is shown what was known before."""

import io
from datetime import date

import pytest
from django.core.management import CommandError, call_command

from tongxing.conftest import NOON, newcomer
from tongxing.core.models import Event, Pending
from tongxing.people.actions import correct_birth_month
from tongxing.people.models import Person
from tongxing.spaces.models import Space


def command(*args):
    out = io.StringIO()
    call_command("birth_month", *args, stdout=out)
    return out.getvalue()


@pytest.fixture
def young(db):
    return newcomer("xiaohua", age=Person.YOUNG)


def test_another_month_is_another_day(young):
    said = command("XIAOHUA", "2011-09")

    assert said == "xiaohua is 14 to 17; they are told.\n"
    young.refresh_from_db()
    assert young.grows_up_on == date(2029, 10, 1)
    assert Pending.objects.get(job="people.grow_up").due_at.date() == date(2029, 9, 30)  # in UTC
    assert Event.objects.get(verb="person.birth_month_corrected").facts == {}


def test_who_chose_18_by_mistake_is_hidden_from_now_on(member):
    Person.objects.filter(pk=member.pk).update(is_operator=True)

    correct_birth_month(member, born=date(2010, 1, 1), now=NOON)

    member.refresh_from_db()
    assert (member.is_young, member.is_named, member.is_operator) == (True, False, False)
    assert Space.objects.get(person=member).audience == "members"


def test_who_chose_under_18_by_mistake_is_grown_and_shows_the_name_when_they_like(young):
    correct_birth_month(young, born=date(1990, 1, 1), now=NOON)

    young.refresh_from_db()
    assert (young.is_young, young.is_named, young.grows_up_on) == (False, False, None)


def test_what_can_not_be_done_is_one_sentence(young):
    for args, says in [
        (("nobody", "2010-03"), "Nobody here is called nobody."),
        (("xiaohua", "soon"), "Write the month as 2009-03."),
        (("xiaohua", "2025-03"), "By this month you are under 14."),
    ]:
        with pytest.raises(CommandError, match=says):
            command(*args)
    assert not Event.objects.filter(verb="person.birth_month_corrected").exists()
