"""Along a way of 1,000 km among a million places: how long the whole search takes, from the line to the list in order.

python -m bench.along_route_1m --database sqlite|postgres [--points N]     alone; prints the rows as JSON
"""

import argparse
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from bench.map_tile_1m import POINTS, at, clocked, fill, make_database, scatter

TOP = Path(__file__).parents[1]
SEED, WAYS, KM, WITHIN_KM, TURNS = 20261124, 200, 1000, 10, 5
IN_NEED = 20  # one place in so many has an open need
BUDGET_P99 = 100.0


def measure(tool):
    """The rows of both databases, each measured by a process of its own."""
    points = 20_000 if getattr(tool, "quick", False) else POINTS
    return [row for database in ("sqlite", "postgres") for row in alone(database, points)]


def alone(database, points):
    """Run this module for one database in a folder that is gone afterwards."""
    folder = tempfile.mkdtemp(prefix="tongxing-bench-along-")
    command = [sys.executable, "-m", "bench.along_route_1m", "--inside", database, "--points", str(points)]
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
    """Fill the database, and look along ways: for all places, and for those with an open need."""
    import django

    django.setup()
    if database == "postgres":
        make_database()
    from django.core.management import call_command
    from django.db import connection

    call_command("migrate", verbosity=0)
    fill(list(scatter(points)))
    ask_for(points)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if database == "postgres" else "ANALYZE")  # as autovacuum does
    lines = list(lines_of())
    return searches("needs_", lines, in_need, database, points) + searches("", lines, live, database, points)


def ask_for(points):
    """Rows that hang on one place in twenty, as needs do: watching marks stand for them."""
    from tongxing.people.models import Person
    from tongxing.places.models import Mark, Place

    person = Person.objects.create(handle="bench")
    keys = list(Place.objects.filter(hidden_at=None).values_list("pk", flat=True)[::IN_NEED])
    rows = (Mark(place_id=key, person=person, kind=Mark.WATCHING) for key in keys)
    Mark.objects.bulk_create(rows, batch_size=5000)


def live():
    """Every place that may be seen."""
    from tongxing.places.models import Place

    return Place.objects.filter(hidden_at=None)


def in_need():
    """Those with an open need, as a room above narrows them: by a row that hangs on the place."""
    from django.db.models import Exists, OuterRef

    from tongxing.places.models import Mark

    return live().filter(Exists(Mark.objects.filter(place=OuterRef("pk"), kind=Mark.WATCHING)))


def lines_of():
    """Ways of about 1,000 km, always the same: half of them straight, half over towns that lie near the line."""
    from tongxing.core import dots
    from tongxing.core.areas import gazetteer
    from tongxing.places.ways import EARTH_KM, arcs_of, length_km, nearest, unit

    dice = random.Random(SEED)
    seats = [(area.lat, area.lon) for area, _x, _y in dots.projected(gazetteer())]
    found = 0
    while found < WAYS:
        ends = dice.sample(seats, 2)
        if not 0.95 * KM < length_km([ends]) < 1.05 * KM:
            continue
        found += 1
        arcs = arcs_of(ends)
        spots = ((nearest(arcs, unit(*seat), 60 / EARTH_KM), seat) for seat in seats if found % 2)
        near = [(spot[1], seat) for spot, seat in spots if spot]
        yield [ends[0], *(seat for _on, seat in sorted(dice.sample(near, min(TURNS, len(near))))), ends[1]]


def searches(name, lines, places, database, points):
    """p50 and p99 of whole searches."""
    from tongxing.places.ways import along

    times, counts = [], []
    for line in lines:
        times.append(clocked(lambda line=line: counts.append(len(along(places(), [line], WITHIN_KM)))))
    what = f"one place in {IN_NEED} with an open need" if name else "all places"
    how = f"{len(lines)} ways of {KM:,} km, within {WITHIN_KM} km, {points:,} places, {what}: "
    how += f"{sorted(counts)[len(counts) // 2]:,} found in the middle, {max(counts):,} at most; first looks included"
    return [row(f"{name}p50", at(0.5, times), database, how), row(f"{name}p99", at(0.99, times), database, how)]


def row(name, value, database, how):
    """One line of results.json."""
    budget = BUDGET_P99 if name.endswith("p99") else None
    return {"name": f"along_route_1m_{name}", "value": round(value, 2), "unit": "ms", "floor_ratio": None,
            "budget": budget, "ok": None if budget is None else value <= budget, "database": database,
            "how": how}  # fmt: skip


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
