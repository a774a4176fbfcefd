"""Taking a merge back: its stories stand in test_merge_places.py; here, who may."""

import pytest

from tongxing.conftest import NOON
from tongxing.core.refusal import Refused
from tongxing.places.actions import merge_places, undo_merge

from .conftest import make_place


def test_who_knows_one_of_the_two(place, steward, stranger):
    merge = merge_places(place, loser=make_place(steward, "石板沟完小"), by=steward, now=NOON)

    with pytest.raises(Refused, match="Only who looks after both"):
        undo_merge(merge, by=stranger, now=NOON)
