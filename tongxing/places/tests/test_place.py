"""A place's own page."""

import pytest

from tongxing.core.areas import gazetteer

from .conftest import make_place

pytestmark = pytest.mark.django_db


def test_it_says_what_is_known(client, place):
    text = client.get(place.get_absolute_url()).content.decode()

    said = ["石板沟小学", "八角楼乡石板沟村", "河谷边的村小。", "四川省 甘孜藏族自治州 雅江县", "?area=513325"]
    said += ["Pointed out on a map", "30.1000, 101.1000", "Nobody has confirmed this record yet."]
    for words in said:
        assert words in text


def test_wrong_words_lead_to_the_right_ones(client, place):
    response = client.get(f"/places/{place.uid}/wrong/?lang=en")

    assert response.status_code == 302
    assert response.headers["Location"] == f"{place.get_absolute_url()}?lang=en"


def test_an_unknown_one_is_not_there(client, db):
    assert client.get("/places/zzzzzzzzzzzz/x/").status_code == 404


def test_nobody_knows_where(client, steward):
    text = client.get(make_place(steward, area="四川").get_absolute_url()).content.decode()

    assert "Where it is isn&#39;t known yet" in text
    assert "map strip" not in text


def test_facts_are_shown_with_their_day(client, place):
    type(place).objects.update(facts={"pupils": {"value": 32, "as_of": "2011"}, "teachers": {"value": 3, "as_of": ""}})

    text = client.get(place.get_absolute_url()).content.decode()

    assert "32 <span" in text
    assert "(2011)" in text


def test_few_queries(client, place, django_assert_max_num_queries):
    gazetteer()
    with django_assert_max_num_queries(11):
        client.get(place.get_absolute_url())
