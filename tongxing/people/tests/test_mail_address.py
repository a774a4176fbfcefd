"""Where a person can be reached: only at an address that was proven to be theirs."""

from allauth.account.models import EmailAddress
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tongxing.conftest import newcomer
from tongxing.people.models import Person


def test_only_the_proven_main_address_counts(member):
    assert member.mail_address() == ""
    EmailAddress.objects.create(user=member, email="a@b.example", primary=True, verified=False)
    EmailAddress.objects.create(user=member, email="c@d.example", primary=False, verified=True)
    assert member.mail_address() == ""

    EmailAddress.objects.filter(email="a@b.example").update(verified=True)

    assert member.mail_address() == "a@b.example"


def test_of_many_people_in_one_query(member):
    for number in range(5):
        person = newcomer(f"person{number}")
        EmailAddress.objects.create(user=person, email=f"{number}@b.example", primary=True, verified=True)

    with CaptureQueriesContext(connection) as asked:
        found = [person.mail_address() for person in Person.objects.with_mail().order_by("pk")]

    assert found == ["", *(f"{number}@b.example" for number in range(5))]
    assert len(asked) == 1
