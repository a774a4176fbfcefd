"""Guessing is slow for one account, and a whole school behind one address still gets in."""

import smtplib

import pytest
from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.core import mail
from django.core.cache import cache
from django.test import Client

from tongxing.conftest import NOON, PASSPHRASE
from tongxing.core.models import Pending
from tongxing.people.actions import make_rescue_codes
from tongxing.people.models import Person


@pytest.fixture(autouse=True)
def fresh_counters(db):
    """Counters of tries live in the cache."""
    cache.clear()
    yield
    cache.clear()


def try_door(handle, passphrase):
    """One try from a browser of its own, all behind one address."""
    client = Client()
    page = client.post("/account/login/?lang=en", {"login": handle, "password": passphrase})
    return page, "_auth_user_id" in client.session


def try_code(code, passphrase="eight blue pencils"):
    given = {"handle": "member", "code": code, "passphrase": passphrase}
    return Client().post("/rescue/?lang=en", given)


def test_what_holds_where_nothing_is_changed():
    assert settings.ACCOUNT_RATE_LIMITS == {
        "signup": "400/h/ip",
        "login": "1000/10m/ip",
        "login_failed": "600/10m/ip,8/10m/key",
        "rescue": "60/10m/ip,8/10m/key",
    }


def test_after_eight_wrong_tries_the_handle_rests_and_says_until_when(member, stranger):
    for _ in range(8):
        page, entered = try_door("member", "a wild guess here")
        assert "Handle and passphrase don&#39;t belong together" in page.content.decode()

    page, entered = try_door("member", PASSPHRASE)

    assert not entered
    assert "Try again in ten minutes" in page.content.decode()
    assert try_door("stranger", PASSPHRASE)[1]


def test_a_class_behind_one_address_signs_in(member):
    for _ in range(30):
        assert try_door("member", PASSPHRASE)[1]


@pytest.mark.once
def test_two_hundred_of_one_school_sign_in_with_a_slip_each(settings, db):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher", *settings.PASSWORD_HASHERS]
    kept = make_password(PASSPHRASE)
    people = Person.objects.bulk_create(Person(handle=f"pupil{number}", password=kept) for number in range(200))

    for person in people:
        assert not try_door(person.handle, "seven yelow pencils")[1]
        assert try_door(person.handle, PASSPHRASE)[1], person.handle


def test_too_many_from_one_address_is_a_page_that_says_when(member, settings):
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"login": "2/10m/ip"}
    try_door("member", PASSPHRASE)
    try_door("member", PASSPHRASE)

    page, entered = try_door("member", PASSPHRASE)

    assert (page.status_code, entered) == (429, False)
    assert "ten minutes" in page.content.decode()


def test_guessing_rescue_codes_is_slow_too(member):
    codes = make_rescue_codes(member, by=member, now=NOON)
    for _ in range(8):
        assert try_code("AAAAA-BBBBB-CCCCC").status_code == 409

    assert try_code(codes[0]).status_code == 429


def test_a_rescue_code_opens_a_handle_that_rests(member):
    codes = make_rescue_codes(member, by=member, now=NOON)
    for _ in range(8):
        try_door("member", "a wild guess here")

    try_code(codes[0].lower().replace("-", " "))

    assert try_door("member", "eight blue pencils")[1]


@pytest.fixture
def with_mail(settings):
    settings.EMAIL_HOST = "mail.example"


def enter(client, person):
    client.post("/account/login/", {"login": person.handle, "password": PASSPHRASE})
    client.post("/account/reauthenticate/", {"password": PASSPHRASE})


def test_an_address_counts_when_its_link_was_followed(client, member, with_mail):
    enter(client, member)

    client.post("/account/email/", {"email": "member@example.org", "action_add": "1"})
    before = member.mail_address()
    link = next(word for word in mail.outbox[0].body.split() if "/confirm-email/" in word)
    client.post(link)

    assert (before, Person.objects.get(pk=member.pk).mail_address()) == ("", "member@example.org")


def test_no_page_speaks_to_the_mail_server(client, member, with_mail, settings, monkeypatch):
    def never(*args, **kwargs):
        raise AssertionError("a page spoke to the mail server")

    settings.EMAIL_BACKEND = "tongxing.core.mail.OutboxBackend"
    monkeypatch.setattr(smtplib.SMTP, "connect", never)
    enter(client, member)

    page = client.post("/account/email/?lang=en", {"email": "member@example.org", "action_add": "1"}, follow=True)

    assert "A link is on its way to the new address." in page.content.decode()
    assert [row.payload["to"] for row in Pending.objects.filter(job="core.send_mail")] == [["member@example.org"]]


def test_an_unproven_address_gets_no_link_for_a_new_passphrase(client, member, with_mail):
    EmailAddress.objects.create(user=member, email="typo@example.org", primary=True)

    client.post("/account/password/reset/", {"email": "typo@example.org"})

    assert [one for one in mail.outbox if "/password/reset/key/" in one.body] == []


def test_another_port_in_the_address_does_not_reset_the_counting(client, steward):
    def tried(port):
        form = {"login": "steward", "password": "wrong wrong"}
        return client.post("/account/login/", form, headers={"host": f"localhost:{port}"}).content.decode()

    pages = [tried(1000 + number) for number in range(10)]

    assert "too many wrong tries" in pages[-1]
