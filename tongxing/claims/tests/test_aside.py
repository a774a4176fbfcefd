"""Who waits with more people than there are seats: told, set aside, and nobody waits behind them."""

import pytest

from tongxing.claims.actions import change_seats, let_go, resize, take_seat
from tongxing.claims.models import Claim
from tongxing.conftest import NOON, make_activity, newcomer
from tongxing.core.models import Event, Pending
from tongxing.core.outbox import work_once
from tongxing.core.refusal import Refused
from tongxing.inbox.models import Notice

from .test_rush import check


@pytest.fixture
def opening(space, steward):
    """Six seats: three are held, a group of five waits, then one."""
    opening = make_activity(space, steward, seats=6).opening
    for name, size in (("held", 3), ("five", 5), ("one", 1)):
        take_seat(opening, by=newcomer(name), size=size, now=NOON)
    return opening


def of(opening, name):
    return opening.claims.get(person__handle=name)


def states(opening):
    check(opening)
    return {claim.person.handle: claim.state for claim in opening.claims.select_related("person").order_by("arrival")}


def seats(opening, count):
    change_seats(opening, seats=count, closes_at=opening.closes_at, ends_at=opening.ends_at, now=NOON)


def told(verb):
    return [event.facts["person"] for event in Event.objects.filter(verb=verb).order_by("id")]


def test_with_fewer_seats_the_five_are_set_aside_and_the_one_behind_is_asked(opening):
    assert states(opening) == {"held": "held", "five": "waiting", "one": "waiting"}

    seats(opening, 4)

    assert states(opening) == {"held": "held", "five": "aside", "one": "offered"}
    assert (opening.taken, opening.waiting, opening.free) == (4, 0, 0)
    assert told("claim.set_aside") == [of(opening, "five").person_id]


def test_who_is_set_aside_keeps_nobody_out(opening):
    seats(opening, 4)
    let_go(of(opening, "one"), by=of(opening, "one").person, now=NOON)

    assert (opening.claims.filter(state="waiting").count(), states(opening)["five"]) == (0, "aside")
    assert opening.free == 1 and not opening.is_full
    assert take_seat(opening, by=newcomer("two"), now=NOON).state == Claim.HELD


def test_when_there_are_more_seats_again_they_stand_where_they_stood(opening):
    seats(opening, 4)
    take_seat(opening, by=newcomer("later"), now=NOON)

    seats(opening, 7)

    assert states(opening) == {"held": "held", "five": "waiting", "one": "offered", "later": "waiting"}
    assert [of(opening, name).place_in_line() for name in ("five", "later")] == [1, 2]
    assert told("claim.in_line_again") == [of(opening, "five").person_id]
    seats(opening, None)
    assert states(opening) == {"held": "held", "five": "offered", "one": "offered", "later": "offered"}


def test_with_fewer_people_they_are_in_line_where_they_were(opening):
    seats(opening, 4)
    take_seat(opening, by=newcomer("later"), now=NOON)

    resize(of(opening, "five"), by=of(opening, "five").person, size=2, now=NOON)

    assert states(opening)["five"] == "waiting" and of(opening, "five").place_in_line() == 1
    let_go(of(opening, "held"), by=of(opening, "held").person, now=NOON)
    assert states(opening) == {"held": "let_go", "five": "offered", "one": "offered", "later": "offered"}
    assert (of(opening, "five").size, told("claim.in_line_again")) == (2, [])


def test_with_fewer_people_they_are_asked_at_once_where_there_is_room(opening):
    seats(opening, 4)
    let_go(of(opening, "one"), by=of(opening, "one").person, now=NOON)

    resize(of(opening, "five"), by=of(opening, "five").person, size=1, now=NOON)

    assert states(opening) == {"held": "held", "five": "offered", "one": "let_go"}


def test_still_too_many_is_refused_and_changes_nothing(opening):
    seats(opening, 4)

    with pytest.raises(Refused, match="There are only 4 places altogether."):
        resize(of(opening, "five"), by=of(opening, "five").person, size=6, now=NOON)

    assert (states(opening)["five"], of(opening, "five").size) == ("aside", 5)


@pytest.mark.parametrize("size", [1, 4, 6])
def test_while_they_wait_their_number_changes_and_their_place_stays(opening, size):
    resize(of(opening, "five"), by=of(opening, "five").person, size=size, now=NOON)

    five = of(opening, "five")
    assert (five.size, five.arrival) == (size, 2)
    assert (
        states(opening)
        == {
            1: {"held": "held", "five": "offered", "one": "offered"},
            4: {"held": "held", "five": "waiting", "one": "waiting"},
            6: {"held": "held", "five": "waiting", "one": "waiting"},
        }[size]
    )


def test_more_than_all_seats_is_refused_while_they_wait(opening):
    with pytest.raises(Refused, match="There are only 6 places altogether."):
        resize(of(opening, "five"), by=of(opening, "five").person, size=7, now=NOON)


def test_who_is_set_aside_can_let_go_and_has_one_claim(opening):
    seats(opening, 4)
    five = of(opening, "five")

    assert take_seat(opening, by=five.person, now=NOON) == five
    let_go(five, by=five.person, now=NOON)

    assert (states(opening)["five"], opening.waiting) == ("let_go", 0)


def test_who_is_set_aside_hears_of_it_in_a_sentence(client, opening):
    seats(opening, 4)
    while work_once():
        pass
    five = of(opening, "five").person
    client.force_login(five)

    page = client.get("/notices/?lang=en").content.decode()

    assert Notice.objects.filter(person=five, event__verb="claim.set_aside").count() == 1
    assert (
        "There are now fewer places than there are of you: Sorting parcels. With fewer people you are in line" in page
    )


def test_a_line_that_stood_still_before_is_asked_by_the_worker(opening):
    """As the migration does it: a row for each line in which somebody waits who never fits."""
    type(opening).objects.filter(pk=opening.pk).update(seats=4)
    Pending.objects.create(job="claims.ask_on", payload={"opening": opening.pk}, due_at=NOON)
    type(opening).objects.filter(pk=opening.pk).update(ends_at=None, closes_at=None)

    while work_once():
        pass

    assert states(opening) == {"held": "held", "five": "aside", "one": "offered"}
