"""The page of the map says in words what the map shows; the same list comes as GeoJSON."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.contrib.staticfiles.finders import find, get_finders
from geojson_pydantic import FeatureCollection

from tongxing.places import geojson
from tongxing.places.models import Place

from .conftest import make_place

pytestmark = pytest.mark.django_db
TOP = Path(__file__).parents[3]
PRIVATE = ["given_lat", "source_key", "source_digest", "hidden", "canary", "confirmed_by", "steward"]


@pytest.fixture
def places(steward):
    """Two in Yajiang, one in Beijing, one that nobody can locate."""
    return [
        make_place(steward, "石板沟小学", "雅江", lat=30.1, lon=101.1, datum="wgs84"),
        make_place(steward, "河口图书室", "雅江", kind="library", lat=30.2, lon=101.2, datum="wgs84"),
        make_place(steward, "胡同里的客厅", "北京 东城区", kind="community", lat=39.92, lon=116.41, datum="wgs84"),
        make_place(steward, "流动书车", "四川", kind="library"),
    ]


def names(text):
    """The first signs of those of our places that a text names."""
    return "".join(name[0] for name in ("石板沟小学", "河口图书室", "胡同里的客厅", "流动书车") if name in text)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", "石河胡流"),
        ("?kind=library", "河流"),
        ("?area=雅江", "石河"),
        ("?area=雅江&kind=library", "河"),
        ("?bbox=101,30,101.15,30.15", "石"),
        ("?bbox=101,30,102,31&kind=library", "河"),
        ("?bbox=-180,-90,180,90", "石河胡"),
        ("?bbox=0,0,1,1", ""),
        ("?bbox=101,30,101.15,30.15&area=北京", "胡"),
        ("?bbox=&area=&kind=", "石河胡流"),
    ],
)
def test_the_list_says_what_the_map_shows(client, places, query, found):
    page = client.get(f"/map/{query}")
    assert page.status_code == 200
    assert names(page.content.decode()) == found


def test_scripts_get_the_list_alone(client, places):
    page = client.get("/map/?bbox=101,30,101.15,30.15", headers={"HX-Request": "true"})
    text = page.content.decode()
    assert names(text) == "石" and "<html" not in text and "1 place" in text
    assert "HX-Request" in page["Vary"]


@pytest.mark.parametrize(
    ("bbox", "says"),
    [
        ("1,2,3", "Send four numbers"),
        ("a,b,c,d", "Send four numbers"),
        ("nan,nan,nan,nan", "West lies before east"),
        ("inf,0,inf,1", "West lies before east"),
        ("20,0,10,1", "West lies before east"),
        ("0,80,1,95", "West lies before east"),
        ("1,2,3,4" * 500, "Send four numbers"),
        ("\x00", "Send four numbers"),
    ],
)
def test_a_part_of_the_map_that_is_none_gets_a_sentence(client, places, bbox, says):
    page = client.get("/map/", {"bbox": bbox})
    assert page.status_code in (200, 400)
    if page.status_code == 200 and bbox != "\x00":
        assert "can't be read from the address" in page.content.decode() and says in page.content.decode()
    answer = client.get("/map/places.geojson", {"bbox": bbox})
    if bbox != "\x00":
        assert answer.status_code == 400 and says in answer.content.decode()


def test_a_page_of_a_part_of_the_map_has_links_that_keep_it(client, steward):
    for number in range(31):
        make_place(steward, f"{number}小学", "雅江", lat=30.1, lon=101.1, datum="wgs84")
    text = client.get("/map/?bbox=101,30,102,31").content.decode()
    assert "?bbox=101%2C30%2C102%2C31&amp;page=2" in text


def test_without_scripts_there_is_a_drawn_map(client, places):
    for query, drawn in [("", "heap"), ("?area=雅江", "pin"), ("?bbox=101,30,102,31", "pin")]:
        text = client.get(f"/map/{query}").content.decode()
        assert f'class="{drawn}"' in text.partition('id="still"')[2], query


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", "石河胡流"),
        ("?kind=library", "河流"),
        ("?area=雅江", "石河"),
        ("?q=小学", "石"),
        ("?bbox=101,30,101.15,30.15", "石"),
        ("?area=四川&bbox=101.15,30,102,31", "河"),
    ],
)
def test_the_same_list_as_geojson(client, places, query, found):
    answer = client.get(f"/map/places.geojson{query}")
    assert answer["Content-Type"] == "application/geo+json"
    said = FeatureCollection.model_validate_json(answer.content)
    assert names(" ".join(feature.properties["name"] for feature in said.features)) == found
    assert "next" not in answer.json()


def test_pages_elsewhere_may_read_it_and_keep_it(client, places, space):
    where = "/map/places.geojson?kind=school"
    first = client.get(where)
    again = client.get(where, headers={"If-None-Match": first["ETag"]})
    Place.objects.filter(pk=places[0].pk).update(name="改名小学")
    changed = client.get(where, headers={"If-None-Match": first["ETag"]})

    for answer in (first, again, changed, client.get("/s/readers/map.geojson"), client.get("/needs/feed.atom")):
        assert answer["Access-Control-Allow-Origin"] == "*" and "public" in answer["Cache-Control"]
        assert answer["ETag"] and "Access-Control-Allow-Credentials" not in answer
    assert (again.status_code, again.content, changed.status_code) == (304, b"", 200)


def test_ones_own_places_are_read_nowhere_else(client, places, member, space):
    client.force_login(member)

    for only in ("mine", "space:readers"):
        answer = client.get("/map/places.geojson", {"only": only})
        assert answer.status_code == 200 and answer["Cache-Control"] == "private, no-store"
        assert "Access-Control-Allow-Origin" not in answer and "ETag" not in answer


def test_a_feature_is_right_handed_and_tells_nothing_private(client, places):
    Place.objects.filter(pk=places[1].pk).update(hidden_at=places[1].made_at, name="canary")
    text = client.get("/map/places.geojson?area=雅江").content.decode()
    [feature] = json.loads(text)["features"]

    assert feature["geometry"] == {"type": "Point", "coordinates": [101.1, 30.1]}
    assert feature["id"] == places[0].uid
    assert feature["properties"]["url"].endswith(
        f"/places/{places[0].uid}/%E7%9F%B3%E6%9D%BF%E6%B2%9F%E5%B0%8F%E5%AD%A6/"
    )
    assert [word for word in PRIVATE if word in text] == []


def test_a_place_that_nobody_can_locate_has_no_point(client, steward):
    make_place(steward, "哪儿都是", "四川")
    Place.objects.update(lat=None, lon=None, cell=None)
    [feature] = client.get("/map/places.geojson").json()["features"]
    assert feature["geometry"] is None


def test_a_long_list_is_cut_and_leads_on(client, places, monkeypatch):
    monkeypatch.setattr(geojson, "MOST", 3)
    first = client.get("/map/places.geojson?kind=").json()
    assert len(first["features"]) == 3 and FeatureCollection.model_validate(first)

    rest = client.get(first["next"].partition("127.0.0.1:8000")[2]).json()

    assert [one["id"] for one in first["features"] + rest["features"]] == [place.uid for place in places[::-1]]
    assert "next" not in rest


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ("area=nowhere", "No area is called “nowhere”."),
        ("kind=castle", "No kind is called “castle”."),
        ("after=zzzzzzzzzzzz", "No place is called “zzzzzzzzzzzz”"),
        ("bbox=1", "Send four numbers"),
    ],
)
def test_a_question_that_cannot_be_understood_gets_a_sentence(client, places, query, says):
    answer = client.get(f"/map/places.geojson?{query}")
    assert answer.status_code == 400
    assert says in answer.content.decode()


def test_the_names_of_the_seats(client, db):
    answer = client.get("/map/seats.json")
    said = answer.json()
    assert {level: len(columns) for level, columns in said.items()} == {level: 3 for level in "123"}
    assert all(len({len(column) for column in columns}) == 1 for columns in said.values())
    at = said["3"][0].index("雅江")
    assert (said["3"][1][at] / 1000, said["3"][2][at] / 1000) == pytest.approx((30.03, 101.01), abs=0.05)
    assert client.get("/map/seats.json", headers={"If-None-Match": answer["ETag"]}).status_code == 304


def test_of_leaflet_only_the_script_is_brought_along():
    brought = {
        path
        for finder in get_finders()
        for path, storage in finder.list([])
        if getattr(storage, "prefix", "") == "leaflet"
    }
    assert brought == {"leaflet.js", "leaflet.js.map"}
    assert find("leaflet/leaflet.js") and not find("leaflet/proj4.js")


READ = """
import django; django.setup()
from django.conf import settings
from django.test import Client
page = Client(SERVER_NAME="127.0.0.1").get("/map/", headers={"accept-language": "en"})
print(page.headers["Content-Security-Policy"]); print(page.content.decode())
"""


def page_with(tmp_path, **names):
    """What an installation with these settings says of its map: (content policy and page, complaint)."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("TONGXING_", "PYTEST_"))}
    env = kept | {"TONGXING_DATA": str(tmp_path), "DJANGO_SETTINGS_MODULE": "tongxing.settings", "DATABASE_URL": ""}
    env |= {f"TONGXING_{name}": value for name, value in names.items()} | {"TONGXING_PLAIN_STATIC": "1"}
    subprocess.run([sys.executable, "-m", "tongxing", "migrate", "-v0"], cwd=TOP, env=env, capture_output=True)
    done = subprocess.run([sys.executable, "-c", READ], cwd=TOP, env=env, capture_output=True, text=True, timeout=120)
    return done.stdout, done.stderr


@pytest.mark.once
def test_an_operator_may_name_one_host_for_tiles(tmp_path):
    names = {"TILES": "https://{s}.tiles.example:8443/v1/{z}/{x}/{y}.png?key=a&b=c", "TILES_DATUM": "gcj02"}
    said, _wrong = page_with(tmp_path, **names, TILES_CREDIT="Us & <them>")
    policy, _, page = said.partition("\n")

    assert "img-src 'self' data: https://*.tiles.example:8443;" in policy + ";"
    assert "tiles.example" not in policy.replace("https://*.tiles.example:8443", "")
    assert 'data-tiles="https://{s}.tiles.example:8443/v1/{z}/{x}/{y}.png?key=a&amp;b=c" data-datum="gcj02"' in page
    assert "Us &amp; &lt;them&gt;" in page and "places/datum.js" in page


@pytest.mark.once
@pytest.mark.parametrize(
    ("names", "says"),
    [
        ({"TILES": "tiles.example"}, "must be an address such as"),
        ({"TILES": "javascript:alert(1)/{z}{x}{y}"}, "must be an address such as"),
        ({"TILES": "https://a;script-src *{z}{x}{y}/"}, "must be an address such as"),
        ({"TILES": "https://tiles.example/"}, "must say where {z}, {x} and {y} stand"),
        ({"TILES_DATUM": "mars"}, "must be wgs84, gcj02 or bd09"),
    ],
)
def test_what_cannot_be_used_for_tiles_is_said(tmp_path, names, says):
    assert says in page_with(tmp_path, **names)[1]
