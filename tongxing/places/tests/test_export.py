"""Places as files: the same ones as the list, safe for spreadsheets, and nobody's telephone number."""

import csv
import io
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tongxing.conftest import NOON
from tongxing.imports.readers import read
from tongxing.places import exports
from tongxing.places.models import Contact, Fact, Place
from tongxing.places.tests.conftest import make_place
from tongxing.places.tests.test_import_table import brought, outcomes

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("read_here")]


def bytes_of(client, path):
    """What a download holds."""
    answer = client.get(path)
    assert answer.status_code == 200
    return b"".join(answer.streaming_content)


def table_of(client, query="", name="export.csv"):
    """Its rows, each {heading: cell}."""
    if name.endswith("xlsx"):
        (sheet,) = read(bytes_of(client, f"/places/{name}{query}"), name)["sheets"]
        heads, *rows = [cells for _line, cells in sheet["lines"]]
        return [dict(zip(heads, row, strict=False)) for row in rows]
    return list(csv.DictReader(io.StringIO(bytes_of(client, f"/places/{name}{query}").decode("utf-8-sig"))))


@pytest.mark.parametrize("name", ["export.csv", "export.xlsx"])
def test_what_the_public_page_says(client, place, name):
    Fact.objects.get_or_create(code="pupils", defaults={"zh": "学生", "en": "Pupils"})
    Fact.objects.get_or_create(code="water", defaults={"zh": "水", "en": "Water", "sort": Fact.YES_NO})
    facts = {"pupils": {"value": 40, "as_of": "2025"}, "water": {"value": False}}
    Place.objects.filter(pk=place.pk).update(facts=facts, way="班车,\n再走")

    (row,) = table_of(client, name=name)

    assert (row["uid"], row["name"], row["kind"]) == (place.uid, "石板沟小学", "school")
    assert (row["province"], row["prefecture"], row["county"]) == ("四川省", "甘孜藏族自治州", "雅江县")
    assert (row["lat"], row["lon"], row["datum"], row["precision"]) == ("30.1", "101.1", "wgs84", "address")
    assert (row["pupils"], row["pupils_as_of"], row["water"], row["way"]) == ("40", "2025", "no", "班车,\n再走")


def test_the_same_places_as_the_list(client, steward):
    make_place(steward)
    make_place(steward, "河口小学", "四川 康定", kind="village")
    hidden = make_place(steward, "没有了小学")
    Place.objects.filter(pk=hidden.pk).update(hidden_at=NOON)

    assert [row["name"] for row in table_of(client)] == ["河口小学", "石板沟小学"]
    assert [row["name"] for row in table_of(client, "?area=康定")] == ["河口小学"]
    assert [row["name"] for row in table_of(client, "?kind=school")] == ["石板沟小学"]
    assert [row["name"] for row in table_of(client, "?q=石板沟")] == ["石板沟小学"]
    assert table_of(client, "?bbox=0,0,1,1") == []


@pytest.mark.parametrize("query", ["?kind=castle", "?area=火星", "?bbox=1"])
def test_a_query_that_cannot_be_understood_is_told(client, query):
    assert client.get(f"/places/export.csv{query}").status_code == 400


def test_bytes_begin_with_the_mark_of_utf_8(client, place):
    assert bytes_of(client, "/places/export.csv")[:3] == b"\xef\xbb\xbf"


@pytest.mark.parametrize("name", ["=1+1小学", "+cmd小学", "-1小学", "@x小学", "＝1小学", " '=1小学"])
def test_no_cell_is_a_formula(client, steward, name):
    make_place(steward, name)

    (row,) = table_of(client)
    assert row["name"] == f"'{name}".replace("' ", "'") or row["name"] == f"'{name}"
    (cell,) = [row["name"] for row in table_of(client, name="export.xlsx")]
    assert cell == Place.objects.get().name  # typed as text in the workbook: no program reckons it


def test_contacts_never_go_along(client, steward, place):
    Contact.objects.create(
        place=place, name="canary-name", phone="canary-phone", consent="told", consent_on=date(2026, 5, 4)
    )
    client.force_login(steward)

    for name in ("export.csv", "export.xlsx"):
        assert "canary" not in str(table_of(client, name=name))


def test_a_long_list_is_read_in_pieces(client, steward, monkeypatch):
    for number in range(3):
        make_place(steward, f"第{number}号小学")
    monkeypatch.setattr(exports, "AT_ONCE", 2)

    with CaptureQueriesContext(connection) as asked:
        assert len(table_of(client)) == 3
    places = [one for one in asked if 'FROM "places_place"' in one["sql"]]
    assert len(places) == 3  # two, one, and none


def test_what_went_out_comes_in_elsewhere_as_it_was(client, steward, member):
    before = make_place(steward, "-河口小学", lat=30.1, lon=101.1, datum="wgs84")
    sent = bytes_of(client, "/places/export.csv")
    Place.objects.all().delete()

    batch = brought(member, sent, "places.csv", datum="wgs84")

    assert outcomes(batch) == [(2, "new")]
    after = Place.objects.get()
    assert (before.name, before.area, before.lat, before.lon) == (after.name, after.area, after.lat, after.lon)
