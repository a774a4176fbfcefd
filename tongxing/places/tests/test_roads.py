"""A router that an operator names: the way follows the road; whatever the router does, the page comes, and says so."""

import json
import re
import socket
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core.cache import cache
from django.core.exceptions import ImproperlyConfigured

from tongxing.core import environment
from tongxing.places import roads, ways
from tongxing.places.models import Route
from tongxing.places.polylines import packed
from tongxing.places.waypoints import spot_called

from .test_along import PATH, names_in, read, schools

__all__ = ["schools"]
WAY = {"from": "30.0, 103.0", "via1": "泸定", "to": "30.0, 101.97"}
ROAD = [(30.0, 103.0), (30.02, 102.93), (29.9, 102.6), (29.91, 102.23), (30.0, 101.97)]
POLYLINE = "_kbvD_etsR_|BntL~lVnm_Ao}@nggAoqP~wq@"  # ROAD, as the router writes it


class Stub(BaseHTTPRequestHandler):
    """Speaks OSRM's documented answers, or whatever a test wants to be answered."""

    def do_GET(self):  # noqa: N802 -- the name of http.server
        self.server.asked.append(self.path)
        status, body, headers = self.server.says(self)
        self.send_response(status)
        for name, value in {"Content-Type": "application/json", "Content-Length": str(len(body)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_words):
        """Nobody reads it."""


@contextmanager
def stub_router():
    """A router on a port of its own; `says` is what it answers, `asked` the paths that it was asked."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Stub)
    server.daemon_threads, server.asked = True, []
    server.says = lambda _request: ok(POLYLINE)
    Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()


@pytest.fixture
def router(db, settings):
    cache.clear()
    with stub_router() as server:
        settings.ROUTER = f"http://127.0.0.1:{server.server_port}/route/v1/driving"
        yield server
    cache.clear()


def said(status, **body):
    """An answer of JSON."""
    return status, json.dumps(body).encode(), {}


def ok(geometry):
    """OSRM's answer with one route."""
    route = {"geometry": geometry, "legs": [], "distance": 121_000.5, "duration": 9_000, "weight_name": "routability"}
    return said(200, code="Ok", routes=[route], waypoints=[{"location": [103.0, 30.0]}])


def says_of(page):
    """What the page says of the road."""
    sentences = ("The line follows the road.", "No road is known", "The road couldn't be looked up")
    return [one for one in sentences if one in page.replace("&#39;", "'")]


def straight():
    """The spots of WAY as a line of an address."""
    return packed([(30.0, 103.0), spot_called("泸定", None)[:2], (30.0, 101.97)])


def test_the_way_follows_the_road(client, schools, router):
    page = read(client, **WAY, within_km="3")
    assert names_in(page) == ["多营小学", "炉城小学"]
    assert names_in(read(client, line=straight(), within_km="3")) == ["炉城小学"]
    assert says_of(page) == ["The line follows the road."]
    assert f"{round(ways.length_km([ROAD]))} km of line" in page
    assert "泸定" in re.findall(r'<text class="name"[^>]*>([^<]*)</text>', page)


def test_geojson_is_understood_as_well(client, schools, router):
    router.says = lambda _request: ok({"type": "LineString", "coordinates": [[lon, lat] for lat, lon in ROAD]})
    page = read(client, **WAY, within_km="3")
    assert says_of(page) == ["The line follows the road."] and "多营小学" in names_in(page)


def test_what_the_router_is_told_is_rounded_points_and_no_more(client, schools, router):
    read(client, **{"from": "30.00049, 103.00051", "to": "30.04449, 101.97", "kind": "school"})
    asked = urlsplit(router.asked[0])
    assert asked.path == "/route/v1/driving/103.001,30.000;101.970,30.044"
    assert parse_qs(asked.query) == {"overview": ["full"], "geometries": ["polyline"], "alternatives": ["false"],
                                     "steps": ["false"]}  # fmt: skip


def test_a_road_is_asked_once_and_kept(client, schools, router):
    first, second = read(client, **WAY), read(client, **WAY, kind="school")
    assert names_in(first) == names_in(second) and len(router.asked) == 1


def test_two_questions_of_one_slot_are_told_apart(client, schools, router, monkeypatch):
    monkeypatch.setattr(roads, "SLOTS", 1)
    read(client, **WAY)
    router.says = lambda _request: said(400, code="NoRoute", message="Impossible route between points")
    assert says_of(read(client, **(WAY | {"to": "30.0, 101.8"}))) == ["No road is known"]
    assert len(router.asked) == 2


@pytest.mark.parametrize("code", ["NoRoute", "NoSegment"])
def test_where_there_is_no_road_the_line_is_straight(client, schools, router, code):
    router.says = lambda _request: said(400, code=code, message="Impossible route between points")
    page = read(client, **WAY)
    assert says_of(page) == ["No road is known"] and "炉城小学" in names_in(page)
    assert says_of(read(client, **WAY)) == ["No road is known"] and len(router.asked) == 1


@pytest.mark.parametrize(
    "answer",
    [
        said(400, code="InvalidQuery", message="Query string malformed"),
        said(400, code="TooBig"),
        said(200, code="Ok", routes=[]),
        said(200, code="Ok"),
        said(200, code="Ok", routes=[{}]),
        said(200, code=["Ok"], routes=None),
        ok(""),
        ok("_gayD"),
        ok("\x00\x01"),
        ok(7),
        ok({"type": "LineString", "coordinates": [[103, 30]]}),
        ok({"type": "LineString", "coordinates": [[103, 30], [500, 99]]}),
        ok({"type": "LineString", "coordinates": [["x", None], [102, 30]]}),
        ok({"type": "LineString", "coordinates": [[7.4, 43.7], [7.5, 43.8]]}),
        (200, b"<html>captive portal</html>", {}),
        (200, b"[" * 100_000, {}),
        (200, b"[]", {}),
        (200, b"\xff\xfe\x00", {}),
        (502, b"Bad gateway", {}),
        (500, json.dumps({"code": "Ok", "routes": [{"geometry": POLYLINE}]}).encode(), {}),
        (200, b" " * 1_100_000, {}),
    ],
)
def test_what_is_no_answer_leaves_the_line_straight(client, schools, router, answer):
    router.says = lambda _request: answer
    page = read(client, **WAY)
    assert says_of(page) == ["The road couldn't be looked up"]
    assert names_in(page) == names_in(read(client, line=straight())) and len(router.asked) == 1
    sheet = client.get(f"{PATH}print/", WAY, headers={"accept-language": "en"}).content.decode()
    assert says_of(sheet) == ["The road couldn't be looked up"]


def test_where_it_leads_on_to_is_not_asked(client, schools, router):
    with stub_router() as other:
        there = f"http://127.0.0.1:{other.server_port}/"
        router.says = lambda _request: (302, b"", {"Location": there})
        assert says_of(read(client, **WAY)) == ["The road couldn't be looked up"]
        assert (len(router.asked), other.asked) == (1, [])


def test_a_router_that_hangs_holds_a_page_for_moments_and_is_left_alone_for_a_while(
    client, schools, router, monkeypatch
):
    over = Event()
    router.says = lambda _request: over.wait(20) and ok(POLYLINE)
    monkeypatch.setattr(roads, "SECONDS", 0.2)
    assert says_of(read(client, **WAY)) == ["The road couldn't be looked up"]
    assert says_of(read(client, **(WAY | {"to": "30.0, 101.8"}))) == ["The road couldn't be looked up"]
    assert len(router.asked) == 1
    over.set()


def test_one_that_drips_is_not_waited_for_either(client, schools, router, monkeypatch):
    over = Event()

    def drip(request):
        request.wfile.write(b"HTTP/1.1 200 OK\r\n\r\n{")
        while not over.wait(0.05):
            request.wfile.write(b" ")
        return ok(POLYLINE)

    router.says = drip
    monkeypatch.setattr(roads, "SECONDS", 0.3)
    assert says_of(read(client, **WAY)) == ["The road couldn't be looked up"]
    over.set()


def test_one_that_is_not_there(client, schools, settings, db):
    cache.clear()
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        settings.ROUTER = f"http://127.0.0.1:{bound.getsockname()[1]}/route/v1/driving"
        assert says_of(read(client, **WAY)) == ["The road couldn't be looked up"]
    cache.clear()


def test_few_wait_for_it_at_once_and_the_next_go_straight(client, schools, router):
    held = [roads.AT_ONCE.acquire(blocking=False) for _number in range(2)]
    try:
        assert held == [True, True]
        assert says_of(read(client, **WAY)) == ["The road couldn't be looked up"] and router.asked == []
    finally:
        for _one in held:
            roads.AT_ONCE.release()
    assert says_of(read(client, **WAY)) == ["The line follows the road."]


def test_without_a_setting_nobody_is_asked(client, schools, router, settings):
    settings.ROUTER = ""
    page = read(client, **WAY)
    assert router.asked == [] and says_of(page) == [] and "A straight line between towns is not the road" in page


def test_a_line_of_a_file_is_not_asked_for(client, schools, router):
    page = read(client, line=straight())
    assert router.asked == [] and says_of(page) == []


def test_a_way_that_stands_still_is_not_asked_for(client, schools, router):
    read(client, **{"from": "30.0, 103.0", "to": "30.0, 103.0"})
    assert router.asked == []


def test_the_road_is_kept_with_the_way_and_printed(client, schools, router, member):
    client.force_login(member)
    client.post(f"{PATH}save/", WAY | {"name": "Over the pass", "within_km": "3"})
    line = Route.objects.get().lines[0]
    assert (line[0][:2], line[-1][:2]) == ([30.0, 103.0], [30.0, 101.97])
    assert [30.02, 102.93, ""] in line and "泸定" in [name for _lat, _lon, name in line]
    router.says = lambda _request: said(400, code="NoRoute")
    assert "多营小学" in client.get(f"{PATH}print/", WAY | {"within_km": "3"}).content.decode()
    assert len(router.asked) == 1


def test_the_api_says_whether_it_is_the_road(client, schools, router):
    asked = {"from": "30.0,103.0", "to": "30.0,101.97", "via": "29.91,102.23", "within_km": 3}
    found = client.get("/api/v1/places/along", asked).json()
    assert found["by_road"] and "多营小学" in [one["place"]["name"] for one in found["items"]]
    assert [spot["lat"] for spot in found["spots"]] == [30.0, 29.91, 30.0]
    again = client.get("/api/v1/places/along", {"line": found["line"], "within_km": 3}).json()
    assert not again["by_road"] and again["length_km"] == pytest.approx(found["length_km"], abs=0.1)


def test_a_road_that_is_kept_costs_one_query(client, schools, router, settings, django_assert_num_queries):
    read(client, **WAY)
    with django_assert_num_queries(5):
        read(client, **WAY)
    settings.ROUTER = ""
    with django_assert_num_queries(4):
        read(client, **WAY)


# -- the setting


@pytest.mark.parametrize(
    ("address", "means"),
    [
        ("", ""),
        (" http://127.0.0.1:5000/ ", "http://127.0.0.1:5000/route/v1/driving"),
        ("https://road.example/osrm", "https://road.example/osrm/route/v1/driving"),
        ("http://road.example/route/v1/bike", "http://road.example/route/v1/bike"),
    ],
)
def test_a_bare_address_means_its_routes_for_cars(monkeypatch, address, means):
    monkeypatch.setenv("TONGXING_ROUTER", address)

    assert environment.router("TONGXING_ROUTER") == means


@pytest.mark.parametrize(
    "address",
    ["road.example", "ftp://road.example", "http://", "http://me:secret@road.example", "http://road.example?key=1",
     "http://road.example:99999", "http://road .example", "http://[::1", "file:///etc/passwd", "http://road.example#x"],
)  # fmt: skip
def test_an_address_that_cannot_be_used_is_told_at_the_start(monkeypatch, address):
    monkeypatch.setenv("TONGXING_ROUTER", address)

    with pytest.raises(ImproperlyConfigured, match="TONGXING_ROUTER must be an address"):
        environment.router("TONGXING_ROUTER")
