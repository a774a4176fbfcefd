"""The language of the account, chosen on any page."""

import pytest

from tongxing.core.refusal import Refused
from tongxing.people.actions import choose_language

from .doors import press, see


def test_the_account_remembers(client, member):
    press(client, member, "/language/", {"language": "zh-hans", "next": "/spaces/"})
    client.cookies.clear()

    assert '<html lang="zh-hans"' in see(client, member, "/")


def test_without_an_account_the_browser_remembers(client, db):
    press(client, None, "/language/", {"language": "zh-hans"})

    assert '<html lang="zh-hans"' in client.get("/").content.decode()


@pytest.mark.parametrize("wish", ["tlh", "", "x" * 10_000, "\u202e", "<b>"])
def test_a_language_that_nobody_speaks_here_changes_nothing(client, member, wish):
    assert press(client, member, "/language/", {"language": wish}).status_code == 302

    member.refresh_from_db()
    assert member.language == ""


def test_sent_three_times_it_is_the_same(client, member):
    for _ in range(3):
        press(client, member, "/language/", {"language": "en"})

    member.refresh_from_db()
    assert member.language == "en"


def test_nobody_chooses_for_somebody_else(member, stranger):
    with pytest.raises(Refused, match="This account isn't yours."):
        choose_language(member, by=stranger, language="en")
