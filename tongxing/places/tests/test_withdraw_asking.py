"""Taking a question back."""

import pytest

from tongxing.conftest import NOON
from tongxing.core.refusal import Refused
from tongxing.places.actions import name_caretaker, withdraw_asking


def test_only_who_asked(place, steward, member):
    asking = name_caretaker(place, by=steward, person=member, now=NOON)

    with pytest.raises(Refused, match="isn't yours"):
        withdraw_asking(asking, by=member, now=NOON)
    assert withdraw_asking(asking, by=steward, now=NOON).state == "withdrawn"
    with pytest.raises(Refused, match="answered already"):
        withdraw_asking(asking, by=steward, now=NOON)
