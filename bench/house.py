"""The house as a whole: how much memory and disk it takes, how soon it stands, how lists grow, backups.

python -m bench.house --inside sqlite|postgres     one database; prints its rows as JSON
"""

import argparse
import json
import os
import tempfile
import time
from contextlib import suppress
from importlib.metadata import distribution
from pathlib import Path

from bench.web import alone, begin

TOP = Path(__file__).parents[1]
FEW, MANY = 10, 10_000


def measure(tool):
    """Rows that hold for any database, then those of both."""
    rows = [installed(tool), first_page(tool), memory(tool)]
    return rows + [row for database in ("sqlite", "postgres") for row in alone(database, tool.quick, "bench.house")]


def installed(tool):
    """The size of what requirements/run.txt installs."""
    names = [line.split("==")[0] for line in (TOP / "requirements/run.txt").read_text().splitlines() if "==" in line]
    total = 0
    for name in names:
        with suppress(Exception):  # packages of other systems
            total += sum(file.locate().stat().st_size for file in distribution(name).files if file.locate().is_file())
    return tool.row("installed_mb", total / 1e6, "MB", "all files of the packages of requirements/run.txt", budget=220)


def first_page(tool):
    """From an empty data folder to the first answer, packages being there."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["TONGXING_DATA"] = folder
        began = time.perf_counter()
        with tool.house(work=True):
            took = time.perf_counter() - began
    how = "empty folder, SQLite, static files collected, no demo world"
    return tool.row("first_page", took, "s", how, database="sqlite", budget=5)


def memory(tool):
    """All processes of a served house after some reading, shared pages counted once."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["TONGXING_DATA"] = folder
        with tool.house(work=True) as server:
            for path in ("/", "/activities/", "/places/", "/map/", "/api/", "/api/v1/spaces", "/account/login/"):
                tool.ask(server.port, 40, tool.get(path))
            total = sum(pss(pid) for pid in server.pids())
            count = len(server.pids())
    how = f"{count} processes: main, server, two for pages, worker; after 280 requests"
    return tool.row("memory_pss", total / 1024, "MB PSS", how, database="sqlite", budget=200)


def pss(pid):
    """Kilobytes of a process, shared pages in their part."""
    with suppress(OSError):
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1])
    return 0


# -- inside a process of its own


def inside(database, quick):
    """Growth and backup on one database."""
    begin(database)
    from bench import tool

    return [*growth(tool, database, quick), *backup(tool, database, quick)]


def with_index(database):
    """Let the database learn what it holds."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def growth(tool, database, quick):
    """Queries and time of every list at 10 and at 10,000 rows."""
    from django.db import connection, transaction
    from django.test import Client
    from django.test.utils import CaptureQueriesContext, setup_test_environment

    from tongxing.front.tests import crowd

    with suppress(RuntimeError):
        setup_test_environment()
    (host,) = crowd.gather(1, name="grower")
    found = {}
    for size in (FEW, 200 if quick else MANY):
        with transaction.atomic():
            grow(crowd, host, size)
        with_index(database)
        for path in ("/activities/", "/places/", "/spaces/", "/api/v1/activities", "/api/v1/places", "/api/v1/spaces"):
            client, times = Client(headers={"host": "localhost"}), []
            for number in range(7):
                began = time.perf_counter()
                with CaptureQueriesContext(connection) as asked:
                    assert client.get(f"{path}?limit={20 + number}").status_code == 200
                times.append(time.perf_counter() - began)
            found.setdefault(path, []).append((len(asked), sorted(times)[3]))
    same = all(few[0] == many[0] for few, many in found.values())
    slowest = max(many[1] / few[1] for few, many in found.values())
    said = ", ".join(
        f"{path} {few[0]}/{many[0]} queries ×{many[1] / few[1]:.1f}" for path, (few, many) in found.items()
    )
    how = f"10 to 10,000 rows: {said}; log n allows ×4"
    return [tool.row("growth", slowest, "× time", how, database=database, budget=4, ok=same and slowest <= 4)]


def grow(crowd, host, size):
    """So many activities, places and spaces more, made in bulk after a first one."""
    from tongxing.activities.models import Activity
    from tongxing.claims.models import Opening
    from tongxing.core.ids import new_uid
    from tongxing.people.models import Person
    from tongxing.places.models import Place
    from tongxing.spaces.actions import open_space
    from tongxing.spaces.models import Space

    person = Person.objects.get(pk=host.pk)
    activity = Activity.objects.first() or crowd.plan(host, seats=5)
    openings = Opening.objects.bulk_create(Opening(seats=5) for _ in range(size))
    Activity.objects.bulk_create(fresh(activity, new_uid, opening=opening) for opening in openings)
    Place.objects.bulk_create(Place(uid=new_uid(), name=f"Place {number}", kind_id="school") for number in range(size))
    space = Space.objects.filter(kind="team").first() or open_space(
        by=person, now=person.joined_at, kind="team", short="first", name="First"
    )
    Space.objects.bulk_create(fresh(space, new_uid, short=f"s{size}-{number}") for number in range(size))


def fresh(row, new_uid, **changes):
    """A copy of a row under another name."""
    values = {
        field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields if not field.primary_key
    }
    changes = {
        (f"{name}_id" if f"{name}_id" in values else name): getattr(one, "pk", one) for name, one in changes.items()
    }
    return type(row)(**values | {"uid": new_uid()} | changes)


def backup(tool, database, quick):
    """100,000 rows and 1 GB of files: written and verified."""
    from django.conf import settings

    from tongxing.core.archives import verify
    from tongxing.core.backup import back_up
    from tongxing.core.models import Event

    rows, files = (2_000, 4) if quick else (100_000, 1_000)
    for start in range(0, rows, 5000):
        Event.objects.bulk_create(
            Event(verb="bench.row", at="2026-05-04T04:00Z", kind="bench", key="x", facts={"n": number})
            for number in range(start, min(start + 5000, rows))
        )
    for number in range(files):
        path = settings.FILES_ROOT / f"{number % 256:02x}" / f"{number:064x}.webp"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(os.urandom(1_000_000))
    archive = settings.DATA / "bench.tar.gz"
    began = time.perf_counter()
    back_up(archive)
    took = time.perf_counter() - began
    began = time.perf_counter()
    verify(archive)
    how = f"{rows:,} rows and {files} MB of files; verified in {time.perf_counter() - began:.0f} s"
    return [tool.row("backup", took, "s", how, database=database, budget=60)]


if __name__ == "__main__":
    asked = argparse.ArgumentParser()
    asked.add_argument("--inside", required=True)
    asked.add_argument("--quick", action="store_true")
    asked = asked.parse_args()
    print(json.dumps(inside(asked.inside, asked.quick)))
