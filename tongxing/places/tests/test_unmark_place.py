"""Taking one's mark away."""

import pytest

from tongxing.conftest import NOON
from tongxing.core.refusal import Refused
from tongxing.places.actions import mark_place, unmark_place


def test_only_ones_own(place, stranger, member):
    mark = mark_place(place, by=stranger, kind="watching", today=NOON.date(), now=NOON)

    with pytest.raises(Refused, match="somebody else's"):
        unmark_place(mark, by=member)
    unmark_place(mark, by=stranger)
    assert not place.marks.exists()
