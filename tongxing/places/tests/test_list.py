"""Places by area, kind and words, beside a map that says the same."""

import pytest

from tongxing.core.areas import gazetteer
from tongxing.places.models import Place

from .conftest import make_place

pytestmark = pytest.mark.django_db


@pytest.fixture
def places(steward):
    """Three in Ganzi, one in Liangshan, one in Beijing."""
    return [
        make_place(steward, "石板沟小学", "雅江", lat=30.1, lon=101.1, datum="wgs84"),
        make_place(steward, "青冈村完小", "雅江"),
        make_place(steward, "河口图书室", "理塘", kind="library"),
        make_place(steward, "木耳村小学", "四川 越西"),
        make_place(steward, "胡同里的客厅", "北京 东城区", kind="community"),
    ]


def listed(client, query=""):
    """The page, and which of the five names stand in it."""
    page = client.get(f"/places/{query}")
    assert page.status_code == 200
    text = page.content.decode()
    return text, "".join(
        name[0] for name in ("石板沟小学", "青冈村完小", "河口图书室", "木耳村小学", "胡同里的客厅") if name in text
    )


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", "石青河木胡"),
        ("?area=510000", "石青河木"),
        ("?area=513300", "石青河"),
        ("?area=513325", "石青"),
        ("?area=雅江", "石青"),
        ("?area=四川 甘孜州", "石青河"),
        ("?area=nowhere", "石青河木胡"),
        ("?kind=library", "河"),
        ("?kind=nothing", "石青河木胡"),
        ("?q=小学", "石木"),
        ("?q=完小", "青"),
        ("?q=小學", "石木"),
        ("?q=甘孜 小学", "石"),
        ("?q=河", "河"),
        ("?q=雅江", "石青"),
        ("?q=小学&area=513400", "木"),
        ("?q=小学&kind=library", ""),
        ("?page=99", "石青河木胡"),
        ("?page=x", "石青河木胡"),
        ("?q=%00%27%22*(&area=%00&kind=%00&page=%00", ""),
    ],
)
def test_narrowed(client, places, query, found):
    assert listed(client, query)[1] == found


def test_the_nation_counts_by_province(client, places):
    text, _found = listed(client)

    assert "<title>四川, 4 places</title>" in text
    assert "<title>北京, 1 place</title>" in text
    assert "?area=510000" in text
    assert "/places/seats.svg?v=" in text


def test_a_province_counts_by_prefecture(client, places):
    text, _found = listed(client, "?area=510000")

    assert "<title>甘孜, 3 places</title>" in text
    assert "<title>凉山, 1 place</title>" in text
    assert "By prefecture" in text


def test_a_county_shows_numbered_pins_for_its_list(client, places):
    text, _found = listed(client, "?area=513325")

    assert 'href="#p1" tabindex="-1"><title>1, 青冈村完小</title>' in text
    assert 'class="pin rough" href="#p1"' in text
    assert 'class="pin" href="#p2"' in text
    assert '<li id="p2">' in text


def test_words_stay_while_the_area_changes(client, places):
    assert "?q=%E5%B0%8F%E5%AD%A6&amp;area=510000" in listed(client, "?q=小学")[0]


def test_an_unknown_area_is_said(client, places):
    assert "No area is called “nowhere”" in listed(client, "?area=nowhere")[0]


def test_empty_pages_say_what_to_do(client, db):
    assert "No place is written down here yet" in client.get("/places/").content.decode()
    assert "Nothing fits" in client.get("/places/?q=完小").content.decode()
    assert "/places/new/?area=513325" in client.get("/places/?area=513325").content.decode()


def test_what_is_hidden_is_neither_listed_nor_counted(client, places):
    Place.objects.filter(pk=places[4].pk).update(hidden_at=places[0].made_at)

    text, found = listed(client)
    assert found == "石青河木"
    assert "北京" not in text
    assert client.get(places[4].get_absolute_url()).status_code == 404


def test_what_was_meant_here_is_found_beside_many_elsewhere(client, steward, monkeypatch):
    monkeypatch.setattr("tongxing.core.typos.CANDIDATES", 5)
    for number in range(20):
        make_place(steward, f"希望小学{number}", "北京 东城区")
    make_place(steward, "希望小学", "雅江")

    page = client.get("/places/?q=西望小学&area=雅江").content.decode()

    assert page.count("希望小学</a>") == 1 and "希望小学1" not in page


def test_thirty_a_page(client, steward):
    for number in range(31):
        make_place(steward, f"第{number}号村小学")

    first, second = client.get("/places/").content.decode(), client.get("/places/?page=2").content.decode()

    assert (first.count("号村小学</a>"), second.count("号村小学</a>")) == (30, 1)
    assert "?page=2" in first


# words are asked for once more: whether any place holds them
@pytest.mark.parametrize(("query", "asked"), [("", 5), ("?area=513325", 5), ("?area=513300", 5), ("?q=小学", 6)])
def test_as_many_queries_for_one_as_for_thirty(client, steward, django_assert_num_queries, query, asked):
    gazetteer()
    make_place(steward, "第一村小学")
    with django_assert_num_queries(asked):
        client.get(f"/places/{query}")

    for number in range(30):
        make_place(steward, f"第{number}号村小学", ["雅江", "理塘", "四川 道孚"][number % 3])
    with django_assert_num_queries(asked):
        client.get(f"/places/{query}")


def test_the_dots_are_fetched_once(client, db):
    first = client.get("/places/seats.svg")

    assert first.headers["Content-Type"] == "image/svg+xml"
    assert "max-age=31536000" in first.headers["Cache-Control"]
    assert first.content.count(b"h0") > 2000
    assert client.get("/places/seats.svg", headers={"If-None-Match": first.headers["ETag"]}).status_code == 304


def test_the_home_page_shows_the_nation(client, places):
    text = client.get("/").content.decode()

    assert "5 places are written down here." in text
    assert "<title>四川, 4 places</title>" in text
