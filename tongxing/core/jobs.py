"""What the floor does by itself: once a day, and with every mail."""

from datetime import timedelta
from importlib import import_module

from django.conf import settings
from django.utils import timezone

from . import mail
from .models import Answered, Once, Pending
from .outbox import outside

REPLAYED = timedelta(days=2)  # how long an Idempotency-Key of the API is remembered
ANSWERED_AGAIN = timedelta(days=30)  # how long a form that was sent stays known
KEPT_TO_LOOK_AT = timedelta(days=90)  # how long given-up work stays for the operator


def sweep():
    """Remove what has served: sessions that expired, forms and requests nobody sends again, work given up long ago."""
    now = timezone.now()
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()
    Once.objects.filter(at__lt=now - ANSWERED_AGAIN).delete()
    Answered.objects.filter(at__lt=now - REPLAYED).delete()
    Pending.objects.filter(given_up_at__lt=now - KEPT_TO_LOOK_AT).delete()
    return now + timedelta(days=1)


@outside
def send_mail(sender, to, letter):
    """Hand a mail to the mail server, however long that takes; it is tried again until it was taken."""
    mail.send(sender, to, letter)
