"""`bin/bench`: measure, keep the figures in bench/results.json, and write the table in bench/README.md.

python -m bench [--only NAME …] [--quick]     with --quick on little data, and nothing is kept
"""

import argparse
import json
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path

from bench import tool

HERE = Path(__file__).parent
RESULTS, README, NOTES = HERE / "results.json", HERE / "README.md", HERE / "notes.json"
# module: the beginnings of the names of its rows
MODULES = {
    "web": ("floor", "activity_", "space_", "join_", "rush_"),
    "house": ("installed_mb", "first_page", "memory_pss", "growth", "backup"),
    "searching": ("search_",),
    "map_tile_1m": ("map_tile_1m",),
    "along_route_1m": ("along_route_1m",),
    "pages": ("pages",),
}
HEAD = """# The bench

`bin/bench` measures, `bin/bench --only NAME` only the rows of that name. Every time is a multiple of a **floor** that
is measured in the same run: a fresh `startproject` with its default middleware and one view that says hello, under our
server and flags, asked by the same client. Processor time is read from the kernel for every thread of the server and of
PostgreSQL; rounds of floor and row alternate, and the median of their ratios counts. What is no time is a count.

Written by `bin/bench`; the words on what is missed stand in `notes.json`.
"""


def main():
    """Measure what was asked for."""
    asked = argparse.ArgumentParser(prog="bin/bench", description=__doc__.splitlines()[0])
    asked.add_argument("--only", nargs="+", default=[], metavar="NAME")
    asked.add_argument("--quick", action="store_true", help="little data; nothing is kept")
    asked = asked.parse_args()
    tool.quick = asked.quick
    rows = []
    for module, names in MODULES.items():
        if not asked.only or any(one.startswith(names) or one == module for one in asked.only):
            print(f"== {module} ==", flush=True)
            rows += import_module(f"bench.{module}").measure(tool)
    for row in rows:
        print(as_line(row))
    if not asked.quick:
        keep(rows)
        README.write_text(written())


def keep(rows):
    """Put these rows in place of the ones of their name and database."""
    known = json.loads(RESULTS.read_text()) if RESULTS.exists() else []
    fresh = {(row["name"], row["database"]) for row in rows}
    day = datetime.now(UTC).strftime("%Y-%m-%d")
    rows = [row for row in known if (row["name"], row["database"]) not in fresh] + [row | {"date": day} for row in rows]
    RESULTS.write_text(json.dumps(sorted(rows, key=place_of), indent=1, ensure_ascii=False) + "\n")


def place_of(row):
    """Where a row stands in the table."""
    modules = list(MODULES.values())
    first = next((at for at, names in enumerate(modules) if row["name"].startswith(names)), len(modules))
    return first, row["name"], row["database"]


def as_line(row):
    """A row on the terminal."""
    ratio = f"{row['floor_ratio']}×" if row["floor_ratio"] is not None else ""
    return f"{row['name']:<28} {row['database']:<9} {row['value']:>10} {row['unit']:<8} {ratio:<8} {say(row)}"


def say(row):
    """Whether a budget is held."""
    return {True: "held", False: "MISSED", None: ""}[row["ok"]]


def written():
    """The whole README."""
    rows = json.loads(RESULTS.read_text())
    notes = json.loads(NOTES.read_text()) if NOTES.exists() else {}
    parts = [HEAD, "## Figures\n", *table(rows), ""]
    missed = [row for row in rows if row["ok"] is False]
    if missed:
        parts += ["## What is missed, and why\n"]
        parts += [
            f"* **{name}**: {notes.get(name, 'not explained yet')}"
            for name in dict.fromkeys(one["name"] for one in missed)
        ]
        parts += [""]
    return "\n".join([*parts, *of_pages(), *of_long_run()]) + "\n"


def table(rows):
    """The figures as a table."""
    yield "| Name | Database | Measured | × floor | Budget | | How | Date |"
    yield "|---|---|---|---|---|---|---|---|"
    for row in rows:
        ratio = row["floor_ratio"] if row["floor_ratio"] is not None else ""
        budget = "" if row["budget"] is None else f"≤ {row['budget']}{'×' if ratio != '' else ''}"
        measured = f"{row['value']} {row['unit']}"
        yield (f"| `{row['name']}` | {row['database']} | {measured} | {ratio} | {budget} | {say(row)} | {row['how']} | "
               f"{row.get('date', '')} |")  # fmt: skip


def of_pages():
    """The figures of every page, where they were measured."""
    path = HERE / "pages.json"
    if not path.exists():
        return
    known = json.loads(path.read_text())
    names = [name for name in known["rows"][0] if name not in ("name", "ok")]
    yield f"## Pages ({known['date']})\n"
    yield "In headless Chromium; `lcp_fast_s` at 1.6 Mbit/s, 150 ms, a processor four times slower; `lcp_slow_s` at"
    yield "400 kbit/s, 400 ms. Pictures: `bench/pages/index.html`, made by `bin/bench --only pages`.\n"
    yield "| Page | " + " | ".join(names) + " | |"
    yield "|---" * (len(names) + 2) + "|"
    for row in known["rows"]:
        yield f"| {row['name']} | " + " | ".join(str(row[name]) for name in names) + f" | {say(row)} |"
    yield ""


def of_long_run():
    """What the long tests measured."""
    path = HERE / "long.json"
    if not path.exists():
        return
    yield "## The long run (`bin/test --long`)\n"
    yield "| What | Database | Asked | Measured | Date |"
    yield "|---|---|---|---|---|"
    for row in json.loads(path.read_text())["rows"]:
        yield f"| {row['name']} | {row['database']} | {row['asked']} | {row['measured']} | {row['date']} |"


if __name__ == "__main__":
    main()
