"""Whom nothing has reached yet: read on the list of those who come."""

import re

import pytest
from django.utils import timezone

from tongxing.activities.actions import accept_place, change_activity, join_activity, leave_activity, resize_place
from tongxing.core.events import VERBS
from tongxing.core.outbox import work_once
from tongxing.inbox.views import IMPORTANT

pytestmark = pytest.mark.django_db


def work_all():
    while work_once():
        pass


def silent(client, activity, steward):
    """The names that the steward reads under "Not reached yet"."""
    client.force_login(steward)
    page = client.get(f"/activities/{activity.uid}/people/?lang=en").content.decode()
    piece = page.partition("Not reached yet</h2>")[2].partition("</section>")[0]
    assert piece
    return re.findall(r"<span(?: dir=\"auto\")?>([^<]+)</span></li>", piece.partition("data-copy")[0])


@pytest.fixture
def offered(soon, member, stranger):
    """Somebody let go, and the place is offered to the one who waited."""
    join_activity(soon, by=member, now=timezone.now())
    join_activity(soon, by=stranger, now=timezone.now())
    leave_activity(soon, by=member, now=timezone.now())
    work_all()
    return soon


def test_who_has_not_looked_is_named_until_they_accept(client, offered, steward, stranger):
    assert silent(client, offered, steward) == ["stranger"]

    accept_place(offered, by=stranger, now=timezone.now())

    assert silent(client, offered, steward) == []
    page = client.get(f"/activities/{offered.uid}/people/?lang=en").content.decode()
    assert "Every important change has reached everybody who signed up." in page


def test_what_happens_after_they_accepted_has_not_reached_them(client, offered, steward, stranger):
    accept_place(offered, by=stranger, now=timezone.now())
    change_activity(offered, by=steward, now=timezone.now(), seats=2, where="At the back gate")
    work_all()

    assert silent(client, offered, steward) == ["stranger"]
    resize_place(offered, by=stranger, size=2, now=timezone.now())
    assert silent(client, offered, steward) == []


def test_who_read_their_notices_is_reached(client, offered, steward, stranger):
    client.force_login(stranger)
    client.post("/notices/read/")

    assert silent(client, offered, steward) == []


def test_what_is_important_can_happen():
    assert [name for name in IMPORTANT if name not in VERBS] == []
