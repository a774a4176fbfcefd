"""The survey form on paper: what is asked of the kind, what is known already, and the way back to the record."""

import pytest

from tongxing.places.models import Fact, Place, PlaceKind

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked(db):
    """What is asked of a school here: a number, a yes or no, and words."""
    Fact.objects.all().delete()
    school = PlaceKind.objects.get(code="school")
    for order, (code, en, sort) in enumerate(
        [
            ("pupils", "Pupils", Fact.NUMBER),
            ("library", "Reading room", Fact.YES_NO),
            ("supporter", "Who helps", Fact.WORDS),
        ]
    ):
        Fact.objects.create(code=code, zh=code, en=en, sort=sort, order=order).kinds.add(school)


def read(client, path):
    """A page in English, as text."""
    return client.get(path, headers={"accept-language": "en"}).content.decode()


def test_what_is_asked_of_a_kind(client, asked):
    page = read(client, "/places/survey/?kind=school")

    assert page.count("Pupils") == page.count("Reading room") == page.count("Who helps") == 1
    assert page.count("□ There is none") == 1
    assert page.count('<svg role="img"') == 1


def test_another_kind_is_asked_something_else(client, asked):
    assert "Pupils" not in read(client, "/places/survey/?kind=village")


@pytest.mark.parametrize("query", ["", "?kind=nothing", "?kind=%00&kind=1"])
def test_a_kind_that_does_not_exist_is_the_first_one(client, asked, query):
    assert "Survey form: School" in read(client, f"/places/survey/{query}")


def test_what_is_known_stands_beside_the_lines(client, asked, place):
    Place.objects.filter(pk=place.pk).update(
        facts={"pupils": {"value": 40, "as_of": "2025"}, "library": {"value": False, "as_of": ""}}, way_from="<雅江>"
    )

    page = read(client, f"/places/{place.uid}/survey/")

    assert f"Survey form: {place.name}" in page
    assert "so far 40 (2025)" in page
    assert "so far no" in page
    assert "so far &lt;雅江&gt;" in page


def test_a_record_that_was_taken_away_has_no_form(client, place):
    Place.objects.filter(pk=place.pk).update(hidden_at=place.made_at)

    assert client.get(f"/places/{place.uid}/survey/").status_code == 404


def test_one_fact_more_costs_no_query(client, asked, place, django_assert_num_queries):
    client.get(f"/places/{place.uid}/survey/")
    school = PlaceKind.objects.get(code="school")
    for number in range(30):
        Fact.objects.create(code=f"more{number}", zh="多", en=f"More {number}").kinds.add(school)

    with django_assert_num_queries(2):
        assert "More 29" in read(client, f"/places/{place.uid}/survey/")
