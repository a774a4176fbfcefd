"""Places as GeoJSON (RFC 7946): longitude before latitude, WGS-84, nothing but what their public page says."""

from django.conf import settings

from tongxing.core.text import clean_line

from .exports import WORDS
from .models import Place

MOST = 500  # features of one answer


def collection(places, address_of_next):
    """The newest of these places; where there are more, `next` says the address of what follows."""
    found = list(places.with_row().order_by("-pk")[: MOST + 1])
    said = {"type": "FeatureCollection", "features": [feature(place) for place in found[:MOST]]}
    if len(found) > MOST:
        said["next"] = settings.ADDRESS + address_of_next(found[MOST - 1])
    return said


def follow(places, uid):
    """Those that come after a place in a collection; all of them without one. A ValueError when there is no such."""
    if not uid:
        return places
    last = Place.objects.filter(uid=clean_line(uid)[:12]).values_list("pk", flat=True).first()
    if last is None:
        raise ValueError(uid)
    return places.filter(pk__lt=last)


def feature(place):
    """One place; without a point when nobody knows where it stands."""
    point = {"type": "Point", "coordinates": [place.lon, place.lat]} if place.lat is not None else None
    return {
        "type": "Feature",
        "id": place.uid,
        "geometry": point,
        "properties": {
            "uid": place.uid,
            "name": place.name,
            "kind": place.kind_id,
            "area": place.area.full_name if place.area else None,
            "area_code": place.area_id,
            "address": place.address,
            "precision": place.precision,
            **{name: value for name in WORDS if (value := getattr(place, name))},
            "facts": place.facts,
            "about": place.about,
            "confirmed_at": place.confirmed_at and place.confirmed_at.isoformat(),
            "changed_at": place.changed_at.isoformat(),
            "url": settings.ADDRESS + place.get_absolute_url(),
        },
    }
