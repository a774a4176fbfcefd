"""One notice by mail: one sentence, its exact link, sent once."""

from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.utils import timezone, translation

from tongxing.activities.actions import cancel_activity, join_activity
from tongxing.activities.verbs import ACTIVITY_CANCELLED
from tongxing.core.models import Event, Pending
from tongxing.core.outbox import work_once
from tongxing.front.tests.crowd import confirm_mail
from tongxing.inbox import actions
from tongxing.inbox.models import Notice
from tongxing.people.models import Person


@pytest.fixture
def notice(soon, steward, member, settings):
    """A member who has an address was told that something is cancelled."""
    settings.EMAIL_HOST = "mail.example"
    confirm_mail([member])
    join_activity(soon, by=member, now=timezone.now())
    cancel_activity(soon, by=steward, reason="Rain", now=timezone.now())
    actions.tell(Event.objects.get(verb="activity.cancelled").pk)
    Pending.objects.exclude(job="inbox.mail").delete()
    return Notice.objects.get(event__verb="activity.cancelled")


@pytest.mark.django_db
def test_a_mail_says_one_sentence_and_its_exact_link(notice, soon, settings):
    work_once()

    sent = mail.outbox[0]
    assert sent.to == ["member@mail.example"]
    assert sent.subject == "steward cancelled Sorting parcels. The page says why"
    assert sent.body.splitlines()[:3] == [sent.subject, "", settings.ADDRESS + soon.get_absolute_url()]
    assert sent.extra_headers["Message-ID"] == f"<notice-{notice.pk}@127.0.0.1>"
    notice.refresh_from_db()
    assert notice.mailed_at is not None
    assert not Pending.objects.exists()


@pytest.mark.django_db
def test_a_mail_speaks_the_language_of_its_reader(notice, member):
    with translation.override("zh-hans"):
        if str(ACTIVITY_CANCELLED.says).startswith("{by} cancelled"):
            pytest.skip("the Chinese words are not compiled: bin/test does it")
    Person.objects.filter(pk=member.pk).update(language="zh-hans")

    work_once()

    assert "cancelled" not in mail.outbox[0].subject
    assert "Sorting parcels" in mail.outbox[0].subject


@pytest.mark.django_db
@pytest.mark.parametrize("zone", ["Asia/Shanghai", "Europe/London"])
def test_a_moment_in_a_mail_stands_on_the_clock_of_its_reader(notice, member, zone):
    until = timezone.now().replace(hour=12, minute=34)
    Event.objects.filter(pk=notice.event_id).update(verb="claim.offered", facts={"until": until.isoformat()})
    Person.objects.filter(pk=member.pk).update(zone=zone)

    work_once()

    assert f"{until.astimezone(ZoneInfo(zone)):%H:%M}" in mail.outbox[0].body


@pytest.mark.django_db
def test_a_mail_that_was_sent_is_not_sent_again(notice):
    actions.mail(notice.event_id, notice.person_id)
    actions.mail(notice.event_id, notice.person_id)

    assert len(mail.outbox) == 1


@pytest.mark.django_db
def test_no_mail_to_an_address_that_was_taken_away(notice, member):
    member.emailaddress_set.all().delete()

    work_once()

    assert mail.outbox == []
    assert not Pending.objects.exists()


@pytest.mark.django_db
def test_a_title_of_several_lines_makes_one_subject(notice, soon):
    type(soon).objects.update(title="Sorting\r\nBcc: everybody@mail.example")

    work_once()

    assert "\n" not in mail.outbox[0].subject
    assert mail.outbox[0].recipients() == ["member@mail.example"]


@pytest.mark.django_db
def test_a_mail_server_that_is_gone_costs_nothing_but_time(notice, monkeypatch):
    def broken(self, messages):
        raise ConnectionRefusedError("nobody listens")

    monkeypatch.setattr("django.core.mail.backends.locmem.EmailBackend.send_messages", broken)
    work_once()

    waiting = Pending.objects.get()
    assert (waiting.tries, waiting.last_error) == (1, "ConnectionRefusedError: nobody listens")
    assert Notice.objects.get(pk=notice.pk).mailed_at is None


@pytest.mark.django_db
def test_a_mail_says_how_to_get_no_more(notice, member, client, settings):
    settings.SECURE = True
    work_once()

    sent = mail.outbox[0]
    link = sent.body.splitlines()[-1].split()[-1]
    assert sent.extra_headers["List-Unsubscribe"] == f"<{link}>"
    assert sent.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert sent.extra_headers["Auto-Submitted"] == "auto-generated"
    client.post(link.removeprefix(settings.ADDRESS), {"List-Unsubscribe": "One-Click"})
    assert not Person.objects.get(pk=member.pk).mail_wanted


@pytest.mark.django_db
def test_one_click_is_promised_over_https_alone(notice, settings):
    work_once()

    assert "List-Unsubscribe-Post" not in mail.outbox[0].extra_headers


@pytest.mark.django_db
def test_mails_about_one_thing_lie_together(notice, soon):
    work_once()

    assert mail.outbox[0].extra_headers["References"] == f"<activities.activity-{soon.uid}@127.0.0.1>"


@pytest.mark.django_db
def test_a_mail_that_waits_is_not_sent_to_who_wants_none_any_more(notice, member):
    Person.objects.filter(pk=member.pk).update(mail_wanted=False)

    work_once()

    assert mail.outbox == []
