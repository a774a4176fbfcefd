"""The nearest county seat, as a look at every one of them would find it."""

from random import Random
from time import process_time

import pytest

from tongxing.core.areas import gazetteer
from tongxing.core.datum import apart_km
from tongxing.core.seats import FARTHEST, nearest_seat, seats_near

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def leaves():
    """Every area that has a seat and holds no other area."""
    known = gazetteer()
    return [area for code, area in known.areas.items() if not known.children.get(code) and area.lat is not None]


def spots(count, seed=8):
    """Points all over the country and some way beyond it."""
    dice = Random(seed)
    return [(dice.uniform(15, 56), dice.uniform(70, 138)) for _ in range(count)]


def test_it_is_the_nearest_of_all():
    for point in spots(150):
        by_hand = min((apart_km(point, (area.lat, area.lon)), area.pk) for area in leaves())
        found = nearest_seat(point)
        assert (found and (found[0], found[1].pk)) == (by_hand if by_hand[0] < FARTHEST * 111.2 else None)


def test_several_stand_in_their_order():
    near = seats_near((30.03, 101.02), 3)

    assert [area.name for _km, area in near][0] == "雅江县"
    assert [km for km, _area in near] == sorted(km for km, _area in near)


@pytest.mark.parametrize("point", [(0, 0), (52.5, 13.4), (-90, 180), (90, -180)])
def test_far_away_there_is_none(point):
    assert nearest_seat(point) is None


def test_it_takes_less_than_a_millisecond():
    asked = spots(300)
    nearest_seat(asked[0])

    def once():
        began = process_time()
        for point in asked:
            nearest_seat(point)
        return (process_time() - began) / len(asked)

    assert min(once() for _ in range(3)) < 0.001
