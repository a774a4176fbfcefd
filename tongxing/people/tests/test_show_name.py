"""Who grew up here shows their name when they like, and not before 18."""

import pytest

from tongxing.conftest import newcomer
from tongxing.core.models import Event
from tongxing.people.models import Person

from .doors import press, see, text_of


@pytest.fixture
def grown(db):
    person = newcomer("xiaohua", age=Person.YOUNG)
    Person.objects.update(age=Person.GROWN, grows_up_on=None)
    return person


def test_the_account_offers_it_and_it_holds(client, grown):
    assert "Your name is hidden" in see(client, grown, "/me/?lang=en")

    for _ in range(3):
        assert press(client, grown, "/me/name/").headers["Location"] == "/me/"

    assert Person.objects.get(pk=grown.pk).public_name == "xiaohua"
    assert Event.objects.filter(verb="person.name_shown").count() == 1
    assert "Your name is hidden" not in see(client, grown, "/me/?lang=en")


def test_not_before_18(client, db):
    young = newcomer("xiaohua", age=Person.YOUNG)

    page = press(client, young, "/me/name/?lang=en")

    assert page.status_code == 409
    assert "Before you are 18" in text_of(page)
    assert not Person.objects.get(pk=young.pk).shows_name


def test_signed_out_one_signs_in_first(client, db):
    assert press(client, None, "/me/name/").headers["Location"] == "/account/login/?next=/me/name/"
