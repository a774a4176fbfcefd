"""Asking a member to look after the space together."""

from tongxing.core.models import Event
from tongxing.people.tests.doors import press, see, text_of


def path(space, person):
    return f"/memberships/{space.memberships.get(person=person).uid}/ask-to-steward/"


def test_nothing_changes_until_the_member_accepts(client, space, steward, member):
    assert press(client, steward, path(space, member)).headers["Location"] == "/s/readers/people/"

    mine = space.memberships.get(person=member)
    assert (mine.is_steward, mine.steward_asked_at is None) == (False, False)
    assert "You are asked to look after this space together." in see(client, member, "/s/readers/")


def test_sent_three_times_one_is_asked_once(client, space, steward, member):
    answers = [press(client, steward, path(space, member)).status_code for _ in range(3)]

    assert answers == [302, 409, 409]
    assert Event.objects.filter(verb="space.steward_asked").count() == 1


def test_who_was_asked_is_told_apart_from_who_does_it(client, space, steward, member):
    page = press(client, steward, path(space, steward))

    assert (page.status_code, "steward looks after the space already." in text_of(page)) == (409, True)
    press(client, steward, path(space, member))
    page = press(client, steward, path(space, member))
    assert "member was asked and has not answered yet." in text_of(page)


def test_others_may_not(client, space, member, stranger):
    for person in (member, stranger):
        assert press(client, person, path(space, member)).status_code == 403
    assert press(client, None, path(space, member)).status_code == 401
