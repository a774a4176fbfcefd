"""Sending a table: what is none is said at once, and what nobody reads goes after a day."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from xlsxwriter import Workbook

from tongxing.conftest import NOON
from tongxing.core.outbox import work_once
from tongxing.core.refusal import Refused
from tongxing.places.actions import bring_table, import_table
from tongxing.places.models import ImportBatch, WaitingTable

from .test_import_table import csv_table

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("read_here")]


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
        (b"\x89PNG\r\n\x1a\n\x00\x00", "This is a picture, not a table"),
        (b"PK\x03\x04 no zip", "damaged: it can&#39;t be unpacked"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old", "as a workbook"),
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


def test_another_sheet_is_held_to_the_same_number_of_rows(member):
    out = BytesIO()
    with Workbook(out) as book:
        for name, rows in (("short", 2), ("long", 203)):
            sheet = book.add_worksheet(name)
            for at in range(rows):
                sheet.write_row(at, 0, [f"{at}号小学", "四川省"] if at else ["学校名称", "省份"])
    batch = bring_table(by=member, name="表.xlsx", data=out.getvalue(), now=NOON)
    given = {"kind": "school", "datum": "unknown", "source": "表", "skips_alike": True}

    with pytest.raises(Refused, match="at most 200"):
        import_table(batch, by=member, now=NOON, columns=["name", "province"], sheet="1", heading="1", **given)
    batch.refresh_from_db()
    assert batch.begun_at is None


def test_half_a_character_is_a_sentence_and_no_error(member):
    data = b'[{"name": "\\u4e00\\u5c0f", "intro": "\\ud800"}]'
    batch = bring_table(by=member, name="a.json", data=data, now=NOON)

    assert "\ufffd" in batch.waiting.book and batch.rows == 1


def test_a_table_that_nobody_reads_is_removed_after_a_day(member):
    batch = bring_table(by=member, name="表.csv", data=csv_table(), now=NOON)
    assert WaitingTable.objects.filter(batch=batch).exists()

    work_once()

    assert not WaitingTable.objects.exists()
    assert not ImportBatch.objects.exists()
