"""Signing up: four fields, rescue codes once, a space of one's own."""

import threading
from datetime import date

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client

from tongxing.conftest import NOON, PASSPHRASE, newcomer
from tongxing.core.models import Event, Pending
from tongxing.core.refusal import Refused
from tongxing.people.models import Person
from tongxing.people.tests.doors import see, text_of
from tongxing.spaces.actions import open_space, sign_up
from tongxing.spaces.models import Space, SpaceName

GIVEN = {"username": "li_xia", "name": "Li Xia", "password1": PASSPHRASE, "age": "18+"}


def send(client, query="", **changes):
    return client.post(f"/account/signup/{query}", GIVEN | changes)


@pytest.mark.django_db
def test_a_person_with_a_space_of_their_own_and_codes_on_paper(client):
    page = send(client)

    person = Person.objects.get()
    assert (person.handle, person.name, person.age, person.email) == ("li_xia", "Li Xia", "18+", "")
    assert (person.space.short, person.space.kind, person.space.joining) == ("li_xia", "personal", "invited")
    assert person.memberships.get().is_steward
    assert text_of(page).count("<li><code>") == person.rescue_codes.unused().count() == 8
    assert "no-store" in page.headers["Cache-Control"]
    assert list(Event.objects.values_list("verb", flat=True)) == ["space.signed_up", "person.rescue_codes_made"]


@pytest.mark.django_db
def test_who_signed_up_is_signed_in(client):
    send(client)

    assert "Li Xia" in text_of(client.get("/"))


@pytest.mark.django_db
def test_sent_three_times_it_is_one_person(client):
    for _ in range(3):
        send(client)

    assert (Person.objects.count(), Space.objects.count()) == (1, 1)


@pytest.mark.django_db
def test_the_codes_are_nowhere_but_in_that_answer(client):
    codes = [line.partition("<")[0] for line in text_of(send(client)).split("<li><code>")[1:]]

    kept = str(dict(client.session)) + text_of(client.get("/")) + text_of(client.get("/me/"))
    assert [code for code in codes if code in kept] == []


@pytest.mark.django_db
def test_under_fourteen_is_refused_kindly_and_what_was_typed_stays(client):
    page = text_of(send(client, age="under-14"))

    assert "From 14 on you can have an account of your own." in page
    assert 'value="li_xia"' in page
    assert 'value="Li Xia"' in page
    assert not Person.objects.exists()


@pytest.mark.django_db
def test_the_deed_itself_refuses_the_same():
    with pytest.raises(Refused, match="From 14 on"):
        sign_up(Person(handle="kid"), name="Kid", age="under-14", now=NOON)


@pytest.mark.django_db
def test_from_14_to_17_the_name_is_not_for_everybody(client):
    send(client, age="14-17", born=f"{date.today().year - 16}-01")

    assert Person.objects.get().public_name == "A young companion"
    assert see(client, None, "/s/li_xia/").count("Li Xia") == 0


def month(years, months=0):
    """The month so many years and months ago, as people write it."""
    number = date.today().year * 12 + date.today().month - 1 - years * 12 - months
    return f"{number // 12}-{number % 12 + 1:02}"


@pytest.mark.django_db
def test_from_14_to_17_the_month_is_asked_and_only_the_day_of_18_is_kept(client):
    """In the month of the 18th birthday one is still young, in that of the 14th one is believed."""
    send(client, age="14-17", born=f" {month(18)} ")

    young, today = Person.objects.get(), date.today()
    turns = date(today.year + today.month // 12, today.month % 12 + 1, 1)
    assert (young.age, young.grows_up_on, young.shows_name) == ("14-17", turns, False)
    assert Pending.objects.filter(job="people.grow_up").count() == 1


@pytest.mark.django_db
def test_who_is_grown_up_is_asked_nothing_more(client):
    send(client, born="no month at all")

    assert (Person.objects.get().age, Person.objects.get().grows_up_on) == ("18+", None)
    assert not Pending.objects.filter(job="people.grow_up").exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("born", "says"),
    [
        (None, "Say in which month you were born"),
        ("long ago", "Write the month as 2009-03."),
        (month(13, 11), "From 14 on you can have an account of your own."),
        ("2090-01", "From 14 on you can have an account of your own."),
        (month(18, 1), "By this month you are 18 already."),
    ],
)
def test_a_month_that_does_not_fit_is_said_at_its_field(client, born, says):
    page = text_of(send(client, "?lang=en", age="14-17", **({"born": born} if born else {})))

    assert says in page[page.index('id="id_born_error"') :]
    assert 'value="Li Xia"' in page
    assert born is None or f'value="{born}"' in page
    assert not Person.objects.exists()


@pytest.mark.parametrize(
    ("handle", "says"),
    [
        ("member", "is taken"),
        ("MEMBER", "is taken"),
        ("ｍｅｍｂｅｒ", "is taken"),
        ("readers", "is taken"),
        ("admin", "kept for the site"),
        ("x", "2 to 30"),
        ("12345", "at least one letter"),
        ("li xia", "Use only letters"),
        ("li\u202exia", "Use only letters"),
        ("li\u200bxia", "Use only letters"),
        ("<b>li</b>", "Use only letters"),
        ("a\x00b", "Null characters"),
        ("x" * 10_000, "at most 30"),
        ("", "required"),
    ],
)
def test_a_handle_that_can_not_be_taken(client, space, handle, says):
    before = Person.objects.count()

    page = text_of(send(client, username=handle))

    assert says in page
    assert 'value="Li Xia"' in page
    assert Person.objects.count() == before


@pytest.mark.django_db
def test_a_name_is_cleaned_and_shown_as_it_is(client):
    send(client, name="\u202e<b>Li\u200b \x00Xia</b>")

    assert Person.objects.get().name == "<b>Li Xia</b>"
    assert "&lt;b&gt;Li Xia&lt;/b&gt;" in text_of(client.get("/"))


@pytest.mark.django_db
def test_bytes_that_are_no_text(client):
    body = b"username=li\xff\xfexia&name=\xc3\x28&password1=seven+yellow+pencils&age=18%2B"

    page = client.post("/account/signup/", body, content_type="application/x-www-form-urlencoded")

    assert page.status_code == 200
    assert "Use only letters" in text_of(page)


@pytest.mark.django_db
def test_wide_letters_of_a_keyboard_are_plain_ones(client):
    send(client, username="ｌｉ＿ｘｉａ")

    assert Person.objects.get().handle == "li_xia"


@pytest.mark.django_db
def test_where_one_came_from_waits_behind_every_step(client):
    entry = text_of(client.get("/account/login/?next=/spaces/"))
    assert "/account/signup/?next=%2Fspaces%2F" in entry
    refused = text_of(send(client, "?next=/spaces/", username="x"))
    assert '<input type="hidden" name="next" value="/spaces/">' in refused

    codes = text_of(send(client, next="/spaces/"))

    assert 'href="/spaces/"' in codes[codes.index("<main") : codes.index("</main>")]


@pytest.mark.django_db
def test_nobody_is_sent_to_a_foreign_house(client):
    codes = text_of(send(client, "?next=https://elsewhere.example/"))

    assert "elsewhere.example" not in codes[codes.index("<main") : codes.index("</main>")]


@pytest.mark.django_db
def test_a_handle_taken_behind_the_form_is_a_sentence(client):
    """What the form can't see, the database refuses; nobody sees an error page."""
    newcomer("li_xia")
    SpaceName.objects.all().delete()

    page = send(client)

    assert page.status_code == 409
    assert "The handle li_xia is taken" in text_of(page)


@pytest.fixture
def fresh_counters(transactional_db):
    yield
    cache.clear()


def test_two_with_one_handle_at_the_same_moment(fresh_counters):
    start, answers = threading.Barrier(2, timeout=20), []

    def run():
        start.wait()
        answers.append(text_of(send(Client())))
        connection.close()

    threads = [threading.Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted("The handle li_xia is taken" in answer for answer in answers) == [False, True]
    assert (Person.objects.count(), Space.objects.count(), SpaceName.objects.count()) == (1, 1, 1)


@pytest.mark.django_db
def test_two_hundred_behind_one_address_sign_up_within_a_minute():
    for number in range(200):
        assert "<li><code>" in text_of(send(Client(), username=f"pupil{number:03}"))


@pytest.mark.django_db
def test_a_short_and_a_handle_are_one_namespace(client, steward):
    open_space(by=steward, now=NOON, kind="team", short="li_xia", name="Li Xia's team")

    assert "is taken" in text_of(send(client))
