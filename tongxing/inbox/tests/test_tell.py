"""Who is told of what, and that they are told once."""

import pytest
from django.utils import timezone

from tongxing.activities.actions import cancel_activity, join_activity
from tongxing.conftest import newcomer
from tongxing.core.models import Event, Pending
from tongxing.core.outbox import work_once
from tongxing.front.tests.crowd import confirm_mail
from tongxing.inbox.actions import tell
from tongxing.inbox.models import Notice
from tongxing.people.models import Person


def told(verb):
    """The handles of those who were told."""
    return sorted(Notice.objects.filter(event__verb=verb).values_list("person__handle", flat=True))


def mails():
    return Pending.objects.filter(job="inbox.mail")


@pytest.fixture
def cancelled(soon, steward, member, stranger, settings):
    """Two had signed up, one of them with a confirmed address; then it was cancelled, and nobody told anybody yet."""
    settings.EMAIL_HOST = "mail.example"
    confirm_mail([stranger])
    now = timezone.now()
    for person in (member, stranger):
        join_activity(soon, by=person, now=now)
    Pending.objects.all().delete()
    cancel_activity(soon, by=steward, reason="Rain", now=now)
    return Event.objects.get(verb="activity.cancelled")


@pytest.mark.django_db
def test_everybody_who_signed_up_is_told_and_mailed_where_there_is_an_address(cancelled, stranger):
    work_once(most=1)

    assert told("activity.cancelled") == ["member", "stranger"]
    assert [row.payload for row in mails()] == [{"event": cancelled.pk, "person": stranger.pk}]


@pytest.mark.django_db
def test_telling_twice_tells_once(cancelled):
    tell(cancelled.pk)
    tell(cancelled.pk)

    assert told("activity.cancelled") == ["member", "stranger"]
    assert mails().count() == 1


@pytest.mark.django_db
def test_who_did_it_is_not_told_of_it(soon, steward):
    join_activity(soon, by=steward, now=timezone.now())
    work_once()

    assert told("activity.joined") == []


@pytest.mark.django_db
def test_no_mail_to_those_who_want_none_who_left_or_who_never_proved_their_address(cancelled, member, stranger):
    Person.objects.filter(pk=stranger.pk).update(mail_wanted=False)
    member.emailaddress_set.create(email="member@mail.example", primary=True, verified=False)
    tell(cancelled.pk)
    assert mails().count() == 0

    Notice.objects.all().delete()
    Person.objects.filter(pk=stranger.pk).update(is_active=False)
    tell(cancelled.pk)
    assert told("activity.cancelled") == ["member"]


@pytest.mark.django_db
def test_without_a_mail_server_the_page_alone_tells(cancelled, settings):
    settings.EMAIL_HOST = ""
    tell(cancelled.pk)

    assert Notice.objects.count() == 2
    assert mails().count() == 0


@pytest.mark.django_db
def test_nothing_is_told_of_what_is_gone(cancelled):
    Event.objects.filter(pk=cancelled.pk).update(key="gone")
    tell(cancelled.pk)
    tell(cancelled.pk + 1)

    assert Notice.objects.count() == 0


@pytest.mark.django_db
def test_telling_hundreds_takes_a_few_statements(cancelled, soon, django_assert_max_num_queries):
    people = [newcomer(f"person{number}") for number in range(30)]
    confirm_mail(people)
    soon.opening.claims.model.objects.bulk_create(
        soon.opening.claims.model(opening=soon.opening, person=person, state="held", arrival=100 + number)
        for number, person in enumerate(people)
    )

    with django_assert_max_num_queries(12):
        tell(cancelled.pk)

    assert Notice.objects.count() == 32
    assert mails().count() == 31
