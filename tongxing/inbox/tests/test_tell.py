"""Who is told of what, and that they are told once."""

import pytest
from django.core import mail
from django.utils import timezone

from tongxing.activities.actions import cancel_activity, join_activity, leave_activity
from tongxing.conftest import newcomer
from tongxing.core.models import Event, Pending
from tongxing.core.outbox import work_once
from tongxing.front.tests.crowd import confirm_mail
from tongxing.inbox.actions import read_notices, tell
from tongxing.inbox.models import Notice
from tongxing.people.models import Person
from tongxing.spaces.actions import ask_to_join, change_space, withdraw_asking
from tongxing.spaces.models import Space


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


def come_and_go(soon, person, times):
    """Join and leave again and again; the stewards are told each time."""
    for _ in range(times):
        leave_activity(soon, by=person, now=timezone.now())
        join_activity(soon, by=person, now=timezone.now())
        work_once(most=2)
    work_once(most=100)


@pytest.mark.django_db
def test_who_comes_and_goes_leaves_one_notice_and_one_mail(soon, steward, member, stranger, settings):
    settings.EMAIL_HOST = "mail.example"
    confirm_mail([steward])
    type(soon.opening).objects.filter(pk=soon.opening_id).update(seats=2)
    join_activity(soon, by=stranger, now=timezone.now())
    come_and_go(soon, member, 5)

    unread = Notice.objects.of(steward).unread().filter(event__kind="activities.activity")
    assert sorted(unread.values_list("event__verb", "event__by__handle")) == [
        ("activity.joined", "member"),
        ("activity.joined", "stranger"),
    ]
    assert len(mail.outbox) == 2

    come_and_go(soon, member, 1)
    assert len(mail.outbox) == 2


@pytest.mark.django_db
def test_what_was_read_stays_and_what_is_new_is_told(soon, steward, member):
    come_and_go(soon, member, 1)
    read_notices(steward, by=steward, now=timezone.now())
    leave_activity(soon, by=member, now=timezone.now())
    work_once()

    notices = Notice.objects.of(steward).filter(event__kind="activities.activity").order_by("id")
    assert [(notice.event.verb, notice.read_at is None) for notice in notices] == [
        ("activity.joined", False),
        ("activity.left", True),
    ]


@pytest.mark.django_db
def test_asking_to_join_again_and_again_rings_once(space, steward, stranger, settings):
    settings.EMAIL_HOST = "mail.example"
    confirm_mail([steward])
    change_space(space, by=steward, joining=Space.ASK)
    for _ in range(4):
        request = ask_to_join(space, by=stranger, words="", now=timezone.now())
        withdraw_asking(request, by=stranger, now=timezone.now())
    work_once(most=100)

    assert told("space.join_asked") == ["steward"]
    assert len(mail.outbox) == 1
