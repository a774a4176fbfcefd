"""Telling people what happened, and noting that they have read it."""

from datetime import timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from tongxing.core.events import VERBS, say, things_of
from tongxing.core.letters import letter, mail_host
from tongxing.core.mail import hand_over
from tongxing.core.models import Event
from tongxing.core.outbox import later_each
from tongxing.people.actions import stop_key
from tongxing.people.models import Person

from . import rules
from .models import Notice

QUIET = timedelta(days=1)  # how long who comes and goes sends no second mail


@transaction.atomic
def tell(event, *, now=None):
    """A notice for everybody whom the event's verb names, except the one who did it; a mail where there is an address.

    Running it again adds nothing: a person is told of an event once. Who comes and goes leaves one notice unread.
    """
    event = Event.objects.filter(pk=event).select_related("by").first()
    thing = event and load(event)
    if thing is None:
        return
    verb = VERBS[event.verb]
    told = list(people_told(verb, thing, event))
    already = set(Notice.objects.filter(event=event).values_list("person_id", flat=True))
    now = now or timezone.now()
    mailed = fold(event, verb, now)
    fresh = [
        Notice(person=person, event=event, made_at=now, mailed_at=mailed.get(person.pk))
        for person in told
        if person.pk not in already
    ]
    Notice.objects.bulk_create(fresh, ignore_conflicts=True, batch_size=500)
    if verb.mails and settings.EMAIL_HOST:
        reached = [person for person in told if person.mail and person.mail_wanted and person.pk not in mailed]
        letters = [{"event": event.pk, "person": person.pk} for person in reached]
        later_each("inbox.mail", letters, key=lambda one: f"mail:{one['event']}:{one['person']}")


def fold(event, verb, now):
    """Take back the unread notices that this event outdates. Returns who had a mail of the like lately, and when."""
    if not verb.folds or event.by_id is None:
        return {}
    names = [one.name for one in VERBS.values() if one.folds == verb.folds]
    alike = Event.objects.filter(verb__in=names, by=event.by_id, kind=event.kind, key=event.key, pk__lt=event.pk)
    notices = Notice.objects.filter(event__in=alike)
    mailed = dict(notices.filter(mailed_at__gt=now - QUIET).order_by("id").values_list("person_id", "mailed_at"))
    notices.unread().delete()
    return mailed


def people_told(verb, thing, event):
    """Whom the verb names, except the one who did it and those who left; each once, with their mail address."""
    named = verb.tells(thing, event.facts)
    named = named.values("pk") if isinstance(named, QuerySet) else [person.pk for person in named]
    return Person.objects.filter(pk__in=named, is_active=True).exclude(pk=event.by_id).with_mail().order_by("pk")


def load(event):
    """What the event is about, whoever may see it."""
    from django.apps import apps

    return apps.get_model(event.kind).objects.filter(uid=event.key).first()


def mail(event, person):
    """Bring one notice to the mail server, in the person's language, unless they want none any more.

    It counts as mailed when the server has taken it, and is not sent again then; where the worker dies in between, a
    second one with the same Message-ID goes out.
    """
    unsent = Notice.objects.filter(event=event, person=person, mailed_at=None)
    notice = unsent.select_related("event__by", "person").first()
    if notice is None or not notice.person.mail_wanted or not (address := notice.person.mail_address()):
        return
    hand_over(message(notice, address))
    Notice.objects.filter(pk=notice.pk).update(mailed_at=timezone.now())


def message(notice, address):
    """The mail, in its reader's language and on their clock: one sentence, its exact link, and how to get no more.

    Its Message-ID lets a mail that came twice be told apart; mails about one thing refer to the same one, so that they
    lie together. List-Unsubscribe is RFC 2369, its one click RFC 8058, which asks for https.
    """
    event, person = notice.event, notice.person
    zone, host = ZoneInfo(person.zone) if person.zone else None, mail_host()
    stop = settings.ADDRESS + reverse("people:stop_mail", args=[stop_key(person)])
    with translation.override(person.language or settings.LANGUAGE_CODE), timezone.override(zone):
        thing = things_of([event], person).get((event.kind, event.key))
        sentence = say(event, event.by, thing)
        way_out = _("No more notices by e-mail:")
        foot = f"-- \n{settings.SITE_NAME} {settings.ADDRESS}/\n{way_out} {stop}\n"
        mail = letter(sentence, f"{sentence}\n\n{settings.ADDRESS}{link_of(event, thing)}\n\n{foot}", address)
    mail.extra_headers |= {"Message-ID": f"<notice-{notice.pk}@{host}>", "List-Unsubscribe": f"<{stop}>"}
    mail.extra_headers["References"] = f"<{event.kind}-{event.key}@{host}>"
    if settings.SECURE:
        mail.extra_headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    return mail


def link_of(event, thing):
    """The exact place of what happened; one's notices when it can't be seen any more."""
    if thing is None:
        return "/notices/"
    at = VERBS[event.verb].at
    if at.startswith("/"):
        return at
    return reverse(at, args=[thing.uid]) if ":" in at else thing.get_absolute_url() + at


@transaction.atomic
def read_notices(person, *, by, now):
    """Note that everything up to now was read. Doing it again changes nothing."""
    rules.may_read_notices(by, person).or_refuse()
    Notice.objects.of(person).unread().filter(made_at__lte=now).update(read_at=now)
    return person
