"""It isn't needed any more."""

import pytest

from tongxing.conftest import NOON
from tongxing.core.models import Event, Pending
from tongxing.core.refusal import Refused
from tongxing.needs.actions import offer_match, withdraw_need
from tongxing.needs.models import Need


def test_nobody_is_asked_and_nobody_gives(need, steward, member):
    need = withdraw_need(need, by=steward, now=NOON)
    withdraw_need(need, by=steward, now=NOON)

    assert need.state == Need.WITHDRAWN
    assert not Pending.objects.filter(key=f"need:{need.uid}").exists()
    assert Event.objects.filter(verb="need.withdrawn").count() == 1
    with pytest.raises(Refused, match="isn.t needed any more"):
        offer_match(need, by=member, quantity=1, now=NOON)


def test_what_is_promised_goes_its_way(need, agreed, steward):
    withdraw_need(need, by=steward, now=NOON)

    agreed.refresh_from_db()
    assert agreed.state == "agreed"


def test_a_stranger_may_not(need, stranger):
    with pytest.raises(Refused, match="Only those who look after"):
        withdraw_need(need, by=stranger, now=NOON)


def test_a_button_on_its_page(client, need, steward):
    client.force_login(steward)

    assert client.post(f"/needs/{need.uid}/withdraw/").url == need.get_absolute_url()
    need.refresh_from_db()
    assert need.state == Need.WITHDRAWN
