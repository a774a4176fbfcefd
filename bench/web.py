"""The pages and deeds of a lively installation, as multiples of the floor, on both databases.

python -m bench.web --inside sqlite|postgres     one database; prints its rows as JSON
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

TOP = Path(__file__).parents[1]
ACTIVITIES, JOINERS, CROWD = 300, 400, 400
BUDGETS = {"activity_list": 10, "activity_list_repeat": 2, "activity_page": 10, "space_page": 14, "join_activity": 25}
QUERIES = {"activity_list": 3, "activity_page": 6, "space_page": 8, "join_activity": 12, "join_400_queries": 15}


def measure(tool):
    """The rows of both databases, each by a process of its own, as settings are read once."""
    return [row for database in ("sqlite", "postgres") for row in alone(database, tool.quick)]


def alone(database, quick, module="bench.web"):
    """Run a module for one database in a folder that is gone afterwards."""
    folder = tempfile.mkdtemp(prefix="tongxing-bench-")
    command = [sys.executable, "-m", module, "--inside", database, *(["--quick"] if quick else [])]
    if database == "postgres":
        command = [sys.executable, "-m", "tongxing.core.tests.postgres", *command]
    env = {name: value for name, value in os.environ.items() if not name.startswith("TONGXING_")}
    env |= {"TONGXING_DATA": folder, "DATABASE_URL": "", "DJANGO_SETTINGS_MODULE": "tongxing.settings"}
    try:
        done = subprocess.run(command, cwd=TOP, env=env, stdout=subprocess.PIPE, text=True, check=True, timeout=3000)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return json.loads(done.stdout.splitlines()[-1])


def begin(database):
    """Make the database ready in this process; the pids of PostgreSQL, if it is that."""
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command

    leans_on = ()
    if database == "postgres":
        import psycopg

        known = settings.DATABASES["default"]
        with psycopg.connect(host=known["HOST"], user=known["USER"], dbname="postgres", autocommit=True) as admin:
            admin.execute(f"CREATE DATABASE {known['NAME']}")
        leans_on = (int(Path(known["HOST"], "data", "postmaster.pid").read_text().split()[0]),)
    call_command("prepare")
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # for those who are only made here
    return leans_on


def inside(database, quick):
    """Fill, serve, measure."""
    leans_on = begin(database)
    from bench import tool
    from tongxing.front.tests import crowd

    times = 60 if quick else 300
    with tool.house(more=leans_on) as house:
        told = fill(crowd, 40 if quick else JOINERS)
        paths = told["paths"]
        asked = [(name, house, anew(path)) for name, path in paths.items()]
        asked.append(("activity_list_repeat", house, again(tool, house, paths["activity_list"])))
        asked.append(("join_activity", house, joining(crowd, told), len(told["visitors"]) // tool.ROUNDS))
        found = tool.beside_floor(asked, times=times)
        rush = rush_of(crowd, house, told["host"], found["floor"][1], quick)
    rows = [ratio_row(tool, database, name, *found[name]) for name in BUDGETS]
    rows.append(
        tool.row("floor", found["floor"][1] * 1e6, "µs", "hello by startproject, our server", database=database)
    )
    return rows + queries(tool, database, told) + rush_rows(tool, database, rush)


def fill(crowd, joiners):
    """300 activities, a lively one among them, and people who are signed in."""
    from django.db import transaction

    host, *visitors = crowd.gather(1 + joiners)
    with transaction.atomic():
        made = [crowd.plan(host, seats=20, title=f"Walk number {number}", about="We walk. " * 20)
                for number in range(ACTIVITIES)]  # fmt: skip
        open_one = crowd.plan(host, seats=None, title="Everybody comes")
    space = made[0].space
    paths = {"activity_list": "/activities/", "activity_page": made[0].get_absolute_url(),
             "space_page": space.get_absolute_url()}  # fmt: skip
    return {"host": host, "visitors": visitors, "open": open_one, "paths": paths, "space": space}


def anew(path):
    """Requests that no cache has seen."""
    return lambda number: ("GET", f"{path}?fresh={number}-{os.urandom(4).hex()}", None, {})


def again(tool, house, path):
    """Ask again with what the first answer bore."""
    import http.client

    client = http.client.HTTPConnection("127.0.0.1", house.port, timeout=60)
    client.request("GET", path)
    answer = client.getresponse()
    answer.read()
    tag = answer.headers.get("ETag")
    return tool.get(path, **({"If-None-Match": tag} if tag else {}))


def joining(crowd, told):
    """Each request is another person who joins."""
    left = iter(told["visitors"])
    body = f"csrfmiddlewaretoken={crowd.TOKEN}&size=1"

    def request(_number):
        headers = {"Cookie": next(left).cookies, "Content-Type": "application/x-www-form-urlencoded"}
        return "POST", f"/activities/{told['open'].uid}/join/", body, headers

    return request


def ratio_row(tool, database, name, ratio, seconds):
    """A row whose budget is a multiple of the floor."""
    how = {
        "activity_list": "300 activities, 30 rows, signed out", "activity_list_repeat": "the same with its ETag",
        "activity_page": "signed out", "space_page": "a space with 300 activities, signed out",
        "join_activity": "POST of another person each time, one synced commit",
    }[name]  # fmt: skip
    return tool.row(name, seconds * 1000, "ms CPU", how, database=database, ratio=ratio, budget=BUDGETS[name])


def queries(tool, database, told):
    """How many queries each asks, by the test client in this process."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext, setup_test_environment

    from tongxing.core.outbox import work_once
    from tongxing.people.models import Person

    setup_test_environment()
    rows = []
    for name, path in told["paths"].items():
        Client(headers={"host": "localhost"}).get(path)
        with CaptureQueriesContext(connection) as asked:
            assert Client(headers={"host": "localhost"}).get(f"{path}?fresh=1").status_code == 200
        rows.append(tool.row(f"{name}_queries", len(asked), "queries", "signed out", database=database,
                             budget=QUERIES[name]))  # fmt: skip
    late = crowd_person(Person, "late")
    client = Client(headers={"host": "localhost"})
    client.force_login(late)
    with CaptureQueriesContext(connection) as asked:
        assert client.post(f"/activities/{told['open'].uid}/join/", {"size": "1"}).status_code == 302
    # What Django adds around a transaction is no question to the database.
    counted = [one for one in asked if not one["sql"].startswith(("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT"))]
    rows.append(tool.row("join_activity_queries", len(counted), "queries", "a POST with session", database=database,
                         budget=QUERIES["join_activity"]))  # fmt: skip
    while work_once(most=100):
        pass
    rows.append(tool.row("join_400_queries", len(counted), "queries", f"joining beside {len(told['visitors'])} others",
                         database=database, budget=QUERIES["join_400_queries"]))  # fmt: skip
    return rows


def crowd_person(model, handle):
    """Somebody who has just signed up."""
    from tongxing.front.tests.crowd import newcomer

    return model.objects.get(pk=newcomer(handle).pk)


def rush_of(crowd, house, host, unit, quick):
    """200 people for 20 places: (answers, the opening, how many a second, how many hellos a second the floor would)."""
    from bench import tool

    count = 40 if quick else 200
    visitors, activity = crowd.gather(count, name="rush"), crowd.plan(host, seats=20)
    answers = crowd.all_at_once(house.port, crowd.join(visitors, activity))
    rate = len(answers) / (max(one.ended for one in answers) - min(one.sent for one in answers))
    with tool.floor() as base:
        hello = [(host, "/", {})] * count
        said = crowd.all_at_once(base.port, hello)
        floor_rate = count / (max(one.ended for one in said) - min(one.sent for one in said))
    return {"answers": answers, "opening": activity.opening, "rate": rate, "floor": floor_rate, "unit": unit}


def rush_rows(tool, database, rush):
    """Exactness, errors, and the rate beside the floor's; the best peer reaches 1/57 of its floor."""
    rush["opening"].refresh_from_db()
    errors = sum(answer.status != 302 for answer in rush["answers"])
    exact = rush["opening"].taken == rush["opening"].seats and errors == 0
    part = rush["rate"] / rush["floor"]
    how = f"{len(rush['answers'])} at once for 20 places: {rush['opening'].taken} taken, {errors} errors; "
    how += f"{part:.2f} of the floor's rate with the same client, at least 0.18 (ten times the best peer) asked"
    return [tool.row("rush_200_for_20", rush["rate"], "/s", how, database=database, ok=exact and part >= 10 / 57)]


if __name__ == "__main__":
    asked = argparse.ArgumentParser()
    asked.add_argument("--inside", required=True)
    asked.add_argument("--quick", action="store_true")
    asked = asked.parse_args()
    print(json.dumps(inside(asked.inside, asked.quick)))
