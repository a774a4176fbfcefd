"""What people set out to do, from the page where it begins: by keyboard alone, and without scripts.

Each journey is written once; the hand that follows it is either a Keyboard or works with scripts switched off. It ends
within its page loads and keys (pages.py).
"""

from datetime import timedelta

import pytest
from django.utils import timezone

from tongxing.conftest import PASSPHRASE, make_activity, newcomer
from tongxing.people.actions import make_rescue_codes

from .browser import Hand, Keyboard
from .pages import JOURNEYS
from .world import at, picture_bytes

pytestmark = pytest.mark.once
PHRASE = "a quiet green river"


class Story:
    """One run of a journey: the house, the hand, and names that nobody else has."""

    def __init__(self, house, browser, kind, width=1280):
        self.house, self.kind = house, kind
        self.context = browser.new_context(
            viewport={"width": width, "height": 900}, locale="en-US", java_script_enabled=kind is Keyboard,
        )  # fmt: skip
        self.context.add_cookies([house.cookie("language", "en")])
        self.hand = kind(self.context.new_page())
        self.mark = "k" if kind is Keyboard else "s"

    def somebody(self, name):
        """A new person with this name and the mark of this run."""
        with self.house.orm():
            return newcomer(f"{name}{self.mark}")

    def enter_as(self, person):
        """Somebody has signed in before."""
        with self.house.orm():
            session = self.house.session_of(person)
        self.context.add_cookies([self.house.cookie("sessionid", session)])

    def activity(self, by, title, days=2, **fields):
        """Something they look after, `days` from now."""
        start = timezone.now() + timedelta(days=days)
        times = {"starts_wall": at(start), "ends_wall": at(start + timedelta(hours=2))}
        with self.house.orm():
            return make_activity(by.space, by, now=start - timedelta(days=3), title=title + self.mark, **times | fields)

    def do(self, deed, *args, **kwargs):
        """Something that happened before."""
        with self.house.orm():
            return deed(*args, **kwargs)

    def begin(self, path="/"):
        """The page where a journey begins."""
        self.hand.open(self.house.url + path)
        return self.hand


@pytest.fixture(params=[Keyboard, Hand], ids=["keyboard", "no-scripts"])
def story(request, house, browser):
    """A run of a journey; afterwards its budget is asked."""
    story = Story(house, browser, request.param)
    yield story
    name = request.node.originalname.removeprefix("test_")
    loads, keys = JOURNEYS[name]
    print(f"{name}: {story.hand.loads} page loads, {story.hand.keys} keys")
    story.context.close()
    assert story.hand.loads <= loads, f"{name} took {story.hand.loads} page loads"
    assert story.hand.keys <= keys, f"{name} took {story.hand.keys} keys"


def test_every_journey_is_on_the_list():
    from . import test_journeys_places

    names = [*globals(), *vars(test_journeys_places)]
    here = {name.removeprefix("test_") for name in names if name.startswith("test_") and "journeys" not in name}
    assert here - {"every_journey_is_on_the_list"} == set(JOURNEYS)


def test_find_a_place(story):
    hand = story.begin()
    hand.write("Where are you, or where are you going?", "Three Streams")
    hand.press("Find")
    hand.follow("Three Streams School")

    assert hand.reads("Three Streams School") and hand.reads("By the river.")


def test_find_a_place_on_the_map(story):
    hand = story.begin("/map/")
    hand.write("Area", "四川 雅江")
    hand.press("Show")
    hand.follow("Three Streams School")

    assert hand.reads("Three Streams School") and hand.reads("By the river.")


def test_sign_up(story):
    hand = story.begin()
    hand.follow("Sign up")
    fill_sign_up(hand, f"newcomer{story.mark}")
    assert hand.reads("Write these codes down")
    hand.follow("I've written them down")

    assert hand.reads("My own space")


def fill_sign_up(hand, handle):
    """Four fields."""
    hand.write("Handle", handle)
    hand.write("What are you called", f"Ann {handle}")
    hand.write("Passphrase", PHRASE)
    hand.choose("18 or older")
    hand.send()


def test_open_a_space_and_invite(story):
    story.enter_as(story.somebody("opener"))
    hand = story.begin()
    hand.follow("Open a space")
    hand.write("Name", f"River Walkers {story.mark}")
    hand.write("Address", f"walkers{story.mark}")
    hand.send()
    assert hand.reads("River Walkers")
    hand.follow("Invite")
    hand.press("Make a new link")

    assert hand.reads(f"{story.house.url}/i/")
    assert hand.page.locator("img.qr").evaluate("(one) => one.complete && one.naturalWidth > 0")


def test_come_by_a_link(story):
    hand = story.begin(f"/i/{story.house.world.invitation.uid}/")
    hand.follow("Sign up and join")
    fill_sign_up(hand, f"invitee{story.mark}")
    hand.follow("I've written them down")
    hand.press("I'm joining")

    assert hand.reads("You now belong to Sunday Readers.")


def test_publish_an_activity(story):
    story.enter_as(story.somebody("planner"))
    hand = story.begin()
    hand.follow("Plan something")
    hand.write("What", f"Mending benches {story.mark}")
    hand.pick_moment("From", timezone.now().replace(hour=14, minute=30) + timedelta(days=3))
    hand.write("Where", "At the old well")
    hand.write("How many people", "4")
    hand.send()

    assert hand.reads("0 of 4 places taken") and hand.reads("At the old well")


def test_take_a_place(story):
    story.activity(story.somebody("host"), "Walking ", seats=3, days=1)
    story.enter_as(story.somebody("guest"))
    hand = story.begin()
    hand.follow("Activities")
    hand.follow(f"Walking {story.mark}")
    hand.send_form("join")

    assert hand.reads("You have a place.")


def test_stand_in_line(story):
    from tongxing.activities.actions import join_activity

    activity = story.activity(story.somebody("ahost"), "Baking ", seats=1, days=1)
    story.do(join_activity, activity, by=story.somebody("early"), now=timezone.now())
    story.enter_as(story.somebody("late"))
    hand = story.begin()
    hand.follow("Activities")
    hand.follow(f"Baking {story.mark}")
    hand.send_form("join")

    assert hand.reads("You are number 1 in line.")


def test_let_go(story):
    from tongxing.activities.actions import join_activity

    person = story.somebody("leaver")
    activity = story.activity(story.somebody("bhost"), "Sewing ", seats=1)
    story.do(join_activity, activity, by=person, now=timezone.now())
    story.enter_as(person)
    hand = story.begin()
    hand.follow(f"Sewing {story.mark}")
    hand.press("I can't come")

    assert hand.reads("You let go.") and hand.reads("0 of 1 places taken")


def test_confirm_a_free_place(story):
    from tongxing.activities.actions import join_activity, leave_activity

    first, next_one = story.somebody("firstone"), story.somebody("nextone")
    activity = story.activity(story.somebody("chost"), "Singing ", seats=1)
    for person in (first, next_one):
        story.do(join_activity, activity, by=person, now=timezone.now())
    story.do(leave_activity, activity, by=first, now=timezone.now())
    story.enter_as(next_one)
    hand = story.begin()
    hand.follow("A place is free: confirm")
    hand.press("I'm coming")

    assert hand.reads("You have a place.")


def test_cancel_with_a_reason(story):
    host = story.somebody("dhost")
    story.activity(host, "Rowing ")
    story.enter_as(host)
    hand = story.begin()
    hand.follow(f"Rowing {story.mark}")
    hand.follow("Cancel it")
    hand.write("Why", "The river is too high.")
    hand.send()

    assert hand.reads("Cancelled: The river is too high.")


def test_read_that_it_is_cancelled(story):
    from tongxing.activities.actions import cancel_activity, join_activity
    from tongxing.inbox.models import Notice

    host, person = story.somebody("ehost"), story.somebody("edreader")
    activity = story.activity(host, "Climbing ")
    story.do(join_activity, activity, by=person, now=timezone.now())
    story.do(cancel_activity, activity, by=host, reason="Wind", now=timezone.now())
    story.house.wait_until(lambda: Notice.objects.filter(person=person, event__verb="activity.cancelled").exists())
    story.enter_as(person)
    hand = story.begin()
    hand.follow("Notices")
    hand.follow(f"cancelled Climbing {story.mark}")

    assert hand.reads("Cancelled: Wind")


def test_tell_with_a_picture(story, tmp_path):
    host = story.somebody("fhost")
    story.activity(host, "Digging ", days=-1)
    story.enter_as(host)
    file = tmp_path / "gate.png"
    file.write_bytes(picture_bytes("green"))
    hand = story.begin()
    hand.follow("Tell it")
    hand.write("How it was", "It rained. Eight of us came.")
    hand.attach("Pictures", file)
    hand.write("What these pictures show", "A green gate")
    hand.press("Tell it")
    hand.page.wait_for_url("**/#report")  # where scripts run, one of them makes the picture smaller and sends it

    assert hand.reads("Eight of us came.")
    shown = hand.page.get_by_alt_text("A green gate")
    shown.scroll_into_view_if_needed()
    hand.page.wait_for_load_state("networkidle")
    assert shown.evaluate("(one) => one.complete && one.naturalWidth > 0")


def test_rescue_a_forgotten_passphrase(story):
    person = story.somebody("forgetful")
    code = story.do(make_rescue_codes, person, by=person, now=timezone.now())[0]
    hand = story.begin()
    hand.follow("Sign in")
    hand.follow("Lost your passphrase?")
    hand.write("Handle", person.handle)
    hand.write("Rescue code", code)
    hand.write("New passphrase", PHRASE)
    hand.send()

    assert PASSPHRASE != PHRASE
    assert hand.reads("My own space")
