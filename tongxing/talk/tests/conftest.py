"""A letter of a stranger to whoever looks after an invented school."""

import pytest

from tongxing.conftest import NOON
from tongxing.places.tests.conftest import make_place
from tongxing.talk.actions import write_letter


@pytest.fixture
def place(steward):
    return make_place(steward)


@pytest.fixture
def letter(place, stranger):
    return write_letter(place, by=stranger, text="May I come in May?", now=NOON)


@pytest.fixture
def thread(letter):
    return letter.thread
