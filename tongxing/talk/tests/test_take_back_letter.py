"""Taking a letter back."""

import pytest

from tongxing.conftest import NOON
from tongxing.core.refusal import Refused
from tongxing.talk.actions import take_back_letter


def test_its_words_are_gone(client, letter, stranger, steward):
    client.force_login(stranger)
    client.post(f"/letter/{letter.uid}/take-back/")
    client.force_login(steward)

    page = client.get(letter.thread.get_absolute_url(), {"lang": "en"}).content.decode()

    assert "come in May" not in page and "Taken back." in page


def test_only_ones_own(letter, steward):
    with pytest.raises(Refused, match="Only who wrote it"):
        take_back_letter(letter, by=steward, now=NOON)
