"""Files of ways: what phones, watches and apps write, what is broken, and what is meant to do harm."""

import io
import json
import zipfile
from pathlib import Path
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tongxing.core.apart import TooMuch, Unreadable, read_apart
from tongxing.places import way_files, way_formats
from tongxing.places.polylines import unpacked, unpacked_lines
from tongxing.places.way_files import read_way

pytestmark = pytest.mark.once
CASES = Path(__file__).parent / "cases"
READER = "tongxing.places.way_files:read_way"
HEAD = '<?xml version="1.0" encoding="UTF-8"?><gpx version="1.1" xmlns="http://www.topografix.com/GPX/1/1">'
FOUR = [(30.66, 104.06), (30.1, 103.0), (30.05, 101.96), (30.03, 101.01)]
ROUTE = '<rte><rtept lat="30" lon="101"/><rtept lat="30" lon="102"/></rte>'


def track(*points, tag="trkpt"):
    return "".join(f'<{tag} lat="{lat}" lon="{lon}"/>' for lat, lon in points)


def gpx(*segments, before=""):
    """A GPX file of one track."""
    inner = "".join(f"<trkseg>{track(*points)}</trkseg>" for points in segments)
    return f"{HEAD}{before}<trk><name>川藏</name>{inner}</trk></gpx>".encode()


def zipped(**files):
    """An archive; two underscores in a name are a dot."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name.replace("__", "."), data)
    return buffer.getvalue()


def lines_in(data):
    """[[(lat, lon)]] of the ways in a file."""
    return [unpacked(way["line"]) for way in read_way(data)["ways"]]


def notes_of(data):
    return [words for words, _facts in read_way(data)["notes"]]


def refusal(data):
    """The sentence with which a file is refused."""
    with pytest.raises(Unreadable) as refused:
        read_way(data)
    return refused.value.words


# -- the files that travellers sent: names, lines, and what is said of them

PHONE = [(30.66, 104.06), (30.05, 103.0), (30.0, 102.8)]
OUTCOMES = {
    "way-two-tracks.gpx": [("day 1", PHONE), ("another journey", [(22.54, 114.05), (22.6, 114.2)])],
    "way-from-a-phone.kml": [("line", PHONE), ("gx", [(30.0, 102.8), (29.9, 102.2)])],
    "way-waypoints-only.gpx": [("", [(30.66, 104.06), (30.05, 101.96)]), way_files.SINGLE],
    "G03_multi_track.gpx": [
        ("去", [(30.66, 104.06), (30.1, 103.0)]),
        ("另一天,另一省", [(25.04, 102.7), (25.6, 100.2)]),
    ],
    "G05_wpt_only.gpx": [("", FOUR), way_files.SINGLE],
    "G07_route_and_stub_track.gpx": [("", FOUR)],
    "G10_zero_points.gpx": [("", [FOUR[0], FOUR[1], FOUR[3]]), way_files.AT_ZERO],
    "G11_truncated.gpx": [("", FOUR[:3]), way_formats.CUT_OFF],
    "G15_gbk.gpx": [("成都到雅江", FOUR)],
    "G18_kml_line.kml": [("", [FOUR[0], FOUR[3]])],
    "G19_kmz.kmz": way_files.NO_WAY,
    "G20_geojson_line.gpx": [("", [FOUR[0], FOUR[3]])],
    "G22_extensions_trkpt.gpx": [("", FOUR)],
    "G24_lon_over_180.gpx": [("", [(52, 179.5), (52, -179.5), (52, -178.5)]), way_files.ROUND],
    "G26_swapped_west.gpx": [("", [(39.47, 75.99), (37.77, 75.23)]), way_files.SWAPPED],
    "G29_two_roots.gpx": [("", FOUR)],
    "35_gpx_given.gpx": way_files.ONE_POINT,
    "32_kml.kml": way_files.ONE_POINT,
    "33_kmz.kmz": way_files.ONE_POINT,
}


@pytest.mark.parametrize("name", OUTCOMES)
def test_a_file_comes_out_as_it_is_meant(name):
    data, expected = (CASES / name).read_bytes(), OUTCOMES[name]
    if isinstance(expected, str):
        assert refusal(data) == expected
        return
    found = read_way(data)
    named = [(way["name"], [pytest.approx(point) for point in unpacked(way["line"])]) for way in found["ways"]]
    assert [*named, *(words for words, _facts in found["notes"])] == expected


def test_every_case_is_tried():
    assert {path.name for path in CASES.iterdir() if path.name[0] == "G" or path.name[:4] == "way-"} <= set(OUTCOMES)


def test_a_file_is_read_the_same_apart():
    data = (CASES / "way-two-tracks.gpx").read_bytes()
    assert read_apart(READER, data, seconds=way_files.SECONDS) == json.loads(json.dumps(read_way(data)))


# -- lines kept apart


def test_pieces_of_a_track_stay_apart_and_are_counted():
    found = read_way(gpx([(30.66, 104.06), (30.6, 104)], [(30, 102), (30, 101.5)]))
    assert [(way["name"], way["piece"], way["pieces"]) for way in found["ways"]] == [("川藏", 1, 2), ("川藏", 2, 2)]
    assert [round(way["km"]) for way in found["ways"]] == [9, 48]
    assert [len(line) for line in unpacked_lines(found["together"])] == [2, 2]


def test_a_piece_that_begins_where_the_one_before_ended_is_one_line_with_it():
    assert len(lines_in(gpx([(30, 102), (30, 101.9)], [(30.0003, 101.9), (30.2, 101.9)]))) == 1


def test_tracks_of_one_file_that_touch_are_two():
    two = f"{HEAD}{2 * f'<trk><trkseg>{track((30, 101), (30, 102), (30, 101))}</trkseg></trk>'}</gpx>"
    assert len(lines_in(two.encode())) == 2


def test_a_track_and_a_route_are_both_offered():
    ways = read_way(gpx([(30.66, 104.06), (30.05, 101.96)], before=ROUTE))["ways"]
    assert [way["kind"] for way in ways] == ["route", "track"]


def test_waypoints_beside_a_track_are_no_part_of_it():
    data = gpx([(30, 101), (30, 102)], before='<wpt lat="31" lon="100"><name>营地</name></wpt>')
    assert lines_in(data) == [[(30, 101), (30, 102)]] and read_way(data)["ways"][0]["name"] == "川藏"


def test_a_track_that_never_moved_does_not_hide_the_route():
    assert lines_in(gpx([(30.1, 101.1)] * 40, before=ROUTE)) == [[(30, 101), (30, 102)]]


def test_many_ways_are_offered_up_to_a_number_the_longest_ones_in_their_order():
    tracks = [
        f"<trk><name>{n}</name><trkseg>{track((30, 101), (30, 101.1 + n / 100))}</trkseg></trk>" for n in range(60)
    ]
    found = read_way(f"{HEAD}{''.join(tracks)}</gpx>".encode())
    assert [way["name"] for way in found["ways"]] == [str(n) for n in range(20, 60)]
    assert [way_files.NOT_LISTED, {"count": 20}] in found["notes"]
    assert len(found["together"]) <= way_files.ADDRESS


def test_addresses_stay_short_and_what_that_costs_is_known():
    bends = [(30 + (at % 2) * 0.01 + at * 0.0004, 101 + at * 0.0005) for at in range(1_500)]
    found = read_way(gpx(bends, [(lat + 1, lon) for lat, lon in bends]))
    assert max(len(found["together"]), *(len(way["line"]) for way in found["ways"])) <= way_files.ADDRESS
    assert 0.1 < found["ways"][0]["off"] < 2


def test_a_way_round_the_earth_is_left_out_beside_one_that_is_none():
    equator = [(1, lon) for lon in range(-170, 171, 10)]
    found = read_way(gpx(equator, [(30, 101), (30, 102)]))
    assert len(found["ways"]) == 1 and [way_files.TOO_LONG, {"most": 10_000, "count": 1}] in found["notes"]
    assert refusal(gpx(equator)).startswith("This way is %(long)s km long")


# -- points that lie


def test_a_jump_of_hundreds_of_kilometres_and_back_is_left_out_and_said():
    found = read_way(gpx([(30, 101), (30, 101.2), (35, 101.3), (30, 101.4), (30, 101.6)]))
    assert len(unpacked(found["ways"][0]["line"])) in (2, 4) and found["ways"][0]["km"] < 60
    assert found["notes"] == [[way_files.FAR_OFF, {"count": 1}]]


def test_a_recorder_that_begins_or_ends_where_it_was_last_is_mended():
    walk = [(30 + at * 0.001, 101) for at in range(50)]
    found = read_way(gpx([(39.9, 116.4), *walk, (22.5, 114)]))
    assert found["ways"][0]["km"] < 6 and found["notes"] == [[way_files.FAR_OFF, {"count": 2}]]


@pytest.mark.parametrize(
    "points",
    [
        [(30.66, 104.06), (29.65, 91.1), (30.66, 104.06)],
        [(30.66, 104.06), (30, 102.9), (29.65, 91.1), (30, 102.9), (30.66, 104.06)],
        [(30.66, 104.06), (36, 103), (43, 87)],
    ],
)
def test_who_goes_far_and_comes_back_has_not_jumped(points):
    found = read_way(gpx(points))
    assert found["notes"] == [] and found["ways"][0]["km"] > 1_000


def test_a_plan_may_leap():
    there = [(30, 101), (30, 101.2), (35, 101.3), (30, 101.4), (30, 101.6)]
    data = f"{HEAD}<rte>{track(*there, tag='rtept')}</rte></gpx>".encode()
    assert len(lines_in(data)[0]) == 5 and notes_of(data) == []


def test_points_that_are_nowhere_are_left_out_and_counted():
    odd = '<rtept lat="nan" lon="1"/><rtept lat="91" lon="1"/><rtept lat="1"/><rtept lat="x" lon="1"/>'
    odd += '<rtept lat="1e400" lon="0"/><rtept lat="2" lon="3"/><rtept lat="2,5" lon="3,5"/><rtept lat="2" lon="400"/>'
    found = read_way(f"{HEAD}<rte>{odd}</rte></gpx>".encode())
    assert unpacked(found["ways"][0]["line"]) == [(2, 3), (2.5, 3.5)]
    assert found["notes"] == [[way_files.NOWHERE, {"count": 6}]]


def test_swapped_points_that_are_nowhere_are_exchanged_and_others_are_not():
    assert lines_in(gpx([(104.06, 30.66), (103.0, 30.1)])) == [[(30.66, 104.06), (30.1, 103.0)]]
    norway, svalbard = [(69.6, 18.9), (69.7, 19.1)], [(78.2, 15.6), (78.3, 16)]
    assert lines_in(gpx(norway)) == [norway] and lines_in(gpx(svalbard)) == [svalbard]


# -- formats


KML = """<?xml version="1.0"?><kml xmlns="http://www.opengis.net/kml/2.2"><Document><name>两步路</name>{}</Document></kml>"""


def test_kml_as_apps_write_it():
    multi = (
        "<Placemark><name>轨迹 & 路</name><MultiGeometry><LineString><coordinates>\n 101,30,2600\n 101.5,30,2700 "
        "</coordinates></LineString><LineString><coordinates>102, 30, 0 102.5, 30, 0</coordinates></LineString>"
        "<Point><coordinates>99,31</coordinates></Point></MultiGeometry></Placemark>"
        "<Placemark><name>营地</name><Point><coordinates>99,31</coordinates></Point></Placemark>"
        "<Placemark><Polygon><outerBoundaryIs><LinearRing><coordinates>1,1 2,2 3,1 1,1</coordinates></LinearRing>"
        "</outerBoundaryIs></Polygon></Placemark>"
        "<Placemark><name>day</name><gx:MultiTrack><gx:Track><when>2026-05-01T00:00:00Z</when>"
        "<gx:coord>100 30 3000</gx:coord><gx:coord>100.5 30 3000</gx:coord></gx:Track></gx:MultiTrack></Placemark>"
    )
    ways = read_way(KML.format(multi).encode())["ways"]
    assert [(way["name"], way["kind"], unpacked(way["line"])) for way in ways] == [
        ("轨迹 & 路", "line", [(30, 101), (30, 101.5)]),
        ("轨迹 & 路", "line", [(30, 102), (30, 102.5)]),
        ("day", "track", [(30, 100), (30, 100.5)]),
    ]


def test_a_kml_that_ends_among_its_coordinates():
    cut = KML.format("<Placemark><LineString><coordinates>101,30 101.5,30 102,30 102.5,3").partition("</Doc")[0]
    assert (lines_in(cut.encode())[0][0], lines_in(cut.encode())[0][-1]) == ((30, 101), (30, 102))
    assert notes_of(cut.encode()) == [way_formats.CUT_OFF]


def test_kmz_and_a_zipped_gpx():
    line = KML.format("<Placemark><LineString><coordinates>101,30 102,30</coordinates></LineString></Placemark>")
    assert lines_in(zipped(doc__kml=line, icon__png=b"\x89PNG")) == [[(30, 101), (30, 102)]]
    assert lines_in(zipped(track__GPX=gpx([(30, 101), (30, 102)]))) == [[(30, 101), (30, 102)]]


@pytest.mark.parametrize(
    ("geometry", "lines"),
    [
        ({"type": "LineString", "coordinates": [[101, 30, 2600], [102, 30]]}, [[(30, 101), (30, 102)]]),
        ({"type": "MultiLineString", "coordinates": [[[101, 30], [102, 30]], [[103, 31], [104, 31]]]},
         [[(30, 101), (30, 102)], [(31, 103), (31, 104)]]),
        ({"type": "GeometryCollection", "geometries": [{"type": "LineString", "coordinates": [[101, 30], [102, 30]]}]},
         [[(30, 101), (30, 102)]]),
        ({"type": "MultiPoint", "coordinates": [[101, 30], [102, 30]]}, [[(30, 101), (30, 102)]]),
        ({"type": "LineString", "coordinates": [[101, 30], "x", [None, {}], [], [1], [102, 30]]},
         [[(30, 101), (30, 102)]]),
    ],
)  # fmt: skip
def test_geojson(geometry, lines):
    feature = {"type": "Feature", "properties": {"name": "川藏"}, "geometry": geometry}
    for whole in (geometry, feature, {"type": "FeatureCollection", "features": [feature]}):
        assert lines_in(json.dumps(whole).encode()) == lines


def test_a_feature_names_its_line():
    line = {"type": "LineString", "coordinates": [[101, 30], [102, 30]]}
    two = [{"type": "Feature", "properties": {"name": n}, "geometry": line} for n in ("去", None)]
    ways = read_way(json.dumps({"type": "FeatureCollection", "features": two}).encode())["ways"]
    assert [way["name"] for way in ways] == ["去", ""]


@pytest.mark.parametrize("coding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gbk", "gb18030", "big5"])
def test_every_encoding_is_read(coding):
    said = f'<?xml version="1.0" encoding="{coding.removesuffix("-sig")}"?><gpx>'
    data = f"{said}<trk><name>成都</name><trkseg>{track((30, 101), (30, 102))}</trkseg></trk></gpx>".encode(coding)
    assert [(way["name"], unpacked(way["line"])) for way in read_way(data)["ways"]] == [
        ("成都", [(30, 101), (30, 102)])
    ]


def test_what_says_utf_8_and_is_gbk_is_read_as_gbk():
    assert read_way(gpx([(30, 101), (30, 102)]).decode().encode("gbk"))["ways"][0]["name"] == "川藏"


def test_prefixes_and_old_gpx_are_read():
    prefixed = '<g:gpx xmlns:g="x"><g:rte><g:rtept lon="101" lat="30"/><g:rtept lon="102" lat="30"/></g:rte></g:gpx>'
    assert lines_in(prefixed.encode()) == [[(30, 101), (30, 102)]]
    old = '<gpx version="1.0" xmlns="http://www.topografix.com/GPX/1/0"><time>2010</time><bounds minlat="0"/>'
    assert lines_in(f"{old}{ROUTE}</gpx>".encode()) == [[(30, 101), (30, 102)]]


# -- harm

BOMB = '<!DOCTYPE gpx [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]><gpx>&b;</gpx>'
OUTSIDE = '<!DOCTYPE gpx [<!ENTITY x SYSTEM "file:///etc/passwd">]><gpx><rtept lat="1" lon="1">&x;</rtept></gpx>'
ELSEWHERE = '<!DOCTYPE gpx SYSTEM "http://127.0.0.1:1/x.dtd"><gpx/>'


@pytest.mark.parametrize("bad", [BOMB, OUTSIDE, ELSEWHERE, "<!DOCTYPE gpx><gpx/>", " \n<!DOCTYPE gpx><gpx/>"])
@pytest.mark.parametrize("coding", ["utf-8", "utf-16"])
def test_a_document_type_is_refused(bad, coding):
    assert refusal(bad.encode(coding)) == way_formats.DOCTYPE


@pytest.mark.parametrize(
    "bad", [b"", b"PK\x03\x04", b"<html><body>", b"no", b"<?xml version='1.0' encoding='x'?>", b'{"type":', b"[1, 2",
            zipped(a__txt=b"x"), b"\x00" * 1000, b"%PDF-1.4"],
)  # fmt: skip
def test_what_is_no_file_of_a_way_is_said_to_be_none(bad):
    assert refusal(bad) == way_formats.NO_WAY_FILE


@pytest.mark.parametrize("bare", [b"<gpx>", b"<gpx/>", b"{}", b"[]", b"<gpx><rte/><trk><trkseg/></trk></gpx>"])
def test_a_file_without_a_way_is_said_to_have_none(bare):
    assert refusal(bare) == way_files.NO_WAY


@given(st.binary(max_size=300))
@settings(deadline=None)
def test_no_bytes_break_it(data):
    for whole in (data, HEAD.encode() + data + b"</gpx>", zipped(doc__kml=data), b'{"coordinates":' + data + b"}"):
        try:
            assert read_way(whole)["ways"]
        except Unreadable as wrong:
            assert wrong.words  # noqa: PT017 -- every refusal says something


def refused_apart(data):
    """How the reader apart ends, and after how many seconds of a processor at most."""
    with pytest.raises((Unreadable, TooMuch)) as refused:
        read_apart(READER, data, seconds=way_files.SECONDS)
    return getattr(refused.value, "words", TooMuch)


def test_an_archive_that_unpacks_to_gigabytes_is_refused():
    assert refused_apart(zipped(doc__kml=b" " * 300_000_000)) == way_formats.TOO_LARGE


def test_a_million_points_are_refused():
    million = b'{"type":"LineString","coordinates":[' + b",".join([b"[1,2]"] * 1_000_000) + b"]}"
    assert refused_apart(zipped(a__json=million)) == way_formats.TOO_MANY


@pytest.mark.parametrize("deep", [b"<gpx>" + b"<a>" * 200_000, b'{"a":' * 200_000, b"[" * 200_000])
def test_deep_nesting_is_no_harm(deep):
    assert refused_apart(deep) in (way_files.NO_WAY, way_formats.NO_WAY_FILE)


def test_documents_without_end_are_not_looked_for_without_end():
    began = process_time()
    assert refusal(b"<gpx></gpx>" * 50_000) == way_files.NO_WAY
    assert process_time() - began < 5
