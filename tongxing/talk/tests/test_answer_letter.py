"""Answering."""

import pytest

from tongxing.conftest import NOON
from tongxing.core.outbox import work_once
from tongxing.core.refusal import Refused
from tongxing.inbox.models import Notice
from tongxing.talk.actions import answer_letter


def test_the_traveller_hears(thread, steward, stranger):
    answer_letter(thread, by=steward, text="Do come.", now=NOON)
    while work_once():
        pass

    assert Notice.objects.get(person=stranger).event.verb == "letter.written"


def test_nobody_else(thread, member):
    with pytest.raises(Refused, match="between others"):
        answer_letter(thread, by=member, text="Me too", now=NOON)


def test_through_the_page(client, thread, steward):
    client.force_login(steward)
    where = f"/letters/{thread.uid}/answer/"

    wrong = client.post(f"{where}?lang=en", {"text": "x" * 4001})
    sent = [client.post(where, {"text": "Do come.", "once": "a"}) for _twice in range(2)]

    assert wrong.status_code == 422 and "x" * 4001 in wrong.content.decode()
    assert sent[0].status_code == 302 and thread.letters.count() == 2
    assert client.get(where).url == thread.get_absolute_url()
    assert "Do come." in client.get(thread.get_absolute_url()).content.decode()
    assert thread.place.name in client.get("/me/letters/").content.decode()
