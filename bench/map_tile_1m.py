"""The map of a million places: how long the database takes for a tile, what a write costs, and supercluster beside it.

python -m bench.map_tile_1m --database sqlite|postgres [--points N]     alone; prints the rows as JSON
"""

import argparse
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from math import cos, log, pi, radians, tan
from pathlib import Path

TOP = Path(__file__).parents[1]
POINTS, SEED = 1_000_000, 20261123
ZOOMS, A_ZOOM, WIDE, HIGH, TILE = range(4, 17), 60, 1280, 800, 512
COUNTRY = (73.5, 18.2, 134.8, 53.5)
KINDS = {"school": 62, "village": 22, "community": 4, "clinic": 4, "library": 4, "other": 4}
SPREAD = 0.12  # degrees: most places lie within some twenty kilometres of their seat
WRITES = 300
LACKING = 20
BUDGET_P50, BUDGET_P99 = 1.0, 10.0


def measure(tool):
    """The rows of both databases. Each is measured by a process of its own, as settings are read once."""
    points = 20_000 if getattr(tool, "quick", False) else POINTS
    rows = []
    for database in ("sqlite", "postgres"):
        rows += alone(database, points)
    return rows


def alone(database, points):
    """Run this module for one database in a folder that is gone afterwards."""
    folder = tempfile.mkdtemp(prefix="tongxing-bench-map-")
    command = [sys.executable, "-m", "bench.map_tile_1m", "--inside", database, "--points", str(points)]
    if database == "postgres":
        command = [sys.executable, "-m", "tongxing.core.tests.postgres", *command]
    env = {name: value for name, value in os.environ.items() if not name.startswith("TONGXING_")}
    env |= {"TONGXING_DATA": folder, "DATABASE_URL": "", "DJANGO_SETTINGS_MODULE": "tongxing.settings"}
    try:
        done = subprocess.run(command, cwd=TOP, env=env, stdout=subprocess.PIPE, text=True, check=True, timeout=1800)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return json.loads(done.stdout.splitlines()[-1])


# -- inside that process


def inside(database, points):
    """Fill the database, build the counts, look at tiles, write, and look at the same through supercluster."""
    import django

    django.setup()
    if database == "postgres":
        make_database()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    spots = list(scatter(points))
    fill(spots)
    lack()
    built = clocked(build)
    views = list(viewports(spots))
    rows = [row("build", built, "s", database, f"`tongxing recount` builds all counts of {points:,} places")]
    rows += tiles(views, "", database, points) + tiles(views, "village", database, points)
    rows += tiles(views, "", database, points, "needs")
    rows += writes(spots, database)
    return rows + (beside(spots, views) if database == "sqlite" else [])


def make_database():
    """The server that this runs beside is empty."""
    import psycopg
    from django.conf import settings

    known = settings.DATABASES["default"]
    with psycopg.connect(host=known["HOST"], user=known["USER"], dbname="postgres", autocommit=True) as admin:
        admin.execute(f"CREATE DATABASE {known['NAME']}")


def row(name, value, unit, database, how, budget=None):
    """One line of results.json."""
    name = f"map_tile_1m_{name}"
    ok = None if budget is None else value <= budget
    return {"name": name, "value": round(value, 3), "unit": unit, "floor_ratio": None, "budget": budget, "ok": ok,
            "database": database, "how": how}  # fmt: skip


def clocked(act):
    """The seconds that something takes."""
    began = time.perf_counter()
    act()
    return time.perf_counter() - began


def at(part, times):
    """A percentile, in milliseconds."""
    return sorted(times)[min(int(len(times) * part), len(times) - 1)] * 1000


def scatter(points):
    """(lat, lon, kind, area's code) of invented places round the county seats, always the same."""
    from tongxing.core import dots
    from tongxing.core.areas import gazetteer

    dice = random.Random(SEED)
    seats = [area for area, _x, _y in dots.projected(gazetteer())]
    kinds, weights = list(KINDS), list(KINDS.values())
    for _ in range(points):
        seat = dice.choice(seats)
        lat, lon = dice.gauss(seat.lat, SPREAD), dice.gauss(seat.lon, SPREAD / cos(radians(seat.lat)))
        yield lat, lon, dice.choices(kinds, weights)[0], seat.pk


def fill(spots):
    """All places at once: rows like a first one that the models made, by executemany or COPY."""
    from django.db import connection, transaction

    from tongxing.core.ids import new_uid
    from tongxing.places.grid import cell_of
    from tongxing.places.models import Place

    first = Place.objects.create(name="Pattern", kind_id="school", hidden_at="2026-01-01T00:00Z", precision="address")
    columns = [field.column for field in Place._meta.concrete_fields if not field.primary_key]
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(columns)} FROM places_place WHERE id = %s", [first.pk])
        pattern = dict(zip(columns, cursor.fetchone(), strict=True)) | {"hidden_at": None}

    def line(number, lat, lon, kind, area):
        own = {"uid": new_uid(), "name": f"Place {number}", "kind_id": kind, "area_id": area, "lat": lat, "lon": lon}
        return list((pattern | own | {"cell": cell_of(lat, lon)}).values())

    lines = (line(number, *spot) for number, spot in enumerate(spots))
    with transaction.atomic(), connection.cursor() as cursor:
        insert(cursor, columns, lines)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def lack():
    """Every twentieth place lacks dictionaries."""
    from tongxing.needs.models import Need
    from tongxing.places.models import Place

    keys = Place.objects.filter(hidden_at=None).order_by("pk").values_list("pk", flat=True)[::LACKING]
    given = {"category_id": "books", "title": "Dictionaries", "quantity": 30}
    Need.objects.bulk_create((Need(place_id=key, **given) for key in keys), batch_size=1000)


def insert(cursor, columns, lines):
    """Write rows the fastest way that the database has."""
    from django.db import connection

    names = ", ".join(columns)
    if connection.vendor == "sqlite":
        marks = ", ".join("?" * len(columns))
        connection.connection.executemany(f"INSERT INTO places_place ({names}) VALUES ({marks})", lines)
        return
    with cursor.copy(f"COPY places_place ({names}) FROM STDIN") as copy:
        for line in lines:
            copy.write_row(line)


def build():
    """The counts out of nothing."""
    from django.db import connection

    from tongxing.places.actions import recount

    recount()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def viewports(spots):
    """(zoom, west, south, east, north) of windows, half of them round a place, half of them anywhere."""
    dice = random.Random(SEED + 1)
    west, south, east, north = COUNTRY
    for zoom in ZOOMS:
        for number in range(A_ZOOM):
            lat, lon = dice.choice(spots)[:2] if number % 2 else (dice.uniform(south, north), dice.uniform(west, east))
            across = 360 / 2**zoom / 256  # degrees of longitude a pixel
            up = across * cos(radians(lat))
            yield zoom, lon - across * WIDE / 2, lat - up * HIGH / 2, lon + across * WIDE / 2, lat + up * HIGH / 2


def tiles_of(zoom, west, south, east, north):
    """(z, x, y) of the tiles of 512 pixels that a window shows."""
    z = zoom - 1
    columns = [int((lon + 180) / 360 * 2**z) for lon in (west, east)]
    rows = [int((1 - log(tan(pi / 4 + radians(lat) / 2)) / pi) / 2 * 2**z) for lat in (north, south)]
    return [(z, x, y) for x in range(columns[0], columns[1] + 1) for y in range(rows[0], rows[1] + 1)]


def tiles(views, kind, database, points, facet=""):
    """How long the database takes for a tile, and for all tiles of a window."""
    from django.db import connection

    from tongxing.places.cells import tile

    watch, each, whole, windows = Watch(), [], [], []
    with connection.execute_wrapper(watch):
        for view in views:
            window = 0.0
            for one in tiles_of(*view):
                watch.spent = 0.0
                whole.append(clocked(lambda one=one: tile(*one, kind=kind, facet=facet)))
                each.append(watch.spent)
                window += watch.spent
            windows.append(window)
    name = "kind_" if kind else f"{facet}_" if facet else ""
    what = f"{len(each):,} tiles of {len(views)} windows of 1280×800, zoom 4 to 16, {points:,} places"
    what += ", one kind in five" if kind else ""
    what += f", only those that lack something, one in {LACKING}" if facet else ""
    how = f"query and fetch, {what}; with the ORM p50 {at(0.5, whole):.2f}, p99 {at(0.99, whole):.2f} ms"
    return [
        row(f"{name}p50", at(0.5, each), "ms", database, how, BUDGET_P50),
        row(f"{name}p99", at(0.99, each), "ms", database, how, BUDGET_P99),
        row(f"{name}window_p50", at(0.5, windows), "ms", database, f"all tiles of a window together; {what}"),
        row(f"{name}window_p99", at(0.99, windows), "ms", database, f"all tiles of a window together; {what}"),
    ]


class Watch:
    """Counts the time that queries and the fetching of their rows take."""

    spent = 0.0

    def __call__(self, execute, sql, params, many, context):
        began = time.perf_counter()
        result = execute(sql, params, many, context)
        rows = context["cursor"].cursor.fetchall()
        self.spent += time.perf_counter() - began
        context["cursor"].cursor = Fetched(rows)
        return result


class Fetched:
    """Rows that were fetched already, given out as a cursor does."""

    def __init__(self, rows):
        self.rows = iter(rows)

    def fetchone(self):
        return next(self.rows, None)

    def fetchmany(self, size):
        return [row for row, _ in zip(self.rows, range(size), strict=False)]

    def close(self):
        pass


def writes(spots, database):
    """What one move of a place adds to its deed, and what the worker then does."""
    from tongxing.core.models import Pending
    from tongxing.core.outbox import do, take
    from tongxing.places.actions import count_again
    from tongxing.places.cells import standing
    from tongxing.places.grid import cell_of
    from tongxing.places.models import Place

    dice, beside_deed, folds = random.Random(SEED + 2), [], []
    for place in Place.objects.filter(cell__isnull=False).order_by("pk")[:WRITES]:
        before = standing([place])
        place.cell = cell_of(*dice.choice(spots)[:2])
        beside_deed.append(clocked(lambda before=before, place=place: count_again(before, standing([place]))))
    from django.utils import timezone

    while pending := take(timezone.now()):
        folds.append(clocked(lambda pending=pending: do(pending)))
    assert not Pending.objects.filter(job="places.fold").exists()
    how = f"a place moves somewhere else, {WRITES} times, each in a transaction of its own with its commit"
    how += ", without fsync" if database == "postgres" else ""
    return [
        row("write_p50", at(0.5, beside_deed), "ms", database, f"what the deed writes for the map; {how}"),
        row("fold_p50", at(0.5, folds), "ms", database, f"what the worker adds up, 24 counts; {how}"),
        row("fold_p99", at(0.99, folds), "ms", database, f"what the worker adds up, 24 counts; {how}"),
    ]


def beside(spots, views):
    """npm's supercluster on the same points and windows; no rows where node or the package can't be had."""
    folder = Path(tempfile.mkdtemp(prefix="tongxing-bench-npm-"))
    try:
        (folder / "points.json").write_text(json.dumps([[lon, lat] for lat, lon, _kind, _area in spots]))
        (folder / "views.json").write_text(json.dumps([[view[0] - 1, *view[1:]] for view in views]))
        shutil.copy(Path(__file__).with_name("supercluster.mjs"), folder)
        install = ["npm", "install", "--silent", "--no-audit", "--no-fund", "--prefix", str(folder), "supercluster"]
        subprocess.run(install, check=True, timeout=120, capture_output=True)
        done = subprocess.run(
            ["node", "--max-old-space-size=3000", "supercluster.mjs"], cwd=folder, check=True, timeout=300,
            capture_output=True, text=True,
        )  # fmt: skip
        found = json.loads(done.stdout)
    except (OSError, subprocess.SubprocessError, ValueError) as error:
        print(f"supercluster was not measured: {error}", file=sys.stderr)
        return []
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    how = (
        f"npm supercluster {found['version']} in memory, the same points and windows; it can't be changed, only rebuilt"
    )
    units = {"p50": "ms", "p99": "ms", "load": "s", "memory": "MB"}
    return [row(f"supercluster_{name}", found[name], unit, "", how) for name, unit in units.items()]


def main():
    """Measure one database alone."""
    asked = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    asked.add_argument("--database", choices=["sqlite", "postgres"])
    asked.add_argument("--inside", choices=["sqlite", "postgres"], help=argparse.SUPPRESS)
    asked.add_argument("--points", type=int, default=POINTS)
    given = asked.parse_args()
    if given.inside:
        print(json.dumps(inside(given.inside, given.points)))
    else:
        print(json.dumps(alone(given.database or "sqlite", given.points), indent=1, ensure_ascii=False))


if __name__ == "__main__":
    main()
