"""The page of notices, and marking them as read."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tongxing.activities.actions import cancel_activity, join_activity
from tongxing.core.outbox import work_once
from tongxing.core.refusal import Refused
from tongxing.inbox.actions import read_notices
from tongxing.inbox.models import Notice


@pytest.fixture
def told(soon, steward, member):
    """The member was told that something is cancelled, and the steward that the member joined."""
    join_activity(soon, by=member, now=timezone.now())
    cancel_activity(soon, by=steward, reason="Rain", now=timezone.now())
    work_once()


def unread(person):
    return Notice.objects.of(person).unread().count()


@pytest.mark.django_db
def test_each_notice_stands_with_its_exact_link(client, told, member, soon):
    client.force_login(member)
    page = client.get("/notices/").content.decode()

    assert (
        f'<a dir="auto" href="{soon.get_absolute_url()}">steward cancelled Sorting parcels. The page says why</a>'
        in page
    )


@pytest.mark.django_db
def test_marking_as_read_is_ones_own_and_once(client, told, steward, member):
    client.force_login(member)
    before = unread(steward)

    for _ in range(2):
        assert client.post("/notices/read/").status_code == 302

    assert (unread(member), unread(steward)) == (0, before)
    assert "Mark all as read" not in client.get("/notices/").content.decode()


@pytest.mark.django_db
def test_what_comes_afterwards_stays_unread(told, member):
    read_notices(member, by=member, now=timezone.now() - timedelta(hours=1))

    assert unread(member) > 0


@pytest.mark.django_db
def test_nobody_reads_for_somebody_else(told, steward, member):
    with pytest.raises(Refused):
        read_notices(member, by=steward, now=timezone.now())

    assert unread(member) > 0


@pytest.mark.django_db
def test_a_stranger_is_asked_to_sign_in(client, db):
    assert client.get("/notices/").status_code == 302
    assert client.post("/notices/read/").status_code == 401
