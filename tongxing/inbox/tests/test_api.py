"""Notices over the API."""

import pytest

from tongxing.conftest import NOON, program, send
from tongxing.core.models import Event
from tongxing.inbox.actions import tell
from tongxing.spaces.actions import join_space

pytestmark = pytest.mark.django_db


def test_what_one_was_told_is_read_and_marked(space, steward, stranger):
    join_space(space, by=stranger, now=NOON)
    tell(Event.objects.get(verb="space.joined", by=stranger).pk)
    me = program(steward)

    first = send(me, "GET", "/notices?unread=true").json()["items"]
    marked = send(me, "POST", "/notices/read")

    assert first[0]["verb"] == "space.joined" and "stranger" in first[0]["words"]
    assert first[0]["url"].startswith("http") and first[0]["read_at"] is None
    assert marked.status_code == 204
    assert send(me, "GET", "/notices?unread=true").json() == {"items": [], "next": None}


def test_notices_are_ones_own(space, steward, stranger):
    join_space(space, by=stranger, now=NOON)
    tell(Event.objects.get(verb="space.joined", by=stranger).pk)

    assert send(program(stranger), "GET", "/notices").json()["items"] == []
    assert send(program(None), "GET", "/notices").status_code == 401
