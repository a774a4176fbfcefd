"""`tongxing operator HANDLE`: who has the machine makes operators, and everybody whom it concerns is told."""

import io

import pytest
from django.core.management import CommandError, call_command

from tongxing.conftest import newcomer
from tongxing.core.models import Event
from tongxing.core.outbox import work_once
from tongxing.inbox.models import Notice
from tongxing.people.models import Person

from .doors import see


def command(*args):
    out = io.StringIO()
    call_command("operator", *args, stdout=out)
    return out.getvalue()


def test_made_and_unmade(member):
    assert command("Member") == "member is an operator now.\n"
    assert command("member") == "member was an operator before.\n"
    assert Person.objects.get(pk=member.pk).is_operator

    assert command("member", "--end") == "member is no operator now.\n"
    assert command("member", "--end") == "member was no operator before.\n"
    assert not Person.objects.get(pk=member.pk).is_operator


def test_every_operator_reads_of_it(client, member, steward, stranger):
    command("steward")
    command("member")
    command("member", "--end")
    while work_once():
        pass

    told = Notice.objects.filter(event__verb__startswith="person.operator").values_list("person__handle", flat=True)
    assert sorted(told) == ["member", "member", "steward", "steward", "steward"]
    assert "member is no operator of this house any more" in see(client, steward, "/notices/?lang=en")


@pytest.mark.parametrize("handle", ["nobody", "young", "gone"])
def test_who_can_not_be_one(db, handle):
    newcomer("young", age=Person.YOUNG)
    newcomer("gone")
    Person.objects.filter(handle="gone").update(is_active=False)
    says = {"nobody": "Nobody here is called nobody.", "young": "young is under 18", "gone": "gone is suspended"}

    with pytest.raises(CommandError, match=says[handle]):
        command(handle)

    assert not Person.objects.filter(is_operator=True).exists()
    assert not Event.objects.filter(verb="person.operator_made").exists()


def test_who_was_suspended_is_unmade_all_the_same(member):
    Person.objects.filter(pk=member.pk).update(is_operator=True, is_active=False)

    assert command("member", "--end") == "member is no operator now.\n"
