"""Sending a table: what is none is said at once, and what nobody reads goes after a day."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tongxing.conftest import NOON
from tongxing.core.outbox import work_once
from tongxing.core.refusal import Refused
from tongxing.places.actions import bring_table
from tongxing.places.actions.exchanging import path_of
from tongxing.places.models import ImportBatch

from .test_import_table import csv_table

pytestmark = pytest.mark.django_db


def test_two_hundred_rows_and_no_more(client, member):
    data = csv_table([[f"{at}号小学", "四川省", "甘孜州", "", "", "", "", ""] for at in range(201)])
    client.force_login(member)

    page = client.post(
        "/places/import/", {"file": SimpleUploadedFile("表.csv", data)}, headers={"accept-language": "en"}
    )

    assert page.status_code == 422
    assert "This table has 201 rows. Send at most 200 at once" in page.content.decode()
    with pytest.raises(Refused, match="at most 200"):
        bring_table(by=member, name="表.csv", data=data, now=NOON)
    member.is_operator = True
    assert bring_table(by=member, name="表.csv", data=data, now=NOON).rows == 201


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "This file is empty"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "neither UTF-8 nor GBK"),
        (b"PK\x03\x04 no zip", "as a workbook"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old", "workbook of the old kind"),
        (b'{"type": "FeatureCollection", "features": [1]}', "must be a list of objects"),
        ("名称,省\n".encode(), "holds no rows"),
        (b"x" * 2_950_000, "larger than 2.9 MB"),
    ],
)
def test_what_is_no_table_is_said_at_the_field(client, member, data, says):
    client.force_login(member)

    page = client.post("/places/import/", {"file": SimpleUploadedFile("x", data)}, headers={"accept-language": "en"})

    assert page.status_code == 422
    assert says in page.content.decode()
    assert not ImportBatch.objects.exists()


def test_a_table_that_nobody_reads_is_removed_after_a_day(member):
    batch = bring_table(by=member, name="表.csv", data=csv_table(), now=NOON)
    assert path_of(batch).exists()

    work_once()

    assert not path_of(batch).exists()
    assert not ImportBatch.objects.exists()
