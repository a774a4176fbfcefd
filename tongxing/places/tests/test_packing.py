"""What fits into one kilo."""

import pytest

from tongxing.places.cells import Wanted
from tongxing.places.packing import KILO, grams_of, one_kilo

pytestmark = pytest.mark.once


class At:
    """A stop with needs."""

    def __init__(self, *needs):
        self.needs = list(needs)


def said(packed):
    return [(one.title, one.pieces, one.grams) for one in packed]


def test_every_need_has_a_share_before_one_has_all():
    stop = At(Wanted("新华字典", 30), Wanted("铅笔", 200), Wanted("粉笔", 5, "盒"))
    assert said(one_kilo([stop])) == [("新华字典", 1, 400), ("铅笔", 70, 420), ("粉笔", 2, 180)]


def test_what_is_urgent_comes_first():
    stops = [At(Wanted("books", 40)), At(Wanted("dictionaries", 2, urgent=True))]
    packed = one_kilo(stops)
    assert [one.stop for one in packed] == [stops[1], stops[0]]
    assert said(packed) == [("dictionaries", 1, 400), ("books", 2, 500)]


def test_never_more_than_a_kilo_and_never_more_than_is_needed():
    packed = one_kilo([At(Wanted("Pens", 3), Wanted("橡皮", 1)), At(Wanted("毛巾"))])
    assert said(packed) == [("Pens", 3, 36), ("橡皮", 1, 15), ("毛巾", 1, 90)]
    assert sum(one.grams for one in one_kilo([At(*[Wanted("图书", 9)] * 30)])) <= KILO


@pytest.mark.parametrize(
    ("title", "grams"),
    [
        ("Pencil cases", 100),
        ("pencils", 6),
        ("open", None),
        ("彩色铅笔", 120),
        ("投影仪", None),
        ("Exercise books", 80),
    ],
)
def test_the_longest_word_says_what_it_weighs(title, grams):
    assert grams_of(title) == grams
