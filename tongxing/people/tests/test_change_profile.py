"""How a person is called, and in which language, zone and way they are told things."""

import pytest

from tongxing.core.models import Event
from tongxing.core.refusal import Refused
from tongxing.people.actions import change_profile

from .doors import press, see, text_of

GIVEN = {"name": "Mei", "language": "zh-hans", "zone": "Asia/Urumqi", "mail_wanted": "on"}


def test_everything_is_kept(client, member):
    assert press(client, member, "/me/", GIVEN).headers["Location"] == "/me/"

    member.refresh_from_db()
    assert (member.name, member.language, member.zone, member.mail_wanted) == ("Mei", "zh-hans", "Asia/Urumqi", True)


def test_what_is_not_ticked_is_not_wanted(client, member):
    press(client, member, "/me/", {"name": "Mei"})

    member.refresh_from_db()
    assert (member.language, member.zone, member.mail_wanted) == ("", "", False)


def test_pages_are_in_the_language_of_the_account(client, member):
    press(client, member, "/me/", GIVEN)

    assert '<html lang="zh-hans"' in see(client, member, "/")
    assert '<html lang="en"' in see(client, member, "/?lang=en")


def test_sent_three_times_it_is_the_same(client, member):
    for _ in range(3):
        assert press(client, member, "/me/", GIVEN).status_code == 302

    member.refresh_from_db()
    assert member.name == "Mei"


@pytest.mark.parametrize(
    ("field", "typed", "says"),
    [
        ("name", "", "required"),
        ("name", "\u202e\u200b", "required"),
        ("name", "x" * 10_000, "at most 30"),
        ("zone", "Mars/Olympus", "No such zone is known."),
        ("zone", "x" * 10_000, "at most 40"),
        ("language", "tlh", "valid choice"),
    ],
)
def test_what_can_not_be_taken_is_said_and_the_rest_stays(client, member, field, typed, says):
    page = press(client, member, "/me/", GIVEN | {field: typed})

    assert page.status_code == 422
    assert says in text_of(page)
    assert ('value="Mei"' in text_of(page)) == (field != "name")
    assert not Event.objects.filter(verb="person.profile_changed").exists()


def test_a_zone_may_be_typed_in_any_case(client, member):
    press(client, member, "/me/", GIVEN | {"zone": " asia/shanghai "})

    member.refresh_from_db()
    assert member.zone == "Asia/Shanghai"


def test_html_is_shown_as_it_was_typed(client, member):
    press(client, member, "/me/", GIVEN | {"name": "<i>Mei\u202e</i>"})

    assert "&lt;i&gt;Mei&lt;/i&gt;" in see(client, member, "/")


def test_signed_out_one_signs_in_first(client, db):
    assert press(client, None, "/me/", GIVEN).headers["Location"] == "/account/login/?next=/me/"


def test_nobody_changes_somebody_else(member, stranger):
    with pytest.raises(Refused, match="This account isn't yours."):
        change_profile(member, by=stranger, name="X", language="", zone="", mail_wanted=True)
