"""A file of a way becomes an address, or several to choose from."""

import re
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tongxing.core.apart import TooMuch
from tongxing.places.forms import along as forms
from tongxing.places.models import Route

from .test_along import PATH, names_in, schools

__all__ = ["schools"]

CASES = Path(__file__).parent / "cases"
GPX = b'<gpx><trk><trkseg><trkpt lat="30.0" lon="103"/><trkpt lat="30.0" lon="101.9"/></trkseg></trk></gpx>'
TWO = (
    '<gpx><trk><name>去</name><trkseg><trkpt lat="30.0" lon="103"/><trkpt lat="30.0" lon="102.9"/></trkseg></trk>'
    '<trk><name>回 &lt;b></name><trkseg><trkpt lat="30.0" lon="102"/><trkpt lat="30.0" lon="101.9"/></trkseg></trk>'
    "</gpx>"
).encode()


def send_file(client, content, name="way.gpx", **given):
    file = SimpleUploadedFile(name, content)
    return client.post(f"{PATH}file/", {"file": file, **given}, headers={"accept-language": "en"})


def links_of(page):
    """{words: address} of the ways to choose from."""
    found = re.findall(r'<a[^>]*href="(/places/along/\?line=[^"]*)"[^>]*>(.*?)</a>', page, re.DOTALL)
    return {" ".join(re.sub(r"<[^>]*>", "", words).split()): address.replace("&amp;", "&") for address, words in found}


def test_a_gpx_file_becomes_an_address(client, schools):
    answer = send_file(client, GPX, within_km="5")
    assert answer.status_code == 302
    assert names_in(client.get(answer["Location"]).content.decode()) == ["多营小学", "炉城小学"]
    assert "within_km=5" in answer["Location"]


def test_a_kml_file_too_whatever_it_is_called(client, db):
    answer = send_file(client, (CASES / "G18_kml_line.kml").read_bytes(), "way.bin")
    assert answer["Location"] == f"{PATH}?line=w62Swtw_B3pMny7B&within_km=10"


def test_two_tracks_are_chosen_from_by_name_and_length_each_alone_or_together(client, schools):
    answer = send_file(client, TWO, within_km="5")
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "2 ways in this file" in page and "9.6 km" in page and "回 &lt;b&gt;" in page
    links = links_of(page)
    assert list(links) == ["Look along all of them, 19 km", "去", "回 &lt;b&gt;"]
    found = {words: names_in(client.get(address).content.decode()) for words, address in links.items()}
    assert found == {"Look along all of them, 19 km": ["多营小学", "炉城小学"], "去": ["多营小学"],
                     "回 &lt;b&gt;": ["炉城小学"]}  # fmt: skip


def test_together_no_leg_joins_them(client, schools):
    """冷碛小学 lies 4 km beside the leg that nobody went."""
    together = links_of(send_file(client, TWO).content.decode())["Look along all of them, 19 km"]
    page = client.get(together, headers={"accept-language": "en"}).content.decode()
    assert names_in(page) == ["多营小学", "炉城小学"]
    assert "The lines aren't joined" in page and "19 km of line" in page
    assert re.search(r'class="way" d="M[^M"]*M[^M"]*"', page)
    alone = dict(re.findall(r'<a href="([^"]*)">(Line \d, \d+ km)</a>', page))
    assert list(alone.values()) == ["Line 1, 10 km", "Line 2, 10 km"]
    assert names_in(client.get(list(alone)[1].replace("&amp;", "&")).content.decode()) == ["炉城小学"]


def test_both_lines_are_kept_and_printed(client, schools, member):
    client.force_login(member)
    client.cookies["language"] = "en"
    line = links_of(send_file(client, TWO).content.decode())["Look along all of them, 19 km"].split("line=")[1]
    line = line.partition("&")[0]
    assert "炉城小学" in client.get(f"{PATH}print/?line={line}").content.decode()
    client.post(f"{PATH}save/", {"line": line, "name": "There and back", "within_km": "5"})
    route = Route.objects.get()
    assert [len(one) for one in route.lines] == [2, 2]
    page = client.get(route.get_absolute_url()).content.decode()
    assert names_in(page) == ["多营小学", "炉城小学"] and "The lines aren't joined" in page


def test_what_was_left_out_is_said_before_one_looks(client, schools):
    odd = GPX.replace(b"<trkseg>", b'<trkseg><trkpt lat="0" lon="0"/>')
    page = send_file(client, odd).content.decode()
    assert "Points at 0, 0 that were left out: 1." in page
    assert [names_in(client.get(one).content.decode()) for one in links_of(page).values()] == [["多营小学", "炉城小学"]]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"no", "This is no GPX, KML, KMZ or GeoJSON file"),
        (b"<!DOCTYPE a><gpx/>", "document type"),
        (b"<gpx/>", "neither a track nor a route"),
        (b" " * 5_000_001, "larger than 5 MB. Zip it"),
    ],
)
def test_a_file_that_is_no_way_is_refused_in_words(client, db, content, says):
    answer = send_file(client, content)
    assert answer.status_code == 422
    assert says in answer.content.decode().replace("&#x27;", "&#39;")


def test_a_file_that_takes_too_long_is_refused_in_words(client, db, monkeypatch):
    def never(*_file, **_bounds):
        raise TooMuch("the reader ended")

    monkeypatch.setattr(forms, "read_apart", never)
    answer = send_file(client, GPX, within_km="7")
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Reading this file takes too long." in page and 'value="7"' in page
