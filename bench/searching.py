"""Search among 200,000 invented Chinese texts: as it is typed, and with one mistake in it.

python -m bench.searching --inside sqlite|postgres     one database; prints its rows as JSON
"""

import argparse
import json
import random
import time
from itertools import count

from bench.web import alone, begin
from tongxing.core.tests.mistakes import SIGNS, WEIGHTS, mistyped, names

TEXTS, QUERIES, TYPOS, FIRST = 200_000, 300, 300, 10
KIND = "bench.text"


def measure(tool):
    """Rows of both databases."""
    return [row for database in ("sqlite", "postgres") for row in alone(database, tool.quick, "bench.searching")]


def inside(database, quick):
    """As typed, then mistyped, on one database."""
    begin(database)
    from bench import tool

    dice, texts = random.Random(7), 5_000 if quick else TEXTS
    called, beginnings = fill(dice, texts)
    size = learn(database)
    return [
        as_typed(
            tool, database, dice, beginnings, f"{texts:,} texts of a name, its sounds and 79 signs; {size:.0f} MB"
        ),
        *with_mistakes(tool, database, dice, called),
    ]


def fill(dice, texts):
    """Index them; returns {key: name} and the first four signs of what follows each name."""
    from tongxing.core.pinyin import sounds_of
    from tongxing.core.search import index_many

    called, beginnings, made = dict(zip(count(), names(dice, texts), strict=False)), [], []
    for key, name in called.items():
        words = "".join(dice.choices(SIGNS, WEIGHTS, k=79))
        beginnings.append(words[:4])
        made.append((f"{key:012}", f"{name}\n{sounds_of(name)}\n{words}"))
        if len(made) == 5000:
            index_many(KIND, made)
            made = []
    return called, beginnings


def learn(database):
    """Let the database learn what it holds; returns how many megabytes the rows and their index take."""
    from django.db import connection

    sizes = {
        "sqlite": "SELECT SUM(pgsize) FROM dbstat WHERE name LIKE 'core_search%%'",
        "postgres": "SELECT pg_total_relation_size('core_searchrow')",
    }
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
        cursor.execute(sizes[database])
        return cursor.fetchone()[0] / 1e6


def rows_of(found, most=None):
    """The keys of the rows that were found, as a page asks for them."""
    from tongxing.core.models import SearchRow

    return list(SearchRow.objects.filter(kind=KIND, key__in=found)[:most].values_list("key"))


def as_typed(tool, database, dice, beginnings, how):
    """Words that stand somewhere in the texts."""
    from tongxing.core.search import find

    times = []
    for _ in range(QUERIES):
        query = dice.choice(beginnings)[: dice.choice((2, 3, 4))]
        began = time.perf_counter()
        rows_of(find(KIND, query), 20)
        times.append((time.perf_counter() - began) * 1000)
    how = f"{how}; {QUERIES} queries of 2 to 4 signs, first 20; p99 {at(times, 0.99):.1f} ms"
    return tool.row("search_200k", at(times, 0.5), "ms p50", how, database=database, budget=5)


def with_mistakes(tool, database, dice, called):
    """Names with one mistake: how many are among the first ten that are offered, and what asking took."""
    times, found, asked = [], {}, {}
    for name in dice.sample(list(called.values()), TYPOS):
        kind, query = mistyped(dice, name)
        began = time.perf_counter()
        first = offered(called, query)
        times.append((time.perf_counter() - began) * 1000)
        asked[kind] = asked.get(kind, 0) + 1
        found[kind] = found.get(kind, 0) + (name in first)
    share = ", ".join(f"{kind} {found[kind]} of {asked[kind]}" for kind in sorted(asked))
    missed = 100 - sum(found.values()) / TYPOS * 100
    how = f"{TYPOS} names with one mistake, found among the first {FIRST}: {share}"
    spent = f"the same {TYPOS}: nothing found as typed, then what sounds or looks alike, ranked"
    return [
        tool.row("search_typos", missed, "% missed", how, database=database, budget=20),
        tool.row("search_typos_p50", at(times, 0.5), "ms p50", spent, database=database, budget=20),
        tool.row("search_typos_p95", at(times, 0.95), "ms p95", spent, database=database, budget=60),
    ]


def offered(called, query):
    """The names that a page would offer first."""
    from tongxing.core import typos
    from tongxing.core.search import find

    if exact := rows_of(find(KIND, query), 20):
        return [called[int(key)] for (key,) in exact[:FIRST]]
    keys = {int(key) for found in typos.alike(KIND, query) for (key,) in rows_of(found)}
    return [called[key] for key in typos.best_alike([(key, called[key]) for key in keys], query)[:FIRST]]


def at(times, share):
    """The time below which this share of them lies."""
    return sorted(times)[int(len(times) * share)]


if __name__ == "__main__":
    asked = argparse.ArgumentParser()
    asked.add_argument("--inside", required=True)
    asked.add_argument("--quick", action="store_true")
    asked = asked.parse_args()
    print(json.dumps(inside(asked.inside, asked.quick)))
