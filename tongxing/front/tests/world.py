"""One small world that holds everything somebody might not be allowed to see, for the sweeps over all routes.

Every private text is a canary: a word that stands nowhere else. CANARIES says who may read it.
"""

import io
from datetime import timedelta
from types import SimpleNamespace

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from tongxing.activities.actions import cancel_activity, join_activity, remove_photo, write_report
from tongxing.conftest import make_activity, newcomer
from tongxing.core.files import read_picture
from tongxing.core.outbox import work_once
from tongxing.needs import actions as needs
from tongxing.needs.tests.conftest import make_need, make_offer
from tongxing.people.actions import make_token
from tongxing.people.models import Person
from tongxing.places import actions as places
from tongxing.places.actions import count_again
from tongxing.places.cells import standing
from tongxing.places.models import Look
from tongxing.places.tests.conftest import make_place, make_route
from tongxing.spaces import actions as spaces
from tongxing.talk.actions import block_writer, write_letter

ACTORS = ("anonymous", "suspended", "stranger", "operator", "other", "asker", "member", "steward")
CANARIES = {
    "canary-about": {"steward", "member"},  # what a space for members says about itself
    "canary-asked": {"steward", "asker"},  # the words of somebody who asks to join
    "canary-reason": {"asker"},  # why somebody was declined
    "canary-words": {"steward"},  # the words of somebody who signed up
    "canary-link": {"steward", "member"},  # where an online activity meets: those with a place
    "canary-mail": {"steward"},  # an e-mail address
    "canary-browser": set(),  # what a browser calls itself
    "canary-token": {"member"},  # what a program is called
    "canary-members": {"steward", "member"},  # an activity for members
    "canary-draft": {"steward"},  # an activity that isn't published
    "canary-named": {"steward", "asker"},  # an activity for named people
    "canary-report": {"steward", "member"},  # what was told to members
    "canary-contact": {"steward"},  # how somebody at a place is reached: who looks after the place
    "canary-purpose": {"steward"},  # what somebody wanted to ask them
    "canary-asking": {"steward", "asker"},  # the words of somebody who would look after a place
    "canary-unwanted": {"steward", "member"},  # a letter of somebody who is blocked
    "canary-letter": {"steward", "asker"},  # what somebody writes to whoever looks after a place
    "canary-mark": {"member"},  # where somebody goes, for themself alone
    "canary-need": {"steward", "member"},  # what a space for members lacks and offers
    "canary-gift": {"steward", "asker"},  # what somebody would give, before anybody said yes
    "canary-place": set(),  # the record of a place that was taken away
    "canary-photo": {"steward"},  # the words of a picture that was taken away
}


def make_world():
    """The cast, and one of everything that a route can be about, as a namespace of rows."""
    world = SimpleNamespace(now=timezone.now(), **{name: newcomer(name) for name in ACTORS[1:]})
    Person.objects.filter(pk=world.suspended.pk).update(is_active=False)
    Person.objects.filter(pk=world.operator.pk).update(is_operator=True)
    Person.objects.filter(pk=world.steward.pk).update(email="canary-mail@mail.example")
    me, now = world.member, world.now
    world.session = signed_in(me)
    world.token, _secret = make_token(me, by=me, name="canary-token", scopes=["read"], now=now)
    add_spaces(world)
    add_places(world)
    add_needs(world)
    add_activities(world)
    add_reports(world)
    while work_once(most=100):
        pass
    return world


def signed_in(person):
    """Where somebody is signed in: a browser that nobody else may learn of."""
    store = SessionStore()
    store[SESSION_KEY], store[HASH_SESSION_KEY] = str(person.pk), person.get_session_auth_hash()
    store[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    store.create()
    return UserSession.objects.create(
        user=person, ip="192.0.2.7", user_agent="canary-browser Firefox/1", session_key=store.session_key
    )


def add_spaces(world):
    """An open team, one that is asked, one that only its members see, and another's."""
    now, steward, member = world.now, world.steward, world.member

    def opened(short, name, by=steward, **fields):
        return spaces.open_space(by=by, now=now, kind="team", short=short, name=name, **fields)

    world.readers = opened("readers", "Sunday Readers", about="We read.")
    world.choir = opened("choir", "The Choir", joining="ask")
    world.cellar = opened("cellar", "The Cellar", joining="ask", audience="members", about="canary-about")
    world.elsewhere = opened("elsewhere", "Elsewhere", by=world.other)
    for space in (world.readers, world.choir, world.cellar):
        link = spaces.make_invitation(space, steward, now)
        spaces.accept_invitation(link, by=member, now=now)
    world.invitation = world.readers.invitations.get()
    world.ended = spaces.end_invitation(spaces.make_invitation(world.readers, steward, now), by=steward, now=now)
    world.into_cellar = spaces.make_invitation(world.cellar, steward, now)
    declined = spaces.ask_to_join(world.choir, by=world.asker, words="canary-asked", now=now)
    world.declined = spaces.decline_asking(declined, by=steward, reason="canary-reason", now=now)
    world.asked = spaces.ask_to_join(world.choir, by=world.asker, words="canary-asked", now=now)
    world.membership = world.readers.memberships.get(person=member)
    world.stewardship = world.readers.memberships.get(person=steward)
    world.called = spaces.ask_to_steward(world.choir.memberships.get(person=member), by=steward, now=now)
    world.kept = world.cellar.memberships.get(person=member)


def add_places(world):
    """One that everybody finds, one that was taken away."""
    world.place = make_place(world.steward, "Three Streams School", "四川 雅江", about="By the river.")
    world.hidden_place = make_place(world.steward, "canary-place", "四川 雅江", about="canary-place")
    world.way = make_route(world.member)
    sent = "名称,省,市,地址\n河口小学,四川省,甘孜州,雅江县河口镇\n".encode()
    world.table = places.bring_table(by=world.member, name="一张表.csv", data=sent, now=world.now)
    before = standing([world.hidden_place])
    type(world.place).objects.filter(pk=world.hidden_place.pk).update(hidden_at=world.now)
    count_again(before, standing([]))
    world.revision = world.place.revisions.last()
    add_people_of_places(world)


def add_people_of_places(world):
    """Who goes to the place, who would look after it, and whom one can ask there."""
    now, today = world.now, world.now.date()
    day = {"today": today, "now": now, "on": today}
    world.mark = places.mark_place(
        world.place, by=world.member, kind="going", note="canary-mark", audience="mine", **day)  # fmt: skip
    world.visit = places.mark_place(world.place, by=world.asker, kind="visited", note="The gate is red.", **day)
    world.care_asked = places.ask_to_care(world.place, by=world.asker, words="canary-asking", now=now)
    contact = {"name": "canary-contact", "role": "Headmistress", "phone": "canary-contact 12345", "email": "",
               "other": "", "consent": "told", "consent_on": today}  # fmt: skip
    world.contact = places.add_contact(world.place, by=world.steward, now=now, **contact)
    world.closed_contact = places.add_contact(world.place, by=world.steward, now=now, **contact | {"role": "Cook"})
    places.close_contact(world.closed_contact, by=world.steward, now=now)
    twin = make_place(world.steward, "Three Streams School", "四川 康定")
    world.merged = places.merge_places(world.place, loser=twin, by=world.steward, now=now)
    world.letter = write_letter(world.place, by=world.asker, text="canary-letter", now=now)
    world.thread = world.letter.thread
    unwanted = write_letter(world.place, by=world.member, text="canary-unwanted", now=now)
    world.blocked_thread = block_writer(unwanted.thread, by=world.steward, now=now)
    Look.objects.create(contact=world.contact, person=None, purpose="canary-purpose", at=now)


def add_needs(world):
    """What the place lacks and who gives some of it; and what a space for members keeps to itself."""
    now, steward = world.now, world.steward
    world.need = make_need(steward, place=world.place, now=now)
    world.hidden_need = make_need(steward, space=world.cellar, title="canary-need", now=now)
    world.offer = make_offer(steward, world.readers, now=now)
    world.hidden_offer = make_offer(steward, world.cellar, title="canary-need", now=now)
    world.promised, world.arrived, world.used = [
        needs.agree_match(needs.offer_match(world.need, by=world.asker, quantity=2, now=now), by=steward, now=now)
        for _part in range(3)
    ]
    for match in (world.arrived, world.used):
        needs.receive_match(match, by=steward, now=now)
    needs.confirm_match(world.used, by=steward, now=now)
    world.gift = needs.offer_match(world.need, by=world.asker, quantity=1, words="canary-gift", now=now)


def at(moment):
    """A wall-clock time in Shanghai, as a form sends it."""
    return (moment + timedelta(hours=8)).strftime("%Y-%m-%dT%H:%M")


def planned(world, title, days=3, **fields):
    """An activity of the open team, `days` from now; one that lies back was planned a week before it."""
    start = world.now + timedelta(days=days)
    now = start - timedelta(days=7) if days < 0 else world.now
    times = {"starts_wall": at(start), "ends_wall": at(start + timedelta(hours=2)), "zone": "Asia/Shanghai"}
    return make_activity(fields.pop("space", world.readers), world.steward, now=now, title=title, **times | fields)


def add_activities(world):
    """Coming ones for everybody, for members, for the named, and for nobody yet."""
    world.open = planned(world, "Sorting parcels", seats=3)
    world.full = planned(world, "Reading aloud", seats=1)
    world.online = planned(world, "Talking at night", kind="online", link="https://meet.example/canary-link")
    world.members = planned(world, "canary-members", audience="members")
    world.draft = planned(world, "canary-draft", publish=False)
    world.named = planned(world, "canary-named", audience="named", named=[world.asker])
    world.cancelled = cancel_activity(planned(world, "Rowing"), by=world.steward, reason="Rain", now=world.now)
    for activity in (world.open, world.online):
        join_activity(activity, by=world.member, words="canary-words", now=world.now)
    join_activity(world.full, by=world.asker, now=world.now)
    join_activity(world.members, by=world.member, words="canary-words", now=world.now)
    world.claim = world.open.opening.claims.get()
    world.hidden_claim = world.members.opening.claims.get()


def add_reports(world):
    """One told to everybody, with a picture and one that was taken away; one told to members."""
    world.past = planned(world, "Planting", days=-2, place=world.place, where="")
    world.private = planned(world, "canary-report", days=-2, audience="members")
    shown = write_report(world.past, by=world.steward, text="It rained.", pictures=[picture("green"), picture("red")],
                         alt="A gate", now=world.now)  # fmt: skip
    world.photo, world.gone = shown.photos.order_by("id")
    type(world.gone).objects.filter(pk=world.gone.pk).update(alt="canary-photo")
    remove_photo(world.gone, by=world.steward, now=world.now)
    hidden = write_report(world.private, by=world.steward, text="canary-report", pictures=[picture("blue")],
                          alt="canary-report", now=world.now)  # fmt: skip
    world.hidden_photo = hidden.photos.get()


def picture(colour):
    """A small picture, taken in as a form would."""
    return read_picture(SimpleUploadedFile("p.png", picture_bytes(colour)))


def picture_bytes(colour):
    """A small picture as a file."""
    from PIL import Image

    out = io.BytesIO()
    Image.new("RGB", (64, 48), colour).save(out, "PNG")
    return out.getvalue()
