"""Mail goes through the outbox: whole, once written down, and dropped with what it belongs to."""

import base64
import smtplib
from email import message_from_bytes, policy

import pytest
from django.core.mail import EmailMultiAlternatives, send_mail
from django.db import transaction

from tongxing.core import jobs, outbox
from tongxing.core.models import Pending


@pytest.fixture(autouse=True)
def through_the_outbox(settings):
    settings.EMAIL_BACKEND = "tongxing.core.mail.OutboxBackend"
    settings.EMAIL_HOST = "mail.example"


def letter(row):
    return message_from_bytes(base64.b64decode(row.payload["letter"]), policy=policy.default)


@pytest.mark.django_db
def test_headers_alternatives_and_chinese_survive():
    headers = {"Auto-Submitted": "auto-generated", "List-Unsubscribe": "<https://tongxing.example/out>"}
    mail = EmailMultiAlternatives("雅江的来信", "第一行", "同行 <us@here.example>", ["a@b.example"], headers=headers)
    mail.attach_alternative("<p>第一行</p>", "text/html")
    mail.bcc = ["hidden@b.example"]
    mail.send()

    row = Pending.objects.get()
    said = letter(row)
    assert row.job == "core.send_mail" and row.payload["to"] == ["a@b.example", "hidden@b.example"]
    assert row.payload["sender"].endswith("<us@here.example>")
    assert said["Subject"] == "雅江的来信" and said["Auto-Submitted"] == "auto-generated"
    assert said["List-Unsubscribe"] == "<https://tongxing.example/out>" and "hidden" not in str(said)
    assert said.get_body(("plain",)).get_content().strip() == "第一行"
    assert said.get_body(("html",)).get_content().strip() == "<p>第一行</p>"


@pytest.mark.django_db
def test_a_mail_bears_one_message_id_however_often_it_is_tried():
    send_mail("Two", "words", "us@here.example", ["a@b.example"])

    first = letter(Pending.objects.get())["Message-ID"]

    assert first.startswith("<") and first.endswith("@127.0.0.1>")
    assert letter(Pending.objects.get())["Message-ID"] == first


@pytest.mark.django_db(transaction=True)
def test_a_mail_of_what_was_rolled_back_is_not_sent():
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        send_mail("Two", "words", "us@here.example", ["a@b.example"])
        raise ZeroDivisionError

    assert not Pending.objects.exists()


@pytest.mark.django_db
def test_a_mail_nobody_would_get_is_none():
    send_mail("Two", "words", "us@here.example", [])

    assert not Pending.objects.exists()


@pytest.mark.django_db
def test_a_mail_that_is_not_taken_waits_and_its_words_are_not_in_the_log(monkeypatch, caplog):
    def refuse(self, *args, **kwargs):
        raise smtplib.SMTPConnectError(421, "later")

    monkeypatch.setattr(smtplib.SMTP, "connect", refuse)
    send_mail("Two", "your secret link", "us@here.example", ["a@b.example"])
    Pending.objects.update(tries=outbox.MOST_TRIES - 1)

    outbox.work_once(lane=outbox.OUTSIDE)

    row = Pending.objects.get()
    assert row.given_up_at and row.last_error.startswith("SMTPConnectError")
    assert row.payload["letter"] not in caplog.text


@pytest.mark.django_db
def test_a_mail_is_dropped_when_no_server_is_named_any_more(settings):
    send_mail("Two", "words", "us@here.example", ["a@b.example"])
    settings.EMAIL_HOST = ""

    assert jobs.send_mail(**Pending.objects.get().payload) is None
