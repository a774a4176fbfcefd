"""It is needed again."""

from datetime import timedelta

from tongxing.conftest import NOON
from tongxing.core.models import Pending
from tongxing.needs.actions import reopen_need, withdraw_need
from tongxing.needs.models import Need


def test_it_counts_again(need, steward):
    withdraw_need(need, by=steward, now=NOON)

    again = reopen_need(need, by=steward, now=NOON + timedelta(days=5))

    assert (again.state, again.renewed_at) == (Need.OPEN, NOON + timedelta(days=5))
    assert Pending.objects.filter(key=f"need:{need.uid}").exists()


def test_the_page_offers_it(client, need, steward):
    withdraw_need(need, by=steward, now=NOON)
    client.force_login(steward)

    assert "It is needed again" in client.get(need.get_absolute_url(), {"lang": "en"}).content.decode()
    assert client.post(f"/needs/{need.uid}/reopen/").status_code == 302
    need.refresh_from_db()
    assert need.state == Need.OPEN
