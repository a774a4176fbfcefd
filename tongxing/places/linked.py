"""What a place's page says to machines: JSON-LD in the words of schema.org."""

import json

from django.conf import settings
from markupsafe import Markup

from tongxing.core.ids import lasting_id

TYPES = {"school": "School", "library": "Library"}
SAFE = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026"}  # so that no text ends the element that holds it


def linked(place):
    """Markup for inside `<script type="application/ld+json">`; a rough point isn't said."""
    said = {
        "@context": "https://schema.org",
        "@type": TYPES.get(place.kind_id, "Place"),
        "@id": lasting_id(f"place/{place.uid}"),
        "url": settings.ADDRESS + place.get_absolute_url(),
        "name": place.name,
        "address": address_of(place),
    }
    if place.other_names:
        said["alternateName"] = place.other_names
    if place.lat is not None and not place.is_rough:
        said["geo"] = {"@type": "GeoCoordinates", "latitude": round(place.lat, 6), "longitude": round(place.lon, 6)}
    text = json.dumps(said, ensure_ascii=False)
    return Markup("".join(SAFE.get(sign, sign) for sign in text))


def address_of(place):
    """A PostalAddress: the province, what lies in it, and the rest as people write it."""
    said = {"@type": "PostalAddress", "addressCountry": "CN", "streetAddress": place.address}
    if place.area:
        region, *inner = place.area.full_name.split(" ")
        said |= {"addressRegion": region, "addressLocality": " ".join(inner)}
    return {name: value for name, value in said.items() if value}
