"""No body larger than pictures need is read."""

import pytest

pytestmark = pytest.mark.once


@pytest.mark.parametrize(
    ("path", "length", "status"), [("/look/", "4000000", 413), ("/look/", "lots", 413), ("/look/", "20", 302)]
)
def test_a_body_is_refused_by_its_length_alone(client, path, length, status):
    answer = client.post(
        path, "show=dark&next=/about", content_type="application/x-www-form-urlencoded", CONTENT_LENGTH=length
    )

    assert answer.status_code == status


def test_a_report_with_pictures_may_be_larger(client, db):
    answer = client.post("/activities/zzzzzzzzzzzz/report/", "x", content_type="text/plain", CONTENT_LENGTH="9000000")

    assert answer.status_code == 302
