"""Every form sent three times has one effect: double taps, slow networks, a page sent again from the history."""

import io
from datetime import timedelta

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from PIL import Image

from tongxing.activities.actions import join_activity, leave_activity
from tongxing.conftest import PASSPHRASE, newcomer
from tongxing.core.areas import find_areas
from tongxing.core.outbox import work_once
from tongxing.needs.actions import close_offer, withdraw_need
from tongxing.needs.tests.conftest import make_need, make_offer
from tongxing.people.actions import make_rescue_codes
from tongxing.people.models import Person
from tongxing.places.actions import bring_table, change_place, create_place, import_table, mark_place
from tongxing.places.actions.contacts import claim_digest
from tongxing.places.models import Contact
from tongxing.places.tests.test_along_file import GPX

from .routes import ASKED, address, routes, things
from .world import at, make_world, planned

OTHERS = {"sessions.session", "usersessions.usersession", "contenttypes.contenttype"}  # not the effect of a form
AS_IT_WAS = {"once": "once-and-only-once"}
PROFILE = {"name": "Ann", "language": "en", "zone": "Asia/Shanghai", "mail_wanted": "on"}
SPACE = {"name": "The Boats", "joining": "open", "audience": "public", "colour": "sky"}
PLAN = {"title": "Rowing", "audience": "public", "kind": "event", "zone": "Asia/Shanghai", "seats": "3"}
WAY = {"from": "成都", "to": "康定", "name": "West", "within_km": "10"}
PLACE = {"name": "石板沟小学", "kind": "school", "area": "四川 雅江", "datum": "wgs84"}
SHEET = "名称,省,市,地址\n沙坝小学,四川省,甘孜州,雅江县河口镇\n".encode()
COLUMNS = {"c0": "name", "c1": "province", "c2": "prefecture", "c3": "address", "kind": "school", "datum": "unknown"}
PLANNED = {"columns": ["name", "province", "prefecture", "address"], "kind": "school", "datum": "unknown"}
PLANNED |= {"source": "A list", "skips_alike": True}
COLUMNS |= {"source": "A list", "skips_alike": "on"}
NEED = {"title": "Chalk", "category": "aids", "quantity": "9"}
OFFER = {"title": "A spare server", "category": "things", "sort": "servers", "quantity": "1"}
CONTACT = {"name": "Li Hua", "phone": "0836 12345", "consent": "told", "consent_on": "2020-01-02"}
NEW = {"username": "newcomer", "password1": "three green kettles", "age": "18+"}
CHANGED = {"oldpassword": PASSPHRASE, "password1": "three green kettles", "password2": "three green kettles"}

# route: (who sends it, the thing it is about, what it holds)
FORMS = {
    "front:look": ("stranger", "-", {"show": "large"}),
    "front:language": ("stranger", "-", {"language": "en"}),
    "people:change_profile": ("stranger", "-", PROFILE),
    "people:make_rescue_codes": ("stranger", "-", AS_IT_WAS),
    "people:make_token": ("stranger", "-", {"name": "calendar", "scopes": "read"} | AS_IT_WAS),
    "people:end_token": ("member", "token", {}),
    "people:end_session": ("member", "session", {}),
    "people:say_birth_month": ("young", "-", {"born": "BORN"}),
    "people:show_name": ("grown", "-", {}),
    "people:stop_mail": ("", "stop", {}),
    "people:rescue": ("", "-", {"handle": "stranger", "code": "CODE", "passphrase": "three green kettles"}),
    "account_signup": ("", "-", NEW),
    "account_login": ("", "-", {"login": "stranger", "password": PASSPHRASE}),
    "account_logout": ("stranger", "-", {}),
    "account_reauthenticate": ("stranger", "-", {"password": PASSPHRASE}),
    "account_email": ("stranger", "-", {"action_add": "", "email": "stranger@mail.example"}),
    "account_change_password": ("stranger", "-", CHANGED),
    "account_reset_password": ("", "-", {"email": "nobody@mail.example"}),
    "usersessions_list": ("stranger", "-", {}),
    "spaces:create_space": ("stranger", "-", SPACE | AS_IT_WAS | {"short": "boats", "kind": "team"}),
    "spaces:change_space": ("steward", "readers", SPACE),
    "spaces:join_space": ("stranger", "readers", {}),
    "spaces:ask_to_join": ("stranger", "choir", {"words": "Please."}),
    "spaces:withdraw_asking": ("asker", "asked", {}),
    "spaces:accept_asking": ("steward", "asked", {}),
    "spaces:decline_asking": ("steward", "asked", {"reason": "Not now."}),
    "spaces:invite": ("steward", "readers", AS_IT_WAS),
    "spaces:accept_invitation": ("stranger", "invitation", {}),
    "spaces:end_invitation": ("steward", "invitation", {}),
    "spaces:leave_space": ("member", "membership", {}),
    "spaces:remove_member": ("steward", "membership", {}),
    "spaces:ask_to_steward": ("steward", "membership", {}),
    "spaces:accept_stewardship": ("member", "called", {}),
    "spaces:decline_stewardship": ("member", "called", {}),
    "spaces:step_down": ("second", "boat_steward", {}),
    "places:create_place": ("stranger", "-", PLACE | AS_IT_WAS),
    "places:change_place": ("stranger", "place", PLACE | {"about": "By the river."}),
    "places:confirm_place": ("stranger", "place", {}),
    "places:mark_place": ("stranger", "place", {"on": "TOMORROW", "note": "By bus", "audience": "public"}),
    "places:unmark_place": ("member", "mark", {}),
    "places:restore_revision": ("stranger", "place", {}),
    "places:confirm_revision": ("steward", "place", {}),
    "places:merge_places": ("steward", "place", {"other": "MERGED", "sure": "yes"}),
    "places:undo_merge": ("steward", "merged", {}),
    "places:ask_to_care": ("asker", "place", {"words": "I live near by."}),
    "places:name_caretaker": ("steward", "place", {"handle": "stranger", "words": "Come along."}),
    "places:stop_caring": ("steward", "place", {"leave_open": "yes"}),
    "places:accept_asking": ("steward", "care_asked", {}),
    "places:decline_asking": ("steward", "care_asked", {}),
    "places:withdraw_asking": ("asker", "care_asked", {}),
    "places:add_contact": ("steward", "place", CONTACT | AS_IT_WAS),
    "places:change_contact": ("steward", "contact", CONTACT),
    "places:look_at_contact": ("stranger", "contact", {"purpose": "Which books do you need?"}),
    "places:close_contact": ("steward", "contact", {}),
    "places:reopen_contact": ("steward", "closed_contact", {}),
    "places:make_claim_link": ("steward", "contact", {}),
    "places:claim_contact": ("stranger", "contact", {}),
    "talk:write_letter": ("stranger", "place", {"text": "May I come?"} | AS_IT_WAS),
    "talk:answer_letter": ("steward", "thread", {"text": "Do come."} | AS_IT_WAS),
    "talk:block_writer": ("steward", "thread", {}),
    "talk:unblock_writer": ("steward", "thread", {}),
    "talk:take_back_letter": ("asker", "letter", {}),
    "needs:create_need": ("steward", "-", NEED | AS_IT_WAS),
    "needs:change_need": ("steward", "need", NEED),
    "needs:withdraw_need": ("steward", "need", {}),
    "needs:reopen_need": ("steward", "gone_need", {}),
    "needs:renew_need": ("steward", "old_need", {}),
    "needs:offer_match": ("stranger", "need", {"quantity": "3", "space": "MINE"} | AS_IT_WAS),
    "needs:agree_match": ("steward", "gift", {}),
    "needs:decline_match": ("steward", "gift", {}),
    "needs:send_match": ("asker", "promised", {}),
    "needs:receive_match": ("steward", "promised", {}),
    "needs:confirm_match": ("steward", "arrived", {}),
    "needs:thank_match": ("steward", "used", {}),
    "needs:lose_match": ("steward", "promised", {}),
    "needs:withdraw_match": ("asker", "gift", {}),
    "needs:create_offer": ("steward", "-", OFFER | AS_IT_WAS | {"space": "SPACE"}),
    "needs:change_offer": ("steward", "offer", OFFER),
    "needs:close_offer": ("steward", "offer", {}),
    "needs:reopen_offer": ("steward", "closed_offer", {}),
    "places:save_route": ("stranger", "-", WAY | AS_IT_WAS),
    "places:change_route": ("member", "way", {"name": "Over the river", "within_km": "20"}),
    "places:remove_route": ("member", "way", {}),
    "places:bring_table": ("member", "-", {"file": "TABLE"} | AS_IT_WAS),
    "places:import_table": ("member", "table", COLUMNS),
    "places:undo_import": ("member", "read_table", {}),
    "places:along_file": ("", "-", {"file": "GPX"}),
    "activities:create_activity": ("steward", "-", PLAN | AS_IT_WAS | {"space": "SPACE", "starts_wall": "SOON"}),
    "activities:change_activity": ("steward", "open", PLAN | {"starts_wall": "SOON", "where": "At the pier"}),
    "activities:publish_activity": ("steward", "draft", {}),
    "activities:cancel_activity": ("steward", "open", {"reason": "Rain"}),
    "activities:reopen_activity": ("steward", "cancelled", {}),
    "activities:join_activity": ("stranger", "open", {"size": "2"}),
    "activities:leave_activity": ("member", "open", {}),
    "activities:accept_place": ("asker", "offered", {}),
    "activities:resize_place": ("member", "open", {"size": "2"}),
    "activities:write_report": ("steward", "past", {"text": "It was good.", "alt": "A gate", "pictures": "PICTURE"}),
    "activities:remove_photo": ("steward", "photo", {}),
    "activities:restore_photo": ("steward", "gone", {}),
    "inbox:read_notices": ("member", "-", {}),
}
# What allauth asks in several steps: the forms that can't stand alone are sent empty, and do nothing each time.
STEPS = [name for name in routes() if name.startswith("mfa_")] + [
    "account_set_password", "account_reset_password_from_key", "account_confirm_login_code", "account_confirm_email",
    "account_email_verification_sent",
]  # fmt: skip
FORMS |= {name: ("stranger", "-", {}) for name in STEPS}


@pytest.fixture
def world(db):
    """The small world, and what only these forms need."""
    world = make_world()
    world.second, world.boat_steward = world.other, world.readers.memberships.create(person=world.other, role="steward")
    world.place = create_place(by=world.steward, kind="school", name="河口小学", area=find_areas("四川 雅江")[0])
    world.twin = create_place(by=world.steward, kind="school", name="河口完小", area=find_areas("四川 雅江")[0])
    today = world.now.date()
    mark_place(world.place, by=world.asker, kind="visited", on=today, today=today, now=world.now)
    change_place(world.place, by=world.stranger, now=world.now, address="By the bridge")
    world.revision = world.place.revisions.last()
    Contact.objects.filter(pk=world.contact.pk).update(claim_key=claim_digest("x"))
    world.gone_need = withdraw_need(make_need(world.steward, place=world.place), by=world.steward, now=world.now)
    world.old_need = make_need(world.steward, place=world.place)
    world.closed_offer = close_offer(make_offer(world.steward), by=world.steward, now=world.now)
    world.read_table = bring_table(by=world.member, name="table.csv", data=SHEET, now=world.now)
    import_table(world.read_table, by=world.member, now=world.now, **PLANNED)
    world.offered = planned(world, "Listening", seats=1)
    for person in (world.member, world.asker):
        join_activity(world.offered, by=person, now=world.now)
    leave_activity(world.offered, by=world.member, now=world.now)
    world.young, world.grown = newcomer("young", Person.YOUNG), newcomer("grown")
    Person.objects.filter(pk=world.young.pk).update(grows_up_on=None)
    Person.objects.filter(pk=world.grown.pk).update(shows_name=False)
    world.code = make_rescue_codes(world.stranger, by=world.stranger, now=world.now)[0]
    while work_once():
        pass
    return world


def filled(world, fields):
    """What a form holds, with the things of this world; made anew each time, as a picture can be read once."""
    picture = io.BytesIO()
    Image.new("RGB", (64, 48), "teal").save(picture, "PNG")
    known = {
        "SOON": at(world.now + timedelta(days=3)),
        "TOMORROW": (world.now + timedelta(days=1)).date().isoformat(),
        "MERGED": world.twin.uid,
        "SPACE": world.readers.short,
        "MINE": world.stranger.space.short,
        "CODE": world.code,
        "BORN": f"{world.now.year - 16}-05",
        "TABLE": SimpleUploadedFile("table.csv", SHEET),
        "GPX": SimpleUploadedFile("way.gpx", GPX),
        "PICTURE": SimpleUploadedFile("gate.png", picture.getvalue()),
    }
    return {name: known.get(value, value) for name, value in fields.items()}


MORE = ("place", "offered", "boat_steward", "gone_need", "old_need", "closed_offer", "read_table")


def where(world, route, thing):
    """The address that a form is sent to."""
    more = {name: {"uid": getattr(world, name).uid} for name in MORE}
    more["place"]["number"] = world.revision.pk
    return address(route, (things(world) | more)[thing]) + ASKED.get(route, "")


def count_rows():
    """How many rows every table has."""
    models = [model for model in apps.get_models() if model._meta.label_lower not in OTHERS]
    return {model._meta.label: model._base_manager.count() for model in models}


def send(client, world, route):
    """Send a form three times; the statuses, and how many rows there were after each."""
    who, thing, fields = FORMS[route]
    client.logout()
    if who:
        client.force_login(getattr(world, who))
    statuses, rows = [], []
    for _ in range(3):
        statuses.append(client.post(where(world, route, thing), filled(world, fields)).status_code)
        rows.append(count_rows())
    return statuses, rows


def differing(rows):
    """The tables whose number of rows isn't the same each time."""
    return {name for name in rows[0] if len({counts[name] for counts in rows}) > 1}


def test_every_form_sent_three_times_has_one_effect(client, world):
    wrong = {}
    for route in FORMS:
        with transaction.atomic():
            statuses, rows = send(client, world, route)
            if differing(rows) or max(statuses) >= 500:
                wrong[route] = (statuses, differing(rows))
            if statuses[0] not in (200, 302) and route not in STEPS:
                wrong[route] = (statuses, "was refused the first time")
            transaction.set_rollback(True)
    assert wrong == {}


def test_every_address_that_takes_a_form_is_sent_one_here(client, world):
    client.force_login(world.steward)
    taking = set()
    for route in routes().keys() - FORMS.keys():
        for thing in things(world):
            if client.post(where(world, route, thing)).status_code not in (404, 405):
                taking.add(route)
    assert taking == set()
