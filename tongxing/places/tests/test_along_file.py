"""A GPX file of a way becomes an address."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from .test_along import PATH, names_in, schools

__all__ = ["schools"]

GPX = b'<gpx><trk><trkseg><trkpt lat="30.0" lon="103"/><trkpt lat="30.0" lon="101.9"/></trkseg></trk></gpx>'


def send_file(client, content, **given):
    file = SimpleUploadedFile("way.gpx", content)
    return client.post(f"{PATH}file/", {"file": file, **given}, headers={"accept-language": "en"})


def test_a_gpx_file_becomes_an_address(client, schools):
    answer = send_file(client, GPX, within_km="5")
    assert answer.status_code == 302
    assert names_in(client.get(answer["Location"]).content.decode()) == ["多营小学", "炉城小学"]
    assert "within_km=5" in answer["Location"]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"no", "This isn&#39;t a GPX file"),
        (b"<!DOCTYPE a><gpx/>", "document type"),
        (b"<gpx/>", "neither a track nor a route"),
        (b" " * 5_000_001, "larger than 5 MB"),
    ],
)
def test_a_file_that_is_no_way_is_refused_in_words(client, db, content, says):
    answer = send_file(client, content)
    assert answer.status_code == 422
    assert says in answer.content.decode().replace("&#x27;", "&#39;")
