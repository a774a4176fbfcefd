"""Reading in a process of its own, with bounds."""

import os

import pytest

from tongxing.core.apart import TooMuch, Unreadable, read_apart

pytestmark = pytest.mark.once
HERE = "tongxing.core.tests.test_apart"


def turn(data, times=1):
    return {"back": data[::-1] * times, "facts": [1, "二", None], "known": sorted(os.environ)}


def refuse(data):
    raise Unreadable("It ends after %(count)s bytes.", count=len(data))


def spin(data):
    while True:
        pass


def swell(data):
    return {"rows": [bytes(50_000_000) for _ in range(100)]}


def vanish(data):
    os._exit(0)


def babble(data):
    return {"all": bytes(5_000_000)}


def fail(data):
    raise ZeroDivisionError("oh")


def test_it_reads_and_answers_with_bytes_and_knows_no_secret():
    answer = read_apart(f"{HERE}:turn", b"abc" * 100_000, seconds=20, times=2)

    assert answer["back"] == b"cba" * 200_000
    assert answer["facts"] == [1, "二", None]
    assert not {"DATABASE_URL", "TONGXING_SECRET", "TONGXING_DATA"} & set(answer["known"])


def test_a_refusal_comes_through_with_its_facts():
    with pytest.raises(Unreadable) as told:
        read_apart(f"{HERE}:refuse", b"four", seconds=20)

    assert (told.value.words, told.value.facts) == ("It ends after %(count)s bytes.", {"count": 4})


@pytest.mark.parametrize(
    ("name", "bounds"),
    [
        ("spin", {"seconds": 2}),
        ("swell", {"memory": 500}),
        ("vanish", {}),
        ("babble", {"most": 1_000_000}),
        ("fail", {}),
    ],
)
def test_what_takes_too_much_is_ended(name, bounds):
    with pytest.raises(TooMuch):
        read_apart(f"{HERE}:{name}", b"x", **({"seconds": 20} | bounds))
