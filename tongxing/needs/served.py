"""Which places a space has given something to: a source of its service map (places.served)."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .models import Match, Need

GIFT = "gift"
ARRIVED = [Match.RECEIVED, Match.CONFIRMED, Match.THANKED]


def sorts():
    """[(code, label)]."""
    return [(GIFT, _("Something given"))]


def served(space, person):
    """Rows of (key of a place, year, code) of gifts that arrived."""
    needs = Need.objects.visible_to(person).filter(place__isnull=False)
    rows = Match.objects.filter(space=space, state__in=ARRIVED, need__in=needs).values_list("need__place_id", "made_at")
    return {(place, timezone.localtime(made).year, GIFT) for place, made in rows}
