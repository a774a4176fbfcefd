"""Writing what is lacking now."""

import pytest

from tongxing.conftest import NOON
from tongxing.core.refusal import Refused
from tongxing.needs.actions import change_need
from tongxing.needs.models import Need


def test_less_than_is_promised_is_refused(need, agreed, steward):
    with pytest.raises(Refused, match="10 are promised already"):
        change_need(need, by=steward, quantity=9, now=NOON)

    assert change_need(need, by=steward, quantity=10, now=NOON).left == 0


def test_a_stranger_may_not(need, stranger):
    with pytest.raises(Refused, match="Only those who look after"):
        change_need(need, by=stranger, quantity=3, now=NOON)


def test_the_form_holds_what_is_known(client, need, steward):
    client.force_login(steward)
    where = f"/needs/{need.uid}/edit/?lang=en"
    page = client.get(where).content.decode()
    given = {"tick": "", "title": "Large dictionaries", "category": "books", "quantity": "12", "unit": "copies"}

    client.post(where, given | {"about": "For **the third grade**"})

    need.refresh_from_db()
    assert 'value="30"' in page
    assert (need.title, need.quantity, need.tick) == ("Large dictionaries", 12, None)
    assert "<strong>the third grade</strong>" in need.about_html


def test_what_was_found_before_is_found_by_its_new_words(need, steward):
    change_need(need, by=steward, title="A swing", now=NOON)

    assert list(Need.objects.matching("swing")) == [need]
    assert list(Need.objects.matching("Dictionaries 30")) == []
