"""Two hundred people for twenty places at the same moment, through the running server."""

import pytest

from tongxing.core.tests.databases import on_postgres
from tongxing.core.tests.figures import keep

from . import crowd

ROUNDS = 20 if crowd.LONG else 2
SEATS, PEOPLE = 20, 200


def states(activity):
    return list(activity.opening.claims.order_by("arrival").values_list("state", flat=True))


def people_in_order(claims):
    return list(claims.order_by("arrival").values_list("person", flat=True))


def holders_and_line(activity):
    """(pk of those who hold a place, pk of those who wait), each in order of arrival."""
    claims = activity.opening.claims
    return people_in_order(claims.filter(state="held")), people_in_order(claims.in_line())


@pytest.mark.parametrize("connections", [None, 20])
def test_two_hundred_people_for_twenty_places(serve, connections):
    if connections and not on_postgres():
        pytest.skip("SQLite doesn't count connections")
    served = serve(workers=4, connections=connections, **crowd.SECRET)
    with served.orm():
        host, *visitors = crowd.gather(1 + PEOPLE + 50)

    for number in range(ROUNDS):
        with served.orm():
            activity = crowd.plan(host, seats=SEATS)
        rush(served, activity, visitors[:PEOPLE], over=number % 2 * 2)
        come_and_go(served, activity, visitors)
    assert crowd.complaints(served) == []
    keep(
        f"rush{f', {connections} connections' if connections else ''}",
        asked="200 for 20, 20 rounds: 20 hold, 180 wait in order",
        measured=f"{ROUNDS} rounds, all exact",
    )


def rush(served, activity, visitors, over):
    """Everybody comes: twenty hold, the others wait in the order in which they came, and nobody overtakes."""
    answers = crowd.all_at_once(served.port, crowd.join(visitors, activity), over)

    crowd.say_speed(f"rush over {over} s", answers)
    assert {answer.status for answer in answers} == {302}
    assert {answer.location for answer in answers} == {f"{activity.get_absolute_url()}#mine"}
    with served.orm():
        crowd.check_whole(activity.opening)
        assert states(activity) == ["held"] * SEATS + ["waiting"] * (PEOPLE - SEATS)
        arrival = dict(activity.opening.claims.values_list("person", "arrival"))
    assert sorted(arrival) == sorted(visitor.pk for visitor in visitors)
    after = [(early, late) for early in answers for late in answers if early.ended < late.sent]
    assert [(early, late) for early, late in after if arrival[early.who.pk] > arrival[late.who.pk]] == []
    assert not over or after


def come_and_go(served, activity, visitors):
    """Ten of those who hold leave while fifty more come: the first ten in line are asked, in order, and nobody else."""
    with served.orm():
        held, line = holders_and_line(activity)
    going = [visitor for visitor in visitors if visitor.pk in held[5:15]]
    coming = visitors[PEOPLE:]
    deeds = crowd.join(coming, activity)
    for number, deed in enumerate(crowd.leave(going, activity)):
        deeds.insert(number * 6, deed)

    answers = crowd.all_at_once(served.port, deeds)

    assert {answer.status for answer in answers} == {302}
    with served.orm():
        crowd.check_whole(activity.opening)
        claims = activity.opening.claims
        assert people_in_order(claims.filter(state="offered")) == line[:10]
        assert holders_and_line(activity)[0] == held[:5] + held[15:]
        assert holders_and_line(activity)[1][:170] == line[10:]
        assert claims.in_line().count() == PEOPLE - SEATS - 10 + 50
        asked = crowd.Event.objects.filter(verb="claim.offered", key=activity.uid).order_by("id")
        assert [event.facts["person"] for event in asked] == line[:10]


def test_control_without_the_guard_the_same_rush_oversells(serve):
    served = serve(workers=4, DJANGO_SETTINGS_MODULE="tongxing.front.tests.unguarded", **crowd.SECRET)
    with served.orm():
        host, *visitors = crowd.gather(1 + PEOPLE)
        activity = crowd.plan(host, seats=SEATS)

    with pytest.raises(AssertionError):
        rush(served, activity, visitors, over=0)

    with served.orm():
        held = states(activity).count("held")
    print(f"without the guard {held} people hold {SEATS} places")
    assert held > SEATS
    keep("rush without the guard", asked="more than 20 hold", measured=f"{held} hold")
