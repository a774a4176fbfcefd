"""The page that finds everything: kinds, areas, pages, the best fitting first, what fits marked."""

import re

import pytest
from django.utils import timezone

from tongxing.conftest import make_activity
from tongxing.front import finding
from tongxing.needs.tests.conftest import make_need
from tongxing.places.tests.conftest import make_place

pytestmark = pytest.mark.django_db


@pytest.fixture
def things(space, steward):
    """Of every kind one that is found by 石板沟."""
    place = make_place(steward, lat=30.1, lon=101.1, datum="wgs84", about="最想要的是有人来讲故事。")
    make_need(steward, place=place, now=timezone.now())
    make_activity(space, steward, title="去石板沟", place=place)
    type(space).objects.filter(pk=space.pk).update(name="石板沟之友")
    return place


def read(client, **asked):
    return client.get("/search/", {"lang": "en"} | asked).content.decode()


def rows(page):
    """The headings of what was found, without their hidden words."""
    found = re.findall(r"<h3><a [^>]*>(.*?)</a></h3>", page)
    return [re.sub(r"<span class=.hide.>.*?</span>|</?mark>", "", one) for one in found]


def test_every_kind_with_its_number(client, things, space):
    from tongxing.spaces.actions import find_again

    space.refresh_from_db()
    find_again(space)

    for query in ("石板沟", "shibangou", "sbg", "石板溝"):
        page = read(client, q=query)
        assert rows(page) == ["石板沟小学", "Dictionaries", "去石板沟", "石板沟之友"], query
        assert re.findall(r">(\w+) 1</a>", page) == ["Places", "Needs", "Activities", "Teams"]
    assert "<mark>石板沟</mark>小学" in page


def test_one_kind_and_an_area(client, things, steward):
    make_place(steward, "石板沟完小", "四川 甘孜县", lat=31.6, lon=99.9, datum="wgs84")

    assert sorted(rows(read(client, q="石板沟", what="places"))) == ["石板沟完小", "石板沟小学"]
    assert rows(read(client, q="石板沟", area="雅江")) == ["石板沟小学", "Dictionaries", "去石板沟"]
    assert rows(read(client, q="石板沟", area="甘孜县", what="places")) == ["石板沟完小"]
    assert rows(read(client, q="石板沟", area="甘孜县", what="needs")) == []
    assert "No such area is known" in read(client, q="石板沟", area="Nowhere")
    assert rows(read(client, q="石板沟", what="letters")) == rows(read(client, q="石板沟"))


def test_the_best_fitting_first_then_the_newest(client, steward):
    for name in ("石板沟", "石板沟小学", "大石板沟小学", "石板沟教学点"):
        make_place(steward, name, "四川 雅江")
    make_place(steward, "云上小学", "四川 雅江", about="在石板沟上面。")

    page = read(client, q="石板沟", what="places")

    assert rows(page) == ["石板沟", "石板沟教学点", "石板沟小学", "大石板沟小学", "云上小学"]
    assert "在<mark>石板沟</mark>上面。" in page


def test_pages_and_a_bound(client, steward, monkeypatch):
    monkeypatch.setattr(finding, "MOST", 34)
    for number in range(36):
        make_place(steward, f"云上小学{number}", "四川 雅江")

    first, second = (read(client, q="云上", what="places", page=number) for number in (1, 2))

    assert (len(rows(first)), len(rows(second))) == (30, 4)
    assert "Places 34+" in first and "There are more than these" in first
    assert len(rows(read(client, q="云上"))) == finding.SHOWN


def test_nothing_is_found(client, things):
    page = read(client, q="不存在")

    assert rows(page) == [] and "Nothing found for “不存在”" in page and "/places/new/" in page
    assert "Nothing found" not in read(client) and "Nothing found for" in read(client, q="不存在", what="needs")


def test_what_sounds_or_looks_alike_is_said_to_do_so(client, things, steward):
    make_place(steward, "实办沟完小", "四川 雅江")
    make_place(steward, "石河小学", "四川 雅江")

    for query in ("石扳沟", "石坂沟"):
        page = read(client, q=query)
        assert f"Nothing is called “{query}”. These sound or look similar:" in page
        assert rows(page)[:2] == ["石板沟小学", "实办沟完小"] and "石河小学" not in page and "Nothing found" not in page
    assert rows(read(client, q="shibagou", what="places")) == ["实办沟完小", "石板沟小学"]
    assert rows(read(client, q="石扳沟", area="云南")) == [] and "Nothing is called" not in read(client, q="石板沟")
    assert "没有叫“石扳沟”的，下面这些读音或字形相近：" in client.get("/search/?q=石扳沟&lang=zh-hans").content.decode()


def test_what_is_typed_is_only_shown(client, things):
    page = read(client, q="<b>石扳沟")

    assert "<b>" not in page


@pytest.mark.parametrize("path", ["/places/", "/needs/", "/activities/", "/spaces/", "/map/"])
def test_every_list_falls_back_alike(client, things, space, path):
    from tongxing.spaces.actions import find_again

    space.refresh_from_db()
    find_again(space)

    page = client.get(path, {"q": "石扳沟", "lang": "en", "time": "past"}).content.decode()

    assert "Nothing is called “石扳沟”. These sound or look similar:" in page and "石板沟" in page
    assert "sound or look similar" not in client.get(path, {"q": "石板沟", "lang": "en"}).content.decode()


@pytest.mark.parametrize("path", ["places", "needs", "activities", "spaces"])
def test_the_api_falls_back_alike(client, things, space, path):
    from tongxing.spaces.actions import find_again

    space.refresh_from_db()
    find_again(space)

    typed, meant = (
        client.get(f"/api/v1/{path}", {"q": q, "limit": 1, "time": "past"}).json() for q in ("石板沟", "石扳沟")
    )

    assert typed["items"] == meant["items"] != [] and (typed["alike"], meant["alike"]) == (False, True)
    assert client.get(f"/api/v1/{path}", {"q": "西瓜皮"}).json() == {"items": [], "next": None, "alike": False}


def test_neighbours_before_syllables_that_lie_apart(client, steward, monkeypatch):
    monkeypatch.setattr(finding, "MOST", 3)
    make_place(steward, "下东里村", "四川 雅江")
    make_place(steward, "东里村", "四川 雅江")
    for number in range(4):
        make_place(steward, f"村{number}里山东", "四川 雅江", other_names="东山李家村")

    assert rows(read(client, q="dong li cun", what="places"))[:2] == ["东里村", "下东里村"]
    assert rows(read(client, q="东 里", what="places"))[:2] == ["东里村", "下东里村"]
    listed = client.get("/api/v1/places", {"q": "dong li cun", "limit": 3}).json()
    assert [one["name"] for one in listed["items"]] == ["东里村", "下东里村", "村3里山东"]
    more = client.get("/api/v1/places", {"q": "dong li cun", "limit": 3, "cursor": listed["next"]}).json()
    assert [one["name"] for one in more["items"]] == ["村2里山东", "村1里山东", "村0里山东"]
    assert client.get("/places/?q=dong+li+cun").content.decode().index("东里村") > 0


def test_what_is_lacking_no_more_is_not_found(client, things, steward):
    from tongxing.needs.models import Need

    Need.objects.update(agreed=30)

    assert "Dictionaries" not in rows(read(client, q="石板沟"))


def test_names_that_are_markup(client, steward):
    make_place(steward, "<b>石板</b><script>", "四川 雅江", about="<i>石板</i> & more")

    page = read(client, q="石板")

    assert "&lt;b&gt;<mark>石板</mark>&lt;/b&gt;&lt;script&gt;" in page and "<b>" not in page and "<i>" not in page
