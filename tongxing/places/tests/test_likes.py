"""While somebody writes the name of a new place: is it here already?"""

import pytest


@pytest.mark.parametrize(
    ("asked", "shown"),
    [({"name": "石板沟完小", "area": "四川 雅江"}, True), ({"name": "石板沟小学", "area": "雅江"}, True),
     ({"name": "石板沟小学", "area": "北京 东城区"}, False), ({"name": "青冈村小学", "area": "四川 雅江"}, False),
     ({"name": "石板沟小学"}, False), ({"area": "雅江"}, False), 
     ({"name": "石" * 900, "area": "?"}, False), ({}, False)],
)  # fmt: skip
def test_what_may_be_the_same_is_shown(client, place, asked, shown):
    answer = client.get("/places/likes/", asked)

    assert answer.status_code == 200
    assert (place.get_absolute_url() in answer.content.decode()) == shown
    assert "<html" not in answer.content.decode()


def test_a_hidden_one_is_not_named(client, place):
    type(place).objects.update(hidden_at=place.made_at)

    assert place.name not in client.get("/places/likes/", {"name": "石板沟小学", "area": "雅江"}).content.decode()


def test_the_form_asks_for_it(client, member):
    client.force_login(member)

    assert 'hx-get="/places/likes/"' in client.get("/places/new/").content.decode()
