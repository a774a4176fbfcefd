"""A table brought through the pages: looked at, read by the worker, every line answered for."""

import json
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tongxing.conftest import NOON
from tongxing.core.events import Event
from tongxing.core.outbox import work_once
from tongxing.imports import slices
from tongxing.imports.plans import Rows
from tongxing.imports.tests.books import made_of
from tongxing.places import actions
from tongxing.places.actions import (
    bring_table,
    import_lines,
    import_table,
    read_waiting,
    remarks_said,
    said_of,
    understand,
)
from tongxing.places.models import ImportBatch, ImportRow, Place, Revision, WaitingTable
from tongxing.places.whereabouts import find_area

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("read_here")]

REAL = Path(__file__).parents[4] / "shared" / "data" / "school_surveys_2007_2008.json"
HEADINGS = ["学校名称", "省", "市", "地址", "学生人数", "老师", "调查日期", "简介"]
ROWS = [
    ["一号小学", "四川省", "甘孜州", "雅江县河口镇", "50人左右", "公办8代课5", "2007。11。2－4", "问李老师13800138000"],
    ["二号小学", "四川省", "甘孜州", "雅江县", "不少", "", "", ""],
    ["", "四川省", "甘孜州", "", "", "", "", ""],
    ["四号小学", "四川省", "甘孜州", "康定县", "", "", "", ""],
]


def csv_table(rows=ROWS, headings=HEADINGS):
    """A CSV in UTF-8."""
    return "\n".join(",".join(cells) for cells in [headings, *rows]).encode()


def brought(by, data=None, name="表.csv", **changes):
    """A table that was brought and read by the worker."""
    batch = bring_table(by=by, name=name, data=data or csv_table(), now=NOON)
    assert WaitingTable.objects.filter(batch=batch).exists()
    given = {"columns": batch.plan["columns"], "kind": "school", "datum": "unknown", "source": "表"}
    import_table(batch, by=by, now=NOON, **(given | {"skips_alike": True} | changes))
    work_once()
    while actions.import_rows(batch.pk, now=NOON):
        pass
    batch.refresh_from_db()
    return batch


def outcomes(batch):
    """(line, outcome) of every row."""
    return list(batch.lines.values_list("line", "outcome"))


def test_every_line_is_answered_for(member):
    batch = brought(member)

    assert outcomes(batch) == [(2, "new"), (3, "new"), (4, "refused"), (5, "new")]
    assert (batch.new, batch.refused, batch.private, batch.done, batch.rows) == (3, 1, 1, 4, 4)
    assert [(row.line, *map(str, said_of(row))) for row in batch.lines.exclude(said=[])] == [
        (
            2,
            "四川省 甘孜藏族自治州 雅江县 was read from the address",
            "“简介”: a telephone number or address of a person is cut out (1)",
            "“调查日期”: “2007。11。2－4” is taken as 2007-11-02",
            "“学生人数”: “50人左右” is taken as 50",
            "“老师”: “公办8代课5” is taken as 8, substitutes 5",
        ),
        (
            3,
            "四川省 甘孜藏族自治州 雅江县 was read from the address",
            "“学生人数”: “不少” can't be understood; left out",
        ),
        (4, "it has no name"),
        (5, "四川省 甘孜藏族自治州 康定市 was read from the address"),
    ]
    place = Place.objects.get(name="一号小学")
    assert {code: fact["value"] for code, fact in place.facts.items()} == {
        "pupils": 50,
        "teachers": 8,
        "substitutes": 5,
    }
    assert (place.surveyed_on, place.about, place.area.name) == ("2007-11-02", "问李老师…", "雅江县")
    assert place.revisions.get().by == member
    assert [(event.verb, event.by) for event in Event.objects.filter(verb="place.imported")] == [
        ("place.imported", member)
    ]
    assert not WaitingTable.objects.exists()


def test_the_same_table_again_changes_nothing_and_a_changed_one_changes_its_rows(member):
    brought(member)

    assert [fate for _line, fate in outcomes(brought(member))] == ["same", "same", "refused", "same"]
    rows = [[*ROWS[0][:4], "60", *ROWS[0][5:]], *ROWS[1:]]
    assert [fate for _line, fate in outcomes(brought(member, csv_table(rows)))] == [
        "changed",
        "same",
        "refused",
        "same",
    ]
    assert Place.objects.get(name="一号小学").facts["pupils"]["value"] == 60
    assert Revision.objects.filter(unconfirmed=True).count() == 1


def test_somebody_else_brings_rows_of_their_own(member, stranger):
    brought(member)

    again = brought(stranger, skips_alike=False)

    assert [fate for _line, fate in outcomes(again)] == ["new", "new", "refused", "new"]
    assert again.suspected == 3


def test_rows_like_a_place_that_is_there_are_left_out(member, place):
    rows = [["石板沟小学", "四川省", "甘孜州", "雅江县", "", "", "", ""], ROWS[3]]

    batch = brought(member, csv_table(rows))

    assert outcomes(batch) == [(2, "left_out"), (3, "new")]
    assert batch.lines.get(line=2).like == place
    assert Place.objects.count() == 2


def test_a_workbook_and_points(member):
    book = made_of([HEADINGS, *ROWS[:2]])
    assert outcomes(brought(member, book, "表.xlsx")) == [(2, "new"), (3, "new")]

    told = {"名称": "五号小学", "province": "四川省", "prefecture": "甘孜州", "county": "雅江县"}
    point = {"type": "Feature", "geometry": {"type": "Point", "coordinates": [101.1, 30.1]}, "properties": told}
    found = {"type": "FeatureCollection", "features": [point]}
    assert outcomes(brought(member, json.dumps(found).encode(), "a.geojson", datum="wgs84")) == [(1, "new")]
    assert (Place.objects.get(name="五号小学").lat, Place.objects.get(name="五号小学").lon) == (30.1, 101.1)


def test_the_pages_from_the_file_to_the_report(client, member):
    client.force_login(member)
    sent = client.post("/places/import/", {"file": SimpleUploadedFile("表.csv", csv_table())})
    batch = ImportBatch.objects.get()
    assert sent.url == f"/places/import/{batch.uid}/"

    page = client.get(sent.url).content.decode()
    assert "new 3" in page and "refused 1" in page
    assert "it has no name" in page
    assert not Place.objects.exists()

    wrong = client.get(f"{sent.url}?c0=address&kind=school&datum=unknown&source=x").content.decode()
    assert "Say which column holds the name." in wrong and 'href="#id_c0"' in wrong and 'id="id_c0_error"' in wrong
    twice = client.get(f"{sent.url}?c0=name&c1=county&c2=county&kind=school&datum=unknown&source=x").content.decode()
    assert 'href="#id_c1"' in twice and 'href="#id_c2"' in twice

    form = {"kind": "school", "datum": "unknown", "source": "表", "skips_alike": "on"}
    form |= {f"c{at}": column for at, column in enumerate(batch.plan["columns"])}
    assert client.post(sent.url, form).url == sent.url
    assert "0 of 4 rows" in client.get(sent.url).content.decode()
    assert client.post(sent.url, form).status_code == 409
    work_once()

    report = client.get(sent.url).content.decode()
    assert report.count('<span class="tag">new</span>') == 3
    only = client.get(f"{sent.url}?only=refused").content.decode()
    assert only.count('<span class="tag">') == 1
    assert sent.url in client.get("/places/import/").content.decode()


def test_the_report_as_a_table_without_formulas(client, member):
    rows = [["=1+1小学", "四川省", "甘孜州", "雅江县", "", "", "", ""]]
    batch = brought(member, csv_table(rows))
    client.force_login(member)

    answer = client.get(f"/places/import/{batch.uid}/report.csv", headers={"accept-language": "en"})

    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    assert text.splitlines()[1].startswith(
        "2,'=1+1小学,new,四川省 甘孜藏族自治州 雅江县 was read from the address,,http"
    )


def test_a_worker_that_died_goes_on_where_it_was(member):
    batch = bring_table(by=member, name="表.csv", data=csv_table(), now=NOON)
    import_table(
        batch,
        by=member,
        now=NOON,
        columns=batch.plan["columns"],
        kind="school",
        datum="unknown",
        source="表",
        skips_alike=True,
    )
    batch.refresh_from_db()
    book, _text, layout = read_waiting(batch, batch.plan)
    for _worker in range(2):  # the second one has the same rows: nothing happens
        rows = Rows(book, layout)
        import_lines(batch, understand(rows[:2], batch.plan), 0, now=NOON)
    work_once()

    batch.refresh_from_db()
    assert outcomes(batch) == [(2, "new"), (3, "new"), (4, "refused"), (5, "new")]
    assert Place.objects.count() == 3


def test_remarks_say_nothing_false_of_another_line(member):
    rows = [[f"{at}号小学", "四川省", "甘孜州", "雅江县", f"{at}{at}人左右", "", "", ""] for at in range(1, 10)]
    batch = brought(member, csv_table(rows))

    said = [(str(words), count, lines) for words, count, lines in remarks_said(batch)]
    taken = [one for one in said if "is taken as" in one[0]]
    assert taken[0] == ("“学生人数”: “11人左右” is taken as 11", 1, [2]) and len(taken) == 6
    assert said[said.index(taken[5]) + 1] == ("the like of it, in further lines", 3, [8, 9, 10])


def test_points_of_an_unknown_map_are_counted_where_they_are_moved(client, member):
    data = "名称,纬度,经度\n雅江县甲小学,30.03,101.02\n雅江县乙小学,30.13,101.05\n".encode()
    batch = brought(member, data)
    client.force_login(member)

    assert batch.plan["moved"] == 2
    page = client.get(f"/places/import/{batch.uid}/").content.decode()
    assert "Nobody says which map the points are from. 2 of them are read as points of a Chinese map" in page
    assert brought(member, data, datum="wgs84", source="again", skips_alike=False).plan["moved"] == 0
    assert brought(member, data, source="left out").plan["moved"] == 0


def test_the_page_that_waits_opens_the_report(client, member):
    batch = brought(member)
    client.force_login(member)

    assert client.get(f"/places/import/{batch.uid}/", headers={"HX-Request": "true"}).headers["HX-Refresh"] == "true"
    ImportBatch.objects.filter(pk=batch.pk).update(ended_at=None)
    waiting = client.get(f"/places/import/{batch.uid}/", headers={"HX-Request": "true"})
    assert "HX-Refresh" not in waiting.headers and 'id="done"' in waiting.content.decode()
    ImportBatch.objects.filter(pk=batch.pk).update(begun_at=None)  # as for a table that is gone
    gone = client.get(f"/places/import/{batch.uid}/", headers={"HX-Request": "true"})
    assert gone.headers["HX-Refresh"] == "true"


def test_the_report_costs_the_same_for_one_row_and_for_thirty(client, member):
    one = brought(member, csv_table(ROWS[:1]))
    many = brought(member, csv_table([[f"{at}号小学", "四川省", "甘孜州", "", "", "", "", ""] for at in range(30)]))
    client.force_login(member)
    with CaptureQueriesContext(
        connection,
    ) as first:
        client.get(f"/places/import/{one.uid}/")
    with CaptureQueriesContext(connection) as second:
        client.get(f"/places/import/{many.uid}/")
    assert len(second) == len(first)


def test_a_table_is_nobody_elses_business(client, member, stranger):
    batch = brought(member)
    client.force_login(stranger)

    for path in ("", "report.csv"):
        assert client.get(f"/places/import/{batch.uid}/{path}").status_code == 404
    assert ImportRow.objects.count() == 4


@pytest.mark.parametrize(
    ("address", "where"),
    [
        ("四川省甘孜州雅江县八角楼乡", "四川省 甘孜藏族自治州 雅江县"),
        ("安徽省 黄山市 歙县苏村乡", "安徽省 黄山市 歙县"),
        ("广西阳朔高田镇", "广西壮族自治区 桂林市 阳朔县"),
        ("雅江县河口镇", "四川省 甘孜藏族自治州 雅江县"),
        ("永宁乡八旗村", None),
        ("", None),
    ],
)
def test_an_address_says_where(address, where):
    area = find_area({}, address).area
    assert (area.full_name if area else None) == where


@pytest.mark.skipif(not REAL.exists(), reason="the real survey forms aren't here (shared/data is never committed)")
def test_the_real_forms_come_in(member):
    names = {
        "name": "学校名称",
        "address": "地址",
        "teachers_raw": "老师",
        "students_raw": "学生人数",
        "classes_raw": "班级数",
    }
    names |= {
        "books_raw": "图书",
        "pc_count_raw": "电脑",
        "survey_at": "调查日期",
        "advice": "简介",
        "sight": "附近景点",
    }
    rows = [{said: row.get(name) for name, said in names.items()} for row in json.loads(REAL.read_text())]

    batch = brought(member, json.dumps(rows).encode(), "forms.json", skips_alike=False)

    made = Place.objects.all()
    print(f"{batch.new} new, {batch.refused} refused, {batch.suspected} suspected, {batch.private} cut out;",
          f"{made.filter(area=None).count()} without an area, {made.exclude(facts={}).count()} with facts")  # fmt: skip
    assert batch.done == batch.rows == 68
    assert batch.refused <= 6
    assert made.filter(area=None).count() <= 9
    assert made.exclude(facts={}).count() >= 50


def test_a_slice_is_short_and_a_notice_comes_between(member, monkeypatch):
    ticks = iter(range(100))
    monkeypatch.setattr(slices.time, "monotonic", lambda: next(ticks))  # every look at the clock is a second later
    data = csv_table([[f"第{at}号小学", "四川省", "甘孜州", "", "", "", "", ""] for at in range(60)])
    batch = bring_table(by=member, name="表.csv", data=data, now=NOON)
    import_table(batch, by=member, now=NOON, columns=batch.plan["columns"], kind="school", datum="unknown",
                 source="表", skips_alike=True)  # fmt: skip

    done = []
    while ImportBatch.objects.filter(ended_at=None).exists():
        work_once(most=1)
        done.append(ImportBatch.objects.get().done)
    assert done[0] == slices.AT_ONCE and done[-1] == 60
    assert slices.SECONDS < 2


def test_a_table_that_is_gone_is_said_and_never_counts_as_read(client, member):
    batch = bring_table(by=member, name="表.csv", data=csv_table(), now=NOON)
    import_table(batch, by=member, now=NOON, columns=batch.plan["columns"], kind="school", datum="unknown",
                 source="表", skips_alike=True)  # fmt: skip
    WaitingTable.objects.all().delete()
    work_once()
    client.force_login(member)

    page = client.get(f"/places/import/{batch.uid}/", headers={"accept-language": "en"}, follow=True).content.decode()
    assert "The table isn&#39;t here any more. Send it again." in page and "0 new" not in page
    assert not Event.objects.filter(verb="place.imported").exists()


def test_the_sheet_the_heading_line_and_the_character_set_can_be_chosen(client, member):
    client.force_login(member)
    data = "填表单位,某校,某省\n名称,省,市,电话\n一号小学,四川省,甘孜州,5\n".encode("gb18030")
    batch = bring_table(by=member, name="表.csv", data=data, now=NOON)

    page = client.get(f"/places/import/{batch.uid}/", headers={"accept-language": "en"}).content.decode()
    assert '<option value="2" selected>' in page and '<option value="GB18030" selected>' in page
    assert "填表单位 某校 某省" in page and "一号小学" in page
    assert "The column “电话” is left out (1 cell)." in page

    other = client.get(f"/places/import/{batch.uid}/?heading=1&c0=name&of=GB18030+0.2&sheet=0&encoding=GB18030")
    assert '<option value="1" selected>' in other.content.decode()


def test_sums_and_remarks_are_proposed_as_left_out(member):
    data = csv_table([ROWS[1], ["合计", "", "", "", "", "", "", ""], ["备注：春季", "", "", "", "", "", "", ""]])

    assert outcomes(brought(member, data)) == [(2, "new"), (3, "left_out"), (4, "left_out")]
    assert outcomes(brought(member, data, source="别的", skips_sums=False, skips_alike=False)) == [
        (2, "new"), (3, "new"), (4, "new"),
    ]  # fmt: skip


def test_everything_that_is_altered_is_counted_and_named_before_it_is_written(client, member):
    client.force_login(member)
    rows = [["甲村小学", "四川省", "甘孜州", "雅江县", "约50人", "", "", "问李老师13800138000"],
            ["乙村小学", "四川省", "甘孜州", "雅江县", "", "", "", "校长13900139000"]]  # fmt: skip
    batch = bring_table(by=member, name="表.csv", data=csv_table(rows), now=NOON)

    page = client.get(f"/places/import/{batch.uid}/", headers={"accept-language": "en"}).content.decode()

    assert "“学生人数”: “约50人” is taken as 50" in page
    assert "“简介”: a telephone number or address of a person is cut out (1)" in page and "2 rows, lines 2, 3" in page
    assert not Place.objects.exists()
