"""Taking letters again."""

from tongxing.conftest import NOON
from tongxing.talk.actions import answer_letter, block_writer, unblock_writer


def test_they_write_again(client, thread, steward, stranger):
    block_writer(thread, by=steward, now=NOON)
    client.force_login(steward)

    assert client.post(f"/letters/{thread.uid}/unblock/").url == thread.get_absolute_url()

    thread.refresh_from_db()
    assert unblock_writer(thread, by=steward, now=NOON).blocked_at is None
    assert answer_letter(thread, by=stranger, text="Thanks", now=NOON)
