"""Changing what a space says about itself."""

import pytest

from tongxing.conftest import newcomer
from tongxing.core.models import Event
from tongxing.core.refusal import Refused
from tongxing.people.tests.doors import press, see, text_of
from tongxing.spaces.actions import change_space

GIVEN = {
    "name": "Monday Readers",
    "about": "We read.\n\nCome and read **aloud**.",
    "joining": "ask",
    "audience": "public",
    "colour": "brick",
    "point": "30.03, 101.01",
}


def send(client, person, space, **changes):
    return press(client, person, f"/s/{space.short}/edit/", GIVEN | changes)


def test_what_a_steward_writes_is_shown(client, space, steward):
    assert send(client, steward, space).headers["Location"] == "/s/readers/"

    space.refresh_from_db()
    assert (space.name, space.joining, space.lat, space.lon) == ("Monday Readers", "ask", 30.03, 101.01)
    page = see(client, None, "/s/readers/")
    assert "<strong>aloud</strong>" in page
    assert 'data-colour="brick"' in page


def test_sent_three_times_it_is_the_same(client, space, steward):
    for _ in range(3):
        assert send(client, steward, space).status_code == 302

    space.refresh_from_db()
    assert space.name == "Monday Readers"


def test_the_form_knows_what_stands(client, space, steward):
    form = see(client, steward, "/s/readers/edit/")

    assert 'value="Sunday Readers"' in form
    assert "We read." in form


@pytest.mark.parametrize("who", ["member", "stranger", "other_steward"])
def test_others_may_not(request, client, space, who):
    person = request.getfixturevalue(who)

    page = send(client, person, space)

    assert page.status_code == 403
    assert "Only those who look after Sunday Readers can do this." in text_of(page)
    with pytest.raises(Refused, match="Only those who look after"):
        change_space(space, by=person, name="Mine")


def test_signed_out_one_signs_in_first(client, space):
    assert send(client, None, space).headers["Location"] == "/account/login/?next=/s/readers/edit/"


@pytest.mark.parametrize(
    ("field", "typed", "says"),
    [
        ("name", "", "required"),
        ("name", "\u2067\u200b", "required"),
        ("about", "x" * 10_000, "at most 4000"),
        ("point", "91, 10", "Are they swapped"),
        ("joining", "never", "valid choice"),
    ],
)
def test_what_can_not_be_taken_is_said_and_the_rest_stays(client, space, steward, field, typed, says):
    page = send(client, steward, space, **{field: typed})

    assert page.status_code == 422
    assert says in text_of(page)
    assert ("Come and read **aloud**." in text_of(page)) == (field != "about")
    assert not Event.objects.filter(verb="space.changed").exists()


@pytest.mark.django_db
def test_a_young_person_keeps_no_public_page_and_no_exact_place(client):
    kid = newcomer("kid", age="14-17")

    press(client, kid, "/s/kid/edit/", GIVEN)

    kid.space.refresh_from_db()
    assert (kid.space.audience, kid.space.lat) == ("members", None)


def test_the_deed_keeps_what_it_is_not_given(space, steward):
    changed = change_space(space, by=steward, colour="sky")

    assert (changed.name, changed.about, changed.colour) == ("Sunday Readers", "We read.", "sky")
