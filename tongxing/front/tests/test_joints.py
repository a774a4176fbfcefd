"""What upper rooms add to lower ones stands here, so that a joint never appears or disappears unseen."""

import io

from django.apps import apps
from django.core.management import call_command

from tongxing.core import joints
from tongxing.core.management.commands.joints import functions
from tongxing.core.outbox import find_job

DECLARED = """
panel activities/people.html tongxing.inbox.views.not_reached
panel front/home.html tongxing.activities.views.looking_for_people
panel front/home.html tongxing.places.views.nation
panel front/home.html tongxing.needs.views.lacking_now
panel front/home.html tongxing.places.views.who_goes
panel front/next.html tongxing.activities.views.what_comes_next
panel front/next.html tongxing.needs.views.what_waits
panel front/next.html tongxing.places.views.who_goes_next
panel places.area tongxing.needs.views.in_area
panel places.area tongxing.activities.views.in_area
panel places.place tongxing.needs.views.at_place
panel places.place tongxing.activities.views.at_place
panel places.place tongxing.talk.views.at_place
panel places/area.atom tongxing.needs.feeds.in_area
panel places/area.atom tongxing.activities.feeds.in_area
panel places/place.atom tongxing.needs.feeds.of_place
panel places/place.atom tongxing.activities.feeds.of_place
panel places/steps tongxing.needs.views.step_of
panel spaces.space tongxing.activities.views.of_space
panel spaces.space tongxing.needs.views.of_space
panel spaces.space tongxing.places.views.of_space
page fact sends_mail tongxing.people.rules.sends_mail
page fact unread tongxing.inbox.views.unread
owner claims.opening activity
at once people.turn_young tongxing.spaces.actions.hide_young
at once spaces.narrow tongxing.activities.actions.hide_with_space
move places.place tongxing.needs.actions.move_place
move places.place tongxing.talk.actions.move_place
move places.place tongxing.activities.actions.move_place
hear needs.name_again
hear activities.name_again
hear inbox.tell
"""


def printed():
    """What `tongxing joints` says."""
    out = io.StringIO()
    call_command("joints", stdout=out)
    return out.getvalue().splitlines()


def test_every_joint_is_declared_here():
    lines = [line.rsplit(" ", 2)[0] if line.startswith("hear") else line for line in printed()]
    assert lines == DECLARED.strip().splitlines()


def test_every_joint_points_at_something_real():
    assert all(callable(function) for function in functions().values())
    assert all(callable(find_job(job)) for job, _ in joints.HEARERS)
    for of, names in joints.OWNERS.items():
        assert all(apps.get_model(of)._meta.get_field(name).one_to_one for name in names)


def test_a_room_adds_only_to_rooms_below_it():
    order = ["core", "people", "spaces", "claims", "imports", "places", "needs", "talk", "activities", "inbox", "front"]
    for on, pieces in (
        joints.PANELS | {on: [(0, deed) for deed in deeds] for on, deeds in joints.AT_ONCE.items()}
    ).items():
        below = on.replace("/", ".").split(".")[0]
        for _order, piece in pieces:
            assert below == "front" or order.index(piece.split(".")[1]) > order.index(below), (on, piece)
