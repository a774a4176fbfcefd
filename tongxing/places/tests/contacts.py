"""How somebody at a place is reached, for the stories about contacts."""

from tongxing.conftest import NOON
from tongxing.places.actions import add_contact

GIVEN = {"name": "Li Hua", "role": "Headmistress", "phone": "0836 5551234", "email": "li@school.example", "other": "",
         "consent": "told", "consent_on": NOON.date()}  # fmt: skip


def make_contact(place, by, **more):
    """A contact as somebody writes it down."""
    return add_contact(place, by=by, **{"now": NOON} | GIVEN | more)
