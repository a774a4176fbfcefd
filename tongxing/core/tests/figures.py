"""What the long run measured: each figure is kept in bench/long.json, which bench/README.md prints."""

import fcntl
import json
import os
from datetime import UTC, datetime

from .databases import on_postgres
from .serving import ROOT

LONG = os.environ.get("TONGXING_LONG") == "1"
PATH = ROOT / "bench" / "long.json"


def keep(name, *, asked, measured):
    """Keep a figure of this run, in place of the last one of its name and database. Short runs keep nothing."""
    if not LONG:
        return
    database = "PostgreSQL" if on_postgres() else "SQLite"
    PATH.parent.mkdir(exist_ok=True)
    with PATH.open("a+") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        file.seek(0)
        rows = {(one["name"], one["database"]): one for one in json.loads(file.read() or '{"rows": []}')["rows"]}
        day = datetime.now(UTC).strftime("%Y-%m-%d")
        rows[name, database] = {"name": name, "database": database, "asked": asked, "measured": measured, "date": day}
        file.truncate(0)
        file.write(json.dumps({"rows": [rows[key] for key in sorted(rows)]}, indent=1, ensure_ascii=False) + "\n")
