"""Opening a space: a name and an address, and it is there."""

import threading

import pytest
from django.db import connection

from tongxing.conftest import NOON, newcomer
from tongxing.core.models import Event
from tongxing.core.refusal import Refused
from tongxing.people.tests.doors import press, see, text_of
from tongxing.spaces.actions import create_space
from tongxing.spaces.models import Space

GIVEN = {"name": "Sunday Readers", "short": "readers", "kind": "team", "joining": "open", "audience": "public",
         "colour": "tea", "once": "k1"}  # fmt: skip


def send(client, person, **changes):
    return press(client, person, "/spaces/new/", GIVEN | changes)


def test_it_is_there_at_once_and_who_opens_it_looks_after_it(client, member):
    page = send(client, member)

    space = Space.objects.get(short="readers")
    assert page.headers["Location"] == "/s/readers/"
    assert (space.name, space.kind, space.joining, space.colour) == ("Sunday Readers", "team", "open", "tea")
    assert [(one.person, one.is_steward) for one in space.memberships.all()] == [(member, True)]
    assert Event.objects.filter(verb="space.created").count() == 1


def test_a_name_and_an_address_are_enough(client, member):
    form = see(client, member, "/spaces/new/")
    assert form.count("checked") == 4  # kind, joining, audience, colour have their answers
    assert "<details>" in form

    send(client, member)

    assert Space.objects.together().count() == 1


def test_sent_three_times_it_is_one_space(client, member):
    for _ in range(3):
        assert send(client, member).headers["Location"] == "/s/readers/"

    assert Space.objects.together().count() == 1
    assert Event.objects.filter(verb="space.created").count() == 1


@pytest.mark.parametrize(
    ("field", "typed", "says"),
    [
        ("short", "member", "is taken"),
        ("short", "MEMBER", "is taken"),
        ("short", "spaces", "kept for the site"),
        ("short", "../etc", "Use only letters"),
        ("short", "a\u202eb", "Use only letters"),
        ("short", "x" * 10_000, "at most 30"),
        ("name", "\u200b\u200b", "required"),
        ("name", "x" * 10_000, "at most 40"),
        ("point", "30 degrees", "Write two numbers"),
        ("point", "200, 10", "Are they swapped"),
        ("point", "nan, nan", "Latitude goes from"),
        ("area", "Nowhere at all", "No such area"),
        ("about", "x" * 10_000, "at most 4000"),
        ("kind", "personal", "valid choice"),
        ("colour", "red", "valid choice"),
        ("audience", "named", "valid choice"),
    ],
)
def test_what_can_not_be_taken_is_said_and_the_rest_stays(client, member, field, typed, says):
    page = send(client, member, **{field: typed})

    text = text_of(page)
    assert page.status_code == 422
    assert says in text
    assert ('value="Sunday Readers"' in text) == (field != "name")
    assert not Space.objects.together().exists()


def test_the_hidden_part_opens_by_itself_where_something_is_wrong(client, member):
    assert "<details open>" in text_of(send(client, member, point="30 degrees"))


def test_html_is_shown_as_it_was_typed(client, member):
    send(client, member, name="<script>x</script>", about="<script>y</script> [z](javascript:z)")

    page = see(client, member, "/s/readers/")
    assert "&lt;script&gt;x&lt;/script&gt;" in page
    assert "<script>" not in page
    assert 'href="javascript' not in page


def test_signed_out_one_signs_in_first_and_comes_back(client, db):
    page = press(client, None, "/spaces/new/", GIVEN)

    assert page.headers["Location"] == "/account/login/?next=/spaces/new/"


def test_a_taken_address_is_refused_by_the_deed_too(member, space):
    with pytest.raises(Refused, match="The address Readers is taken"):
        create_space(by=member, now=NOON, kind="team", short="Readers", name="Others")


@pytest.mark.django_db(transaction=True)
def test_two_with_one_address_at_the_same_moment():
    people, start, answers = [newcomer("one"), newcomer("two")], threading.Barrier(2, timeout=20), []

    def run(person):
        start.wait()
        try:
            answers.append(create_space(by=person, now=NOON, kind="team", short="readers", name="Readers").short)
        except Refused as refused:
            answers.append(str(refused))
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[person]) for person in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(answers) == ["The address readers is taken. Choose another one.", "readers"]


@pytest.mark.parametrize("once", ["x" * 24, "\u202e", "<b>"])
def test_a_key_that_we_did_not_make_is_no_error(client, member, once):
    assert send(client, member, once=once).status_code in (302, 422)
