"""The pages of spaces: old and other spellings of an address, what isn't for everybody, and lists that stay quick."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tongxing.conftest import NOON, newcomer
from tongxing.people.tests.doors import see
from tongxing.spaces.actions import ask_to_join, change_space, invite, join_space, open_space
from tongxing.spaces.models import SpaceName


def queries(client, path):
    with CaptureQueriesContext(connection) as asked:
        assert client.get(path).status_code == 200
    return len(asked)


def test_other_spellings_lead_to_the_one_address(client, space):
    SpaceName.objects.create(key="oldname", space=space)  # as a later change of address will leave it

    for short in ("READERS", "Readers", "oldname", "oldName", "ｒｅａｄｅｒｓ"):
        assert client.get(f"/s/{short}/").headers["Location"] == "/s/readers/"


def test_what_is_not_for_somebody_looks_like_nothing(client, space, steward, stranger):
    change_space(space, by=steward, audience="members")
    client.force_login(stranger)

    hidden, nothing = client.get("/s/readers/"), client.get("/s/nobody/")

    assert (hidden.status_code, nothing.status_code) == (404, 404)
    assert hidden.content.replace(b"readers", b"nobody") == nothing.content
    assert "Sunday Readers" not in see(client, stranger, "/spaces/")


def test_a_personal_space_is_one_persons_page(client, member, stranger):
    page = see(client, stranger, "/s/member/")

    assert "member" in page
    assert "/s/member/join/" not in page
    assert "/s/member/people/" not in page


@pytest.mark.parametrize(
    "path", ["/s/a\u202eb/", "/s/%FF%FE/", "/s/%00/", "/s/" + "x" * 3000 + "/", "/i/zzzzzzzzzzzz/"]
)
def test_addresses_that_lead_nowhere(client, db, path):
    assert client.get(path).status_code == 404


def test_the_list_finds_by_word_and_kind(client, space, steward):
    open_space(by=steward, now=NOON, kind="network", short="choirs", name="Choirs of the valley")

    assert "Sunday Readers" in see(client, None, "/spaces/?q=sunday")
    assert "Sunday Readers" not in see(client, None, "/spaces/?q=valley")
    assert "Sunday Readers" not in see(client, None, "/spaces/?kind=network")
    assert "Nothing fits" in see(client, None, "/spaces/?q=%00%FF<script>&kind=zz&page=-7")


def test_the_list_asks_as_often_for_one_as_for_thirty(client, space, steward):
    client.get("/spaces/")
    one = queries(client, "/spaces/")
    for number in range(29):
        open_space(by=steward, now=NOON, kind="team", short=f"team{number}x", name=f"Team {number}")

    assert queries(client, "/spaces/") == one


def test_who_belongs_to_it_asks_as_often_for_one_as_for_thirty(client, space, steward):
    change_space(space, by=steward, joining="ask")
    client.force_login(steward)

    def more(numbers):
        for number in numbers:
            ask_to_join(space, by=newcomer(f"asker{number}x"), words="Please", now=NOON)
            invite(space, by=steward, now=NOON)
        change_space(space, by=steward, joining="open")
        for number in numbers:
            join_space(space, by=newcomer(f"joiner{number}x"), now=NOON)
        change_space(space, by=steward, joining="ask")

    more([0])
    client.get("/s/readers/people/")
    one = queries(client, "/s/readers/people/")
    more(range(1, 30))

    assert queries(client, "/s/readers/people/") == one
    assert queries(client, "/s/readers/people/") <= 11


@pytest.mark.parametrize(
    ("about", "more"),
    [
        ("We read.", ""),
        ("We read.\n\nEvery *Sunday*.", "<p>Every <em>Sunday</em>.</p>"),
        ("We read.\nEvery Sunday.", "<p>We read.<br>\nEvery Sunday.</p>"),
        ("x" * 121, f"<p>{'x' * 121}</p>"),
        ("# Heading\n\nText.", "<h3>Heading</h3>\n<p>Text.</p>"),
        ("", ""),
    ],
)
def test_the_banners_line_is_not_said_twice(space, steward, about, more):
    assert change_space(space, by=steward, about=about).more_html.strip() == more
