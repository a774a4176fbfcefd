"""What went out comes in again as it was: into an empty house, and edited into the house that it came from."""

import csv
import io
import json
from datetime import timedelta

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tongxing.conftest import NOON
from tongxing.core.ids import new_uid
from tongxing.core.models import Area
from tongxing.core.text import clean_line, clean_prose
from tongxing.imports.readers import read
from tongxing.imports.tests import test_cases
from tongxing.places import exports, geojson
from tongxing.places.actions import change_place, take_back, undo_import
from tongxing.places.models import Fact, ImportBatch, Place, Revision

from .conftest import make_place
from .test_import_table import brought, outcomes

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("read_here")]

LETTERS = "石沟ab=+-@|%'\"，,;:<>/ ＝省份：学7\n"
WORDS = st.text(LETTERS, max_size=12)
LINE, PROSE = WORDS.map(clean_line), WORDS.map(clean_prose)
DAYS = st.sampled_from(["", "2024", "2024-05", "2024-05-06"])
FACTS = {"pupils": st.integers(0, 99_999), "library": st.booleans(), "supporter": LINE.filter(bool)}
POINTS = st.tuples(st.floats(20, 45), st.floats(80, 120))
AREAS = [None, "513325", "513300", "510000"]
FORMATS = {
    "places.csv": lambda: b"".join(exports.csv_of(exports.place_lines(Place.objects.filter(hidden_at=None)))),
    "places.xlsx": lambda: b"".join(exports.book_of(exports.place_lines(Place.objects.filter(hidden_at=None)))),
    "places.geojson": lambda: json.dumps(geojson.collection(Place.objects.filter(hidden_at=None), str)).encode(),
}


@st.composite
def places(draw):
    """A place as a house may hold it."""
    area = draw(st.sampled_from(AREAS))
    found = {name: draw(LINE) for name in ("other_names", "address", "way_from", "way_cost", "way_time", "sights")}
    found |= {name: draw(LINE) for name in ("surveyor", "source")} | {name: draw(PROSE) for name in ("about", "way")}
    found |= {
        "name": f"石{draw(LINE)}".strip(),
        "kind_id": draw(st.sampled_from(["school", "village"])),
        "area_id": area,
    }
    found |= {"surveyed_on": draw(DAYS), "precision": draw(st.sampled_from([code for code, _ in Place.PRECISIONS]))}
    if found["precision"] != Place.NONE:
        found["lat"], found["lon"] = draw(POINTS)
    known = draw(st.lists(st.sampled_from(sorted(FACTS)), unique=True))
    found["facts"] = {code: {"value": draw(FACTS[code]), "as_of": draw(DAYS)} for code in known}
    return found


def told(data, name):
    """{uid: what a file says of it}, but for what only the house itself can say."""
    (sheet,) = read(data, name)["sheets"]
    heads = sheet["lines"][0][1]
    rows = [dict(zip(heads, cells + [""] * len(heads), strict=False)) for _line, cells in sheet["lines"][1:]]
    for row in rows:
        for code in ("changed_at", "confirmed_at", "id"):
            row.pop(code, None)
    return {row["uid"]: {code: value for code, value in row.items() if value} for row in rows}


def empty_house():
    """Nothing is known here."""
    Revision.objects.all().delete()
    ImportBatch.objects.all().delete()
    Place.objects.all().delete()


@pytest.mark.parametrize("name", FORMATS)
@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(known=st.lists(places(), min_size=1, max_size=3))
def test_an_export_into_an_empty_house_comes_out_the_same(member, name, known):
    assert Area.objects.filter(pk__in=AREAS[1:]).count() == 3
    assert Fact.objects.filter(pk__in=FACTS).count() == 3
    empty_house()
    for fields in known:
        Place.objects.create(uid=new_uid(), **fields)
    before = FORMATS[name]()
    empty_house()

    batch = brought(member, before, name, datum="wgs84", skips_alike=False, skips_sums=False)

    assert batch.new == len(known), list(batch.lines.values_list("said", flat=True))
    assert told(FORMATS[name](), name) == told(before, name)
    assert [fate for _line, fate in outcomes(brought(member, before, name, datum="wgs84"))] == ["same"] * len(known)


def test_the_export_of_another_house_comes_in_as_it_was(member):
    before = (test_cases.CASES / "R4_own_export_demo_only.csv").read_bytes()

    batch = brought(member, before, "R4.csv")

    assert (batch.new, batch.refused) == (48, 0)
    after = told(FORMATS["places.csv"](), "a.csv")
    for uid, row in told(before, "a.csv").items():
        row.pop("url")
        if row.get("internet") == "unknown":  # what nobody knows is not known
            del row["internet"], row["internet_as_of"]
        point = {code: pytest.approx(float(row.pop(code)), abs=1e-9) for code in ("lat", "lon") if code in row}
        assert row.items() <= after[uid].items()
        assert point == {code: float(after[uid][code]) for code in point}


def edited(data, **changes):
    """A CSV with other words in its first row."""
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))
    for code, value in changes.items():
        rows[1][rows[0].index(code)] = value
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    return out.getvalue().encode()


def test_an_edited_export_changes_its_own_house_and_can_be_taken_back(member, steward):
    make_place(steward, "河口小学", lat=30.1, lon=101.1, datum="gcj02")
    place = make_place(steward, lat=30.2, lon=101.2, datum="gcj02", address="老地址")
    sent = FORMATS["places.csv"]()

    batch = brought(member, edited(sent, address="新地址", pupils="40", pupils_as_of="2024"), "places.csv")

    assert outcomes(batch) == [(2, "changed"), (3, "same")]
    after = Place.objects.get(uid=place.uid)
    assert (after.address, after.facts["pupils"]) == ("新地址", {"value": 40, "as_of": "2024"})
    assert (after.lat, after.datum, after.given_lat, after.name) == (place.lat, "gcj02", 30.2, place.name)
    assert after.revisions.last().changes.keys() == {"address", "facts"}
    assert after.revisions.last().unconfirmed

    undo_import(batch, by=member, now=batch.ended_at)
    while take_back(batch.pk, now=NOON):
        pass
    again = Place.objects.get(uid=place.uid)
    assert (again.address, again.facts, again.hidden_at) == ("老地址", place.facts, None)


def test_what_was_changed_here_since_the_export_stays_and_is_said(member, steward):
    place = make_place(steward, address="老地址")
    sent = FORMATS["places.csv"]()
    now = timezone.now() + timedelta(hours=1)
    fields = {"kind": "school", "name": place.name, "area": place.area, "about": place.about}
    change_place(place, by=steward, now=now, address="更新的地址", **fields)

    batch = brought(member, edited(sent, address="旧表的地址", other_names="又名"), "places.csv")

    after = Place.objects.get(uid=place.uid)
    assert (after.address, after.other_names) == ("更新的地址", "又名")
    assert batch.lines.get().said == [["%(columns)s: what somebody wrote here since is kept", {"columns": "address"}]]


def test_an_export_that_was_taken_back_can_come_again(member, steward):
    place = make_place(steward)
    sent = FORMATS["places.csv"]()
    empty_house()
    batch = brought(member, sent, "places.csv")
    undo_import(batch, by=member, now=batch.ended_at)
    take_back(batch.pk, now=NOON)
    assert not Place.objects.filter(hidden_at=None).exists()

    assert outcomes(brought(member, sent, "places.csv")) == [(2, "new")]
    assert Place.objects.get(hidden_at=None).uid == place.uid


def test_a_record_that_was_taken_away_here_stays_away(member, steward):
    place = make_place(steward)
    sent = FORMATS["places.csv"]()
    Place.objects.filter(pk=place.pk).update(hidden_at=NOON)

    batch = brought(member, sent, "places.csv")

    assert outcomes(batch) == [(2, "left_out")]
    assert batch.lines.get().said == [["this record was taken away here", {}]]
