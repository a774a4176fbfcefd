"""Which places may be one that is known already: across sources and batches, and within one table."""

import csv
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.db import connection

from tongxing.core.areas import gazetteer
from tongxing.core.datum import to_wgs84
from tongxing.places.duplicates import possible_duplicates, read_known
from tongxing.places.likeness import areas_around, likeness_of
from tongxing.places.models import Place
from tongxing.places.points import share_points, shared_points
from tongxing.places.whereabouts import find_area, stand

pytestmark = pytest.mark.django_db
CASES = Path(__file__).with_name("cases")


def row_of(name, columns=(), address="", given=None, kind="school", key=None):
    """A row of somebody's table, understood as far as places are concerned."""
    where = dict(zip(("province", "prefecture", "county"), columns, strict=False))
    area = find_area(where, address, name, to_wgs84(*given, "gcj02") if given else None).area
    return SimpleNamespace(
        name=name, kind=kind, area=area, given=given, source_key=key or f"{name} {given}", point_shared_by=[]
    )


def places_of(rows):
    """What these rows would become, unsaved."""
    share_points(rows)
    shared = shared_points(rows)
    return [place_of(row, shared) for row in rows]


def place_of(row, shared=()):
    """One of them."""
    lat, lon, precision = stand(row.area, row.given, "gcj02", shared=row.given in shared)
    given = row.given or (None, None)
    form = likeness_of(row.name, areas_around(row.area))
    return Place(
        name=row.name, kind_id=row.kind, area=row.area, lat=lat, lon=lon, precision=precision, likeness=form,
        given_lat=given[0], given_lon=given[1], source_key=row.source_key,
    )  # fmt: skip


def table_of(case):
    """The rows of one of the tables that failed."""
    for row in csv.DictReader((CASES / case).read_text(encoding="utf-8-sig").splitlines()):
        columns = [row.get(column, "") for column in ("province", "prefecture", "county")]
        given = float(row["lat"]), float(row["lon"])
        yield row_of(row["name"], columns, row["address"], given, key=f"{case} {row['id']}")


def test_the_same_school_of_two_sources():
    """Its name with a town's in front, or without an area: its point agrees, and doesn't become rougher."""
    rows = list(table_of("same-school-two-sources.csv"))
    places = places_of(rows)

    assert [row.area.name for row in rows] == ["荔波县", "荔波县", "紫云苗族布依族自治县"]
    assert [place.precision for place in places] == ["address"] * 3
    assert possible_duplicates(places) == {1: places[0]}

    Place.objects.bulk_create(places)
    later = places_of([row_of("荔波县甲朝小学"), row_of("乙关小学", given=(25.71, 106.16)), row_of("乙关小学")])
    assert possible_duplicates(later) == {0: places[0], 1: places[2], 2: later[1]} | {2: places[2]}


def test_only_what_came_before_and_is_live():
    one, other = places_of([row_of("石板沟小学", address="四川省雅江县"), row_of("石板沟完小", address="四川省雅江县")])
    one.save()
    other.save()

    assert possible_duplicates([one, other]) == {1: one}
    one.hidden_at = one.made_at
    one.save()
    assert possible_duplicates([other]) == {}


def test_the_likeliest_is_named():
    here, beside = (30.03, 101.02), (30.031, 101.021)
    far = place_of(row_of("石板沟完小", address="四川省雅江县", given=(30.1, 101.02)))
    near = place_of(row_of("石板沟完小", address="四川省雅江县", given=beside))
    same = place_of(row_of("八角楼乡石板沟小学", address="四川省雅江县", given=(30.1, 101.05)))
    Place.objects.bulk_create([far, near])
    asked = place_of(row_of("石板沟小学", address="四川省雅江县", given=here))

    assert possible_duplicates([asked]) == {0: near}
    same.save()
    assert possible_duplicates([asked]) == {0: same}


def test_a_name_alone_that_stands_in_two_prefectures_is_no_ground():
    areas = ("四川省雅江县", "四川省昭觉县")
    Place.objects.bulk_create(places_of([row_of("红星小学", address=area, key=area) for area in areas]))

    assert possible_duplicates(places_of([row_of("红星小学")])) == {}


def test_the_page_of_a_place_shows_them_with_and_without_an_area(steward):
    inside, outside = places_of(
        [row_of("石板沟小学", address="四川省雅江县", given=(30.03, 101.02)), row_of("石板沟小学")]
    )
    Place.objects.bulk_create([inside, outside])

    assert Place.objects.like(inside) == [outside]
    assert Place.objects.like(outside) == [inside]


def scattered(count, seats):
    """Many places: a few names over and over, in every county."""
    for number in range(count):
        area = seats[number % len(seats)]
        name = f"{'甲乙丙丁戊己庚辛壬癸'[number % 10]}{number // 7}村小学" if number % 3 else "第一小学"
        yield Place(name=name, kind_id="school", area=area, likeness=likeness_of(name), lat=area.lat, lon=area.lon,
                    precision="county")  # fmt: skip


def test_a_table_costs_few_queries_by_an_index_whatever_is_known(django_assert_max_num_queries):
    seats = [area for area in gazetteer().areas.values() if area.level == 3 and area.lat is not None]
    Place.objects.bulk_create(scattered(2_000, seats), batch_size=1_000)
    rows = list(scattered(700, seats))

    with django_assert_max_num_queries(5):
        found = possible_duplicates(rows)

    assert len(found) == len(rows)


@pytest.mark.parametrize("ask", [lambda _one: read_known({"石板小", "甲朝小"}), lambda one: Place.objects.like(one)])
def test_known_forms_are_looked_up_in_the_index(ask):
    there = place_of(row_of("石板沟小学", address="四川省雅江县", given=(30.03, 101.02)))
    seats = [area for area in gazetteer().areas.values() if area.level == 3 and area.lat is not None]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":  # it chooses by its statistics
            Place.objects.bulk_create(scattered(3_000, seats), batch_size=1_000)
            cursor.execute("ANALYZE places_place")
        plan = plan_of(cursor, lambda: ask(there))

    assert "live_places_by_form" in plan
    assert "SCAN places_place" not in plan and "Seq Scan on places_place" not in plan


def plan_of(cursor, ask):
    """How the database would answer what is asked."""
    asked = []
    with connection.execute_wrapper(lambda go, sql, params, many, context: asked.append((sql, params)) or go(
        sql, params, many, context)):  # fmt: skip
        ask()
    explain = "EXPLAIN QUERY PLAN" if connection.vendor == "sqlite" else "EXPLAIN"
    cursor.execute(f"{explain} {asked[0][0]}", asked[0][1])
    return " | ".join(str(row[-1]) for row in cursor.fetchall())


def test_nothing_is_like_nothing():
    assert possible_duplicates([]) == {}
    assert possible_duplicates([Place(name="石板沟小学", likeness="石板沟小")]) == {}
