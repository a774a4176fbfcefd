"""A query that finds nothing: what sounds like it, or is one mistake away from it."""

import random
from string import ascii_lowercase

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tongxing.core.models import SearchRow
from tongxing.core.pinyin import sounds_of
from tongxing.core.search import find, find_together, index, index_many
from tongxing.core.typos import BEST, CANDIDATES, LONGEST_BEGINNING, MOST_SPELLINGS, alike, best_alike, spellings

from .mistakes import mistyped, names

NAMES = {
    "a": "石板沟小学",
    "b": "雅江县云上教学点",
    "c": "东里村",
    "d": "雨崩村小学",
    "e": "东山李家村",
    "f": "Hope School",
}
KIND = "places.place"


@pytest.fixture
def called(db):
    for key, name in NAMES.items():
        index(KIND, key, f"{name}\n{sounds_of(name)}\n四川")


def offered(query, called=NAMES):
    """The keys of what is offered for a query, the nearest first."""
    keys = [row["key"] for found in alike(KIND, query) for row in found]
    numbers = {number: key for number, key in enumerate(dict.fromkeys(keys))}
    return [numbers[one] for one in best_alike([(one, called[key]) for one, key in numbers.items()], query)]


@pytest.mark.parametrize(
    ("query", "key"),
    [
        ("石扳沟", "a"), ("石版沟小学", "a"), ("石沟小学", "a"), ("石板板沟", "a"), ("板石沟小学", "a"),
        ("石板X沟", None),
        ("右板沟小学", "a"), ("石板沟小雪", "a"), ("石沟", "a"), ("云尚", "b"), ("云上叫学点", "b"),
        ("云上学点", "b"),
        ("雨蹦", "d"), ("雨崩村 四川", "d"), ("雨蹦 四川", "d"), ("石扳沟 云南", None), ("石", None), ("扳", None),
        ("shibagou", "a"), ("shibamgou", "a"), ("shibnagou", "a"), ("sshibangou", "a"), ("shi ban guo", "a"),
        ("yubengcumxiaoxue", "d"), ("dpnglicun", "c"), ("xyz", None), ("sbh", None), ("hopee school", None), ("", None),
        ("、、", None), ("石䷾沟小学", "a"),
    ],
)  # fmt: skip
def test_what_was_meant_is_offered_first(called, query, key):
    assert offered(query)[:1] == ([key] if key else [])


@pytest.mark.parametrize(
    ("query", "keys"),
    [("dong li cun", "c"), ("dongli cun", "c"), ("东 里", "c"), ("dong", None), ("东里", None), ("东 li", None)],
)
def test_words_that_stand_side_by_side(called, query, keys):
    found = find_together(KIND, query)

    assert (found if found is None else "".join(sorted(row["key"] for row in found))) == keys


@pytest.mark.parametrize(
    "query", ["雨崩、小学", "小学，雨崩", "Yu-Beng", "雨崩·小学", "yubeng/xiaoxue", "“雨崩”", "雨崩_小学"]
)
def test_punctuation_between_words_is_a_blank(called, query):
    assert [row["key"] for row in find(KIND, query)] == ["d"]


@pytest.mark.parametrize("seed", [1, 2])
def test_at_least_four_of_five_mistakes_are_seen_through(db, seed):
    dice = random.Random(seed)
    known = {str(number): name for number, name in enumerate(names(dice, 400))}
    index_many(KIND, [(key, f"{name}\n{sounds_of(name)}") for key, name in known.items()])
    wanted = dice.sample(list(known.values()), 60)
    queries = [(name, mistyped(dice, name)[1]) for name in wanted]

    seen = [name in [known[key] for key in offered(query, known)[:10]] for name, query in queries if not found(query)]

    assert sum(seen) >= 0.8 * len(queries), (sum(seen), len(queries))


def found(query):
    """True when something holds the words as they are."""
    return find(KIND, query).exists()


@given(st.text(alphabet=ascii_lowercase, max_size=60))
def test_what_is_asked_of_the_index_is_bounded(word):
    found = spellings(word)

    assert len(found) <= MOST_SPELLINGS and word not in found
    assert all(one.isalpha() and len(one) <= LONGEST_BEGINNING + 1 for one in found)


@pytest.mark.parametrize(
    "query", ["'", "ƿ", "\x00", "a" * 99, "ma" * 50, "马" * 99, "马 " * 50, "ƿma", "'; DROP", "石\u202e沟"]
)
def test_nothing_that_is_typed_is_an_error(called, query):
    assert len(offered(query)) <= BEST


def test_a_common_mistake_costs_no_more_than_another(db):
    SearchRow.objects.bulk_create(
        SearchRow(kind=KIND, key=str(number), grams="shigou ƿshigou") for number in range(CANDIDATES + 50)
    )

    assert [len(rows) for rows in alike(KIND, "石板沟")] == [0, CANDIDATES]
