"""Tables that people bring: every row goes in, or is named with its line and the reason."""

import json
import re
import sys
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from tongxing.conftest import NOON
from tongxing.core.events import Event
from tongxing.core.search import find
from tongxing.places.actions import change_place
from tongxing.places.models import ImportBatch, Place, Revision

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("read_here")]

HEADER = "old_id,name,province,prefecture,address,lat,lon,intro\n"
ROWS = [
    "1,石板沟小学,四川省,甘孜州,雅江县八角楼乡,30.10,101.10,河谷边的村小。",
    "2,青冈村完小,四川省,甘孜州,雅江县青冈村,30.20,101.20,",
    "3,然木小学,西藏自治区,昌都地区,八宿县然木乡,,,",
]
REAL = Path(__file__).parents[4] / "shared" / "data" / "schools_2011_export.csv"


class Told:
    """What the command wrote: its last line, and everything that it said of single rows."""

    def __init__(self, path, **options):
        out, err = StringIO(), StringIO()
        call_command("import_places", str(path), stdout=out, stderr=err, **options)
        self.last, self.rows = out.getvalue().strip(), err.getvalue()


@pytest.fixture
def bring(tmp_path):
    """Import a text (or bytes) as a file of this name."""

    def run(text, name="schools.csv", **options):
        path = tmp_path / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return Told(path, **options)

    return run


def table(*rows, header=HEADER):
    """A CSV of these lines."""
    return header + "\n".join(rows) + "\n"


def test_new_then_unchanged_then_changed(bring):
    told = bring(table(*ROWS))
    assert told.last == "3 rows: 3 new, 0 changed, 0 unchanged, 0 refused; 0 suspected duplicates"

    assert bring(table(*ROWS)).last == "3 rows: 0 new, 0 changed, 3 unchanged, 0 refused; 0 suspected duplicates"

    changed = bring(table(ROWS[0].replace("八角楼乡", "河口镇"), *ROWS[1:]))
    assert changed.last == "3 rows: 0 new, 1 changed, 2 unchanged, 0 refused; 0 suspected duplicates"
    assert Place.objects.get(name="石板沟小学").address == "雅江县河口镇"


def test_one_event_an_import_and_one_revision_a_place(bring):
    bring(table(*ROWS))

    batch = ImportBatch.objects.get()
    assert (batch.source, batch.file_name, batch.encoding, batch.new) == ("schools", "schools.csv", "CSV, UTF-8", 3)
    assert [(event.verb, event.key, event.facts["new"]) for event in Event.objects.all()] == [
        ("place.imported", batch.uid, 3)
    ]
    assert Revision.objects.count() == 3
    assert Revision.objects.filter(batch=batch, by=None).count() == 3


def test_where_it_stands(bring):
    bring(table(*ROWS))

    first, _second, third = Place.objects.order_by("id")
    assert (first.area.name, first.precision, first.datum) == ("雅江县", "address", "unknown")
    assert (first.given_lat, first.given_lon) == (30.10, 101.10)
    assert first.lat == pytest.approx(30.10, abs=0.01)
    assert first.lat != 30.10
    assert (third.area.name, third.precision, third.lat) == ("八宿县", "county", third.area.lat)


def test_what_came_in_is_found(bring):
    bring(table(*ROWS))

    assert [row["key"] for row in find("places.place", "甘孜 石板")] == [Place.objects.get(name="石板沟小学").uid]


def test_a_point_that_many_share_is_kept_but_not_trusted(bring):
    bring(table("1,一号小学,四川省,甘孜州,雅江县,30.05,101.96,", "5,二号小学,四川省,甘孜州,,30.05,101.96,", ROWS[1]))

    one, two, other = Place.objects.order_by("id")
    assert (one.precision, two.precision, other.precision) == ("county", "prefecture", "address")
    assert (one.given_lat, one.given_lon) == (30.05, 101.96)
    assert (one.lat, one.lon) == (one.area.lat, one.area.lon)


def test_a_point_of_a_place_that_was_there_before_is_shared_too(bring):
    bring(table(ROWS[0]))
    bring(table("9,三号小学,四川省,甘孜州,雅江县,30.10,101.10,"))

    assert Place.objects.get(name="三号小学").precision == "county"


def test_a_point_far_from_its_area_is_kept_but_not_trusted(bring):
    bring(table("1,一号小学,四川省,甘孜州,雅江县,39.9,116.4,"))

    place = Place.objects.get()
    assert (place.precision, place.given_lat, place.lat) == ("county", 39.9, place.area.lat)


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("9,,四川省,甘孜州,,,,", "line 3: refused: it has no name"),
        ("9,1313,四川省,甘孜州,,,,", "line 3: refused: the name “1313” holds no word"),
        ("9,\u200b\u202e,四川省,甘孜州,,,,", "line 3: refused: it has no name"),
        (f"9,{'校' * 81},四川省,甘孜州,,,,", "line 3: refused: the name is longer than 80 characters"),
        (
            "9,一号小学,四川省,甘孜州,,101.1,30.1,",
            "line 3: refused: latitude 101.1, longitude 30.1 don't exist. They look swapped.",
        ),
        ("9,一号小学,四川省,甘孜州,,300,400,", "line 3: refused: latitude 300, longitude 400 don't exist."),
        ("1,一号小学,四川省,甘孜州,,,,", "line 3: refused: it repeats line 2"),
    ],
)
def test_what_cannot_be_taken_is_named_and_the_others_go_in(bring, row, reason):
    told = bring(table(ROWS[0], row, ROWS[1]))

    assert told.last == "3 rows: 2 new, 0 changed, 0 unchanged, 1 refused; 0 suspected duplicates"
    assert reason in told.rows


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ("9,一号小学,火星省,陨石州,,,,", "line 2: no area is called “火星省”"),
        ("9,一号小学,四川省,甘孜州,,七,八,", "line 2: the point “七, 八” isn't two numbers; left out"),
        ("9,一号小学,四川省,甘孜州,,30.1,,", "isn't two numbers; left out"),
    ],
)
def test_what_is_taken_only_in_part_is_said(bring, row, says):
    told = bring(table(row))

    assert told.last.startswith("1 rows: 1 new")
    assert says in told.rows


def test_nought_nought_is_no_point(bring):
    bring(table("9,一号小学,四川省,甘孜州,雅江县,0,0,"))

    assert (Place.objects.get().given_lat, Place.objects.get().precision) == (None, "county")


def test_formulas_and_unseen_signs_become_harmless_text(client, bring):
    bring(table("9,=cmd|' /C calc'!A0小学,四川省,甘孜州,\x07雅江县\u202e,,,<script>x</script>"))

    place = Place.objects.get()
    assert (place.name, place.address) == ("=cmd|' /C calc'!A0小学", "雅江县")
    assert "<script>x" not in client.get(place.get_absolute_url()).content.decode()


def test_numbers_with_units_and_chinese_columns(bring):
    header = "编号,学校名称,省,市/州,县,地址,学生人数,教师数,班级数,图书,统计日期,类型\n"
    told = bring(
        table("7,七号图书室,四川,甘孜州,雅江,河口镇,约50人左右,公办8代课5,６个,不少,2008年3月,图书室", header=header)
    )

    place = Place.objects.get()
    assert (place.area.name, place.kind_id) == ("雅江县", "library")
    numbers = {"pupils": 50, "teachers": 8, "substitutes": 5, "classes": 6}
    assert place.facts == {name: {"value": number, "as_of": "2008-03"} for name, number in numbers.items()}
    assert "line 2: “图书”: “不少” can't be understood; left out" in told.rows
    assert "line 2: “教师数”: “公办8代课5” is taken as 8, substitutes 5" in told.rows


@pytest.mark.parametrize(
    ("encoding", "label"), [("utf-8-sig", "UTF-8"), ("gbk", "GB18030"), ("gb18030", "GB18030"), ("utf-16", "UTF-16 LE")]
)
def test_encodings_are_recognised_and_said(bring, encoding, label):
    told = bring(table(*ROWS).encode(encoding))

    assert told.last.startswith("3 rows: 3 new")
    assert f"schools.csv: 3 rows in CSV, {label}; import " in told.rows
    assert Place.objects.filter(name="石板沟小学").exists()


def test_semicolons_tabs_quotes_and_empty_lines(bring):
    told = bring(
        'name;province;prefecture;address\n"石板沟\n小学";四川省;甘孜州;"a;b"\n\n;;;\n青冈村完小;四川省;甘孜州;\n'
    )

    assert told.last.startswith("2 rows: 2 new")
    assert Place.objects.order_by("id")[0].name == "石板沟 小学"


def test_json(bring):
    rows = [
        {"name": "石板沟小学", "province": "四川省", "prefecture": "甘孜州", "lat": 30.1, "lon": 101.1, "intro": None}
    ]

    assert bring(json.dumps(rows), "a.json").last.startswith("1 rows: 1 new")
    assert bring(json.dumps({"places": rows}), "a.json").last.startswith("1 rows: 0 new, 0 changed, 1 unchanged")


def test_without_numbers_of_their_own_rows_are_known_by_what_they_say(bring):
    header, row = "name,province,prefecture,address,intro\n", "石板沟小学,四川省,甘孜州,雅江县,"

    assert bring(table(row, header=header)).last.startswith("1 rows: 1 new")
    assert bring(table(row + "新的", header=header)).last.startswith("1 rows: 0 new, 1 changed")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("a,b\n1,2\n", "Say which column holds the name. (column 1, column 2)"),
        ("number,address\n1,y\n", "Say which column holds the name. (number, address)"),
        (HEADER, "holds no rows"),
        ("", "The file is empty."),
        ("[1, 2]", "must be a list of objects"),
        ("[]", "holds no rows"),
        ('{"a": ', "can't be read as JSON"),
        ("[" * 100_000, "can't be read as JSON"),
        (b"\x00\x01\x02\xff\xfe", "neither UTF-8 nor GBK"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "This is a picture, not a table"),
    ],
)
def test_a_file_that_is_no_table_is_said_in_one_sentence(bring, text, says):
    with pytest.raises(CommandError, match=re.escape(says)) as refused:
        bring(text)
    assert "\n" not in str(refused.value)
    assert not ImportBatch.objects.exists()


def test_a_missing_file_and_an_unknown_kind(tmp_path, bring):
    with pytest.raises(CommandError, match="can't be read"):
        Told(tmp_path / "nothing.csv")
    with pytest.raises(CommandError, match="There is no kind castle. There are: school, village"):
        bring(table(*ROWS), kind="castle")


def test_how_to_get_there_and_who_surveyed_it(bring):
    header = "name,province,交通指南,乘车地点,费用,附近景点,调查人,调查日期,简介\n"
    row = "石板沟小学,四川省,班车到乡里，问王老师13800138000,雅江,20元,海子,小满,2007。11。2－4,校长电话0836-5123456"

    told = bring(table(row, header=header))

    place = Place.objects.get()
    assert (place.way, place.way_from, place.way_cost) == ("班车到乡里，问王老师…", "雅江", "20元")
    assert (place.sights, place.surveyor, place.surveyed_on) == ("海子", "小满", "2007-11-02")
    assert place.about == "校长…"
    assert "line 2: “交通指南”: a telephone number or address of a person is cut out (1)" in told.rows
    assert "line 2: “简介”: a telephone number or address of a person is cut out (1)" in told.rows


def test_what_may_be_the_same_is_named_and_kept(bring):
    told = bring(
        table(
            *ROWS,
            "4,石板沟小学,四川省,甘孜州,,,,",
            "5,雅江县石板溝完小,四川省,甘孜州,,,,",
            "6,石板沟小学,四川省,凉山州,,,,",
        )
    )

    assert told.last == "6 rows: 6 new, 0 changed, 0 unchanged, 0 refused; 2 suspected duplicates"
    assert "line 5: 石板沟小学: perhaps the same as line 2: 石板沟小学" in told.rows
    assert "line 6: 雅江县石板溝完小: perhaps the same as line 2: 石板沟小学" in told.rows


def test_what_people_wrote_wins_over_the_next_import(bring, member):
    bring(table(*ROWS))
    place = Place.objects.get(name="石板沟小学")
    fields = {
        "kind": "school",
        "name": "石板沟完小",
        "area": place.area,
        "address": place.address,
        "about": place.about,
    }
    change_place(place, by=member, now=NOON, lat=place.given_lat, lon=place.given_lon, **fields)

    assert bring(table(*ROWS)).last.startswith("3 rows: 0 new, 0 changed, 3 unchanged")
    assert bring(table(ROWS[0].replace("村小", "学校"), *ROWS[1:])).last.startswith("3 rows: 0 new, 1 changed")

    place.refresh_from_db()
    assert (place.name, place.about) == ("石板沟完小", "河谷边的学校。")


def test_no_column_but_a_name_is_needed(bring):
    told = bring("name,address\n石板沟小学,\n青冈村完小,四川省甘孜州雅江县青冈村\n")

    assert told.last.startswith("2 rows: 2 new")
    assert [place.area and place.area.name for place in Place.objects.order_by("id")] == [None, "雅江县"]


def test_the_report_is_in_the_language_of_whoever_reads_it(bring):
    told = bring(table("9,,四川省,甘孜州,,,,", ROWS[0]), language="zh-hans")

    assert "第 2 行：没收下：没有名称" in told.rows
    assert told.last == "2 rows: 1 new, 0 changed, 0 unchanged, 1 refused; 0 suspected duplicates"


def test_an_import_is_taken_back_by_its_number(bring):
    bring(table(*ROWS))
    out = StringIO()
    call_command("import_places", undo=ImportBatch.objects.get().uid, stdout=out)

    assert out.getvalue().strip() == "3 taken back, 0 kept"
    assert not Place.objects.filter(hidden_at=None).exists()


def test_a_bar_on_a_terminal_only(bring, monkeypatch):
    class Terminal(StringIO):
        def isatty(self):
            return True

    monkeypatch.setattr(sys, "stderr", Terminal())
    bring(table(*ROWS))

    assert "3 of 3" in sys.stderr.getvalue()


@pytest.mark.skipif(not REAL.exists(), reason="the real file isn't here: ../shared/data/schools_2011_export.csv")
def test_the_real_file():
    told = Told(REAL)

    counts = [int(number) for number in re.findall(r"\d+", told.last)]
    rows, new, changed, unchanged, refused, suspected = counts
    assert (rows, new + refused, changed, unchanged) == (1230, 1230, 0, 0)
    assert refused <= 5
    assert told.rows.count("refused:") == refused
    assert 12 <= suspected <= 52
    assert Place.objects.filter(area=None).count() == 0
    assert Place.objects.exclude(precision="address").count() >= 394 - refused
    assert told.rows.count("perhaps the same as") == suspected
    assert repeated_pairs() == 12

    again = Told(REAL.with_suffix(".json"))
    assert (
        again.last
        == f"1230 rows: 0 new, 0 changed, {new} unchanged, {refused} refused; {suspected} suspected duplicates"
    )


def repeated_pairs():
    """How many pairs of one name in one prefecture know of each other."""
    seen, pairs = {}, 0
    for place in Place.objects.select_related("area").order_by("id"):
        key = place.name, (place.area_id or "")[:4]
        if key in seen and seen[key] in Place.objects.like(place):
            pairs += 1
        seen[key] = place
    return pairs
