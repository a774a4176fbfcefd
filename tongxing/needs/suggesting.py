"""What fits what: open offers for a need, open needs for an offer, each with the reason why. Writes nothing."""

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from tongxing.core.areas import gazetteer, stem_of
from tongxing.core.datum import apart_km

from .models import Match, Need, Offer

LOOKED_AT, SHOWN = 200, 6


def offers_for(need, person, *, today):
    """[(offer, why)]: open offers of the same category that nobody has brought here yet, the best first."""
    used = Match.objects.filter(need=need, offer=OuterRef("pk"))
    found = Offer.objects.visible_to(person).open().exclude(until__lt=today).filter(~Exists(used))
    found = found.filter(category=need.category_id).with_row().order_by("-id")[:LOOKED_AT]
    return best([(offer, need, offer.area) for offer in found])


def needs_for(offer, person, *, today):
    """[(need, why)]: needs of the same category that still lack something, the best first."""
    found = Need.objects.visible_to(person).lacking().exclude(until__lt=today)
    found = found.filter(category=offer.category_id).with_row().order_by("-id")[:LOOKED_AT]
    return best([(need, need, offer.area) for need in found])


def best(rows):
    """[(thing, why)] of (thing, need, area of the offer): the nearest first, then where nobody knows how far."""
    scored = []
    for number, (thing, need, area) in enumerate(rows):
        away = km_between(need, area)
        scored.append((away is None, away or 0, number, (thing, reason(need, area, away))))
    return [row[-1] for row in sorted(scored, key=lambda row: row[:3])][:SHOWN]


def km_between(need, area):
    """How far the need's place lies from the seat of the offer's area; None when one of them isn't known."""
    place = need.place
    if place is None or area is None:
        return None
    if place.area_id and place.area_id.startswith(area.pk.rstrip("0")):
        return 0
    seat = next((one for one in gazetteer().line(area.pk) if one.lat is not None), None)
    return apart_km((place.lat, place.lon), (seat.lat, seat.lon)) if seat and place.lat is not None else None


def reason(need, area, away):
    """Why it is suggested, in a sentence."""
    if away is None:
        return _("The same kind of thing: %(category)s") % {"category": need.category}
    if away == 0:
        return _("%(category)s, in %(area)s too") % {"category": need.category, "area": stem_of(area.name)}
    return _("%(category)s, %(km)s km away") % {"category": need.category, "km": f"{away:.0f}"}
