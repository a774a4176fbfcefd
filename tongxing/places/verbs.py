"""What happens to places, and how it is said."""

from django.utils.translation import gettext_lazy as _

from tongxing.core.events import Verb

PLACE_CREATED = Verb("place.created", says=_("{by} added {on}"))
PLACE_CHANGED = Verb("place.changed", says=_("{by} wrote what they know of {on}"))
PLACE_CONFIRMED = Verb("place.confirmed", says=_("{by} confirmed that the record of {on} still holds"))
PLACES_IMPORTED = Verb("place.imported", says=_("Places were read from {on}"))
