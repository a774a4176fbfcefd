"""Ending somebody's membership, visibly."""

from tongxing.conftest import NOON
from tongxing.core.models import Event
from tongxing.people.tests.doors import press, see, text_of
from tongxing.spaces.actions import invite, remove_member


def path(space, person):
    return f"/memberships/{space.memberships.get(person=person).uid}/remove/"


def test_a_steward_ends_a_membership_and_it_is_written_down(client, space, steward, member):
    assert press(client, steward, path(space, member)).headers["Location"] == "/s/readers/people/"

    assert not space.memberships.filter(person=member).exists()
    event = Event.objects.get(verb="space.member_removed")
    assert (event.by, event.facts) == (steward, {"person": member.pk})


def test_sent_three_times_it_ended_once(client, space, steward, member):
    where = path(space, member)

    assert [press(client, steward, where).status_code for _ in range(3)] == [302, 404, 404]
    assert Event.objects.filter(verb="space.member_removed").count() == 1


def test_stewards_do_not_remove_one_another(client, space, steward):
    page = press(client, steward, path(space, steward))

    assert (page.status_code, "leaves by their own act" in text_of(page)) == (409, True)


def test_others_may_not(client, space, member, stranger, other_steward):
    for person in (member, stranger, other_steward):
        page = press(client, person, path(space, member))
        assert (page.status_code, "Only those who look after" in text_of(page)) == (403, True)
    assert press(client, None, path(space, member)).status_code == 401


def test_the_button_stands_only_where_it_works(client, space, steward, member):
    assert "/remove/" in see(client, steward, "/s/readers/people/")
    assert "/remove/" not in see(client, member, "/s/readers/people/")


def test_the_links_of_a_removed_member_open_nothing_any_more(space, steward, member):
    link = invite(space, by=member, now=NOON)

    remove_member(space.memberships.get(person=member), by=steward, now=NOON)

    link.refresh_from_db()
    assert link.ended_at == NOON
