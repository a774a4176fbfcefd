"""It is on its way."""

import pytest

from tongxing.conftest import NOON
from tongxing.core.refusal import Refused
from tongxing.needs.actions import send_match


def test_how_it_comes(client, agreed, member):
    client.force_login(member)

    answer = client.post(f"/matches/{agreed.uid}/send/", {"words": "By train, Tuesday"})

    agreed.refresh_from_db()
    assert answer.url == agreed.get_absolute_url()
    assert (agreed.state, agreed.steps.last().words) == ("sent", "By train, Tuesday")


def test_not_before_a_yes(match, member):
    with pytest.raises(Refused, match="it is offered"):
        send_match(match, by=member, now=NOON)


def test_only_who_gives_it(agreed, steward, stranger):
    for person in (steward, stranger):
        with pytest.raises(Refused, match="Only who gives it"):
            send_match(agreed, by=person, now=NOON)
