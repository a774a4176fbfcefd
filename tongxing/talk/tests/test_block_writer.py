"""Taking no letters from somebody any more."""

import pytest

from tongxing.conftest import NOON
from tongxing.core.models import Event
from tongxing.core.refusal import Refused
from tongxing.talk.actions import answer_letter, block_writer, write_letter


def test_they_write_none_from_then_on(thread, steward, stranger, place):
    block_writer(thread, by=steward, now=NOON)
    block_writer(thread, by=steward, now=NOON)

    for write in (lambda: answer_letter(thread, by=stranger, text="Why?", now=NOON),
                  lambda: write_letter(place, by=stranger, text="Why?", now=NOON)):  # fmt: skip
        thread.refresh_from_db()
        with pytest.raises(Refused, match="takes no letters from you"):
            write()
    assert Event.objects.filter(verb="letter.blocked").count() == 1


def test_who_blocked_them_does_not_write_either(thread, steward):
    blocked = block_writer(thread, by=steward, now=NOON)

    with pytest.raises(Refused, match="Take letters again first"):
        answer_letter(blocked, by=steward, text="And", now=NOON)


def test_the_traveller_blocks_nobody(thread, stranger):
    with pytest.raises(Refused, match="Only those who look after"):
        block_writer(thread, by=stranger, now=NOON)


def test_a_button_and_a_sentence(client, thread, steward, stranger):
    client.force_login(steward)
    assert "Take no letters from them" in client.get(thread.get_absolute_url(), {"lang": "en"}).content.decode()
    client.post(f"/letters/{thread.uid}/block/")
    client.force_login(stranger)

    page = client.get(thread.get_absolute_url(), {"lang": "en"}).content.decode()

    assert "takes no letters from you any more" in page and "<textarea" not in page
