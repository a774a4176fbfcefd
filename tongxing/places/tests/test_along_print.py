"""The packing list on paper: its stops, one kilo, and the way back to the web."""

import re

import pytest

from tongxing.places import cells
from tongxing.places.cells import Wanted
from tongxing.places.models import Place

from .conftest import make_place, source_of

ASKED = {"from": "成都", "via1": "雅安", "to": "康定"}


def wanted_of(keys):
    """Dictionaries for one of them."""
    return {one.pk: [Wanted("字典", 2, "本", urgent=True)] for one in Place.objects.filter(pk__in=keys, name="二小")}


@pytest.fixture
def schools(steward, monkeypatch):
    """Three in a row."""
    monkeypatch.setattr(cells, "SOURCES", [source_of(wanted_of)])
    spots = [("一小", 102.3), ("二小", 102.2), ("三小", 102.1)]
    return [make_place(steward, name, "四川 康定", lat=30.0, lon=lon, datum="wgs84") for name, lon in spots]


def read(client, path, **asked):
    return client.get(path, asked, headers={"accept-language": "en"}).content.decode()


def names_in(page):
    return re.findall(r"<td><b>([^<]*)</b>", page)


def test_the_sheet_says_stops_needs_and_one_kilo(client, schools):
    page = read(client, "/places/along/print/", **ASKED)
    assert names_in(page) == ["一小", "二小", "三小"]
    assert "字典 2 本" in page
    assert "字典 × 2, 800 g, for 二小" in page
    assert "<svg" in page.partition('class="qr"')[2]


def test_only_what_was_ticked(client, schools):
    page = read(client, "/places/along/print/", **ASKED, stop=[schools[2].uid, schools[0].uid])
    assert names_in(page) == ["一小", "三小"]
    assert "One kilo" not in page


def test_a_kept_way_has_its_own_address_on_the_sheet(client, way, schools):
    page = read(client, f"/places/along/{way.uid}/print/")
    assert names_in(page) == ["一小", "二小", "三小"]
    assert f"/places/along/{way.uid}/</p>" in page


def test_more_than_a_sheet_holds_is_said(client, steward):
    for number in range(43):
        make_place(steward, f"{number}号校", "四川 康定", lat=30.0, lon=102.0 + number / 1000, datum="wgs84")
    page = read(client, "/places/along/print/", **ASKED)
    assert len(names_in(page)) == 40
    assert "3 more stops aren't printed" in page


def test_without_a_way_it_leads_to_where_one_says_it(client, db):
    assert client.get("/places/along/print/", {"from": "qqqq"})["Location"] == "/places/along/?from=qqqq"
