"""Along a way: the page, its list and its map, and what is asked back."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest

from tongxing.places import cells
from tongxing.places.cells import Wanted
from tongxing.places.models import Place

from .conftest import make_place, source_of

PATH = "/places/along/"
WAY = {"from": "成都", "via1": "雅安", "via2": "泸定", "to": "康定"}


@pytest.fixture
def schools(steward):
    """Three schools on the way from Chengdu to Kangding, one far from it, and one of which only the county is known."""
    spots = {"炉城小学": (30.0, 101.97), "多营小学": (30.02, 102.93), "冷碛小学": (29.88, 102.24)}
    found = [make_place(steward, name, "四川 康定" if name[0] == "炉" else "四川", lat=lat, lon=lon, datum="wgs84")
             for name, (lat, lon) in spots.items()]  # fmt: skip
    far = make_place(steward, "远山小学", "四川 理塘", lat=30.0, lon=100.27, datum="wgs84")
    rough = make_place(steward, "县里小学", "四川 泸定")
    return {place.name: place for place in [*found, far, rough]}


def wanted_of(keys):
    """What is needed, as a room above would say it."""
    names = {"炉城小学": [Wanted("字典", 20, "本", urgent=True)], "多营小学": [Wanted("铅笔", 100)]}
    return {one.pk: names[one.name] for one in Place.objects.filter(pk__in=keys) if one.name in names}


@pytest.fixture
def needs(monkeypatch):
    """A room above knows of needs."""
    monkeypatch.setattr(cells, "SOURCES", [source_of(wanted_of)])


def read(client, **asked):
    return client.get(PATH, asked, headers={"accept-language": "en"}).content.decode()


def names_in(page, part="list"):
    """The names of a list, in its order."""
    section = page.partition(
        f'<section {"class=" + chr(34) + "sec" + chr(34) + " " if part == "rough" else ""}id="{part}"'
    )[2]
    return re.findall(r"<h3><a [^>]*>([^<]*)</a>", section.partition("</section>")[0])


def test_the_page_asks_from_where_to_where(client, db):
    page = read(client)
    assert "A straight line between towns is not the road" in page
    assert page.count('name="via') == 5
    assert "Where from?" not in page


def test_who_leaves_out_an_end_is_asked_for_it_and_loses_nothing(client, db):
    page = read(client, via1="雅安", within_km=30, **{"from": ""})

    assert "Where from?" in page and "Where to?" in page
    assert 'value="雅安"' in page and 'value="30"' in page


def test_the_stops_come_in_the_order_of_the_way(client, schools):
    page = read(client, **WAY)
    assert names_in(page) == ["多营小学", "冷碛小学", "炉城小学"]
    kms = re.findall(r">km (\d+) · (\S+) km from the line", page)
    assert kms[:3] == [("127", "2.2"), ("195", "4.2"), ("222", "0.3")]
    assert "3 places along the way" in page


def test_those_only_roughly_known_are_listed_apart(client, schools):
    page = read(client, **WAY)
    assert names_in(page, "rough") == ["县里小学"]
    assert "1 place of which only the county or town is known" in page


def test_the_map_draws_the_line_and_a_pin_for_every_stop_of_the_list(client, schools):
    page = read(client, **WAY)
    assert page.count('class="way"') == 1
    assert re.findall(r'class="pin" href="#p(\d)"', page) == ["1", "2", "3"]


def test_without_towns_between_the_line_is_another(client, schools):
    assert names_in(read(client, **{"from": "成都", "to": "康定"})) == ["炉城小学"]


def test_what_is_needed_stands_beside_a_stop(client, schools, needs):
    page = read(client, **WAY)
    assert "<b>Urgent</b> 字典 20 本" in page
    assert names_in(read(client, **WAY, needs="on")) == ["多营小学", "炉城小学"]


def test_one_kind_alone(client, schools, steward):
    make_place(steward, "多营村", "四川 康定", kind="village", lat=30.01, lon=102.0, datum="wgs84")
    assert names_in(read(client, **WAY, kind="village")) == ["多营村"]


def test_a_hidden_place_is_not_named(client, schools):
    Place.objects.filter(name="冷碛小学").update(hidden_at="2026-01-01T00:00Z")
    assert "冷碛小学" not in read(client, **WAY)


def test_a_name_of_several_areas_is_asked_back_with_links(client, schools):
    page = read(client, **(WAY | {"via1": "朝阳"}))
    assert "Which one do you mean?" in page
    links = [link.replace("&amp;", "&") for link in re.findall(r'<li><a href="(\?[^"]*)">北京市 朝阳区', page)]
    chosen = parse_qs(urlsplit(links[0]).query)
    assert (chosen["via1"], chosen["to"]) == (["北京市 朝阳区"], ["康定"])
    assert "Which one" not in client.get(PATH + links[0], headers={"accept-language": "en"}).content.decode()


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ({"from": "成都"}, "Where to?"),
        ({"to": "成都"}, "Where from?"),
        ({"from": "qqqq", "to": "成都"}, "No area and no place is called so."),
        ({"from": "91, 200", "to": "成都"}, "Are they swapped?"),
        ({"from": "成都", "to": "康定", "within_km": "0"}, "At least 1."),
        ({"from": "成都", "to": "康定", "within_km": "101"}, "At most 100."),
        ({"from": "成都", "to": "康定", "within_km": "x"}, "Write a number"),
        ({"from": "成都", "to": "康定", "on": "soon"}, "Write the day as 2026-10-02."),
        ({"from": "0, 0", "to": "0, 180"}, "These lie opposite on earth."),
        ({"from": "0, 0", "to": "0, 100"}, "This way is 11120 km long."),
        ({"from": "0, 0", "to": "0, 80", "within_km": "20"}, "Along so long a way at most 11 km are looked around."),
        ({"line": "???"}, "The line in this address is broken."),
    ],
)
def test_what_cannot_be_understood_is_said_at_its_field(client, db, asked, says):
    page = read(client, **asked)
    assert says in page
    assert "along the way</h2>" not in page
    for name in ("from", "to"):
        if asked.get(name):
            assert f'value="{asked[name]}"' in page


def test_pages_have_thirty_stops_and_as_many_queries_as_one(client, steward, django_assert_num_queries):
    make_place(steward, "一号小学", "四川 康定", lat=30.0, lon=101.9, datum="wgs84")
    read(client, **WAY)
    with django_assert_num_queries(4):
        read(client, **WAY)
    for number in range(34):
        make_place(steward, f"{number}号校", "四川 康定", lat=30.0, lon=101.9 + number / 1000, datum="wgs84")
    with django_assert_num_queries(4):
        page = read(client, **WAY)
    assert len(names_in(page)) == 30
    assert len(names_in(read(client, **WAY, page="2"))) == 5
