"""What a record was at any time, and how two of its states differ. Writes nothing."""

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tongxing.core.areas import gazetteer

from .models import Fact, Place, PlaceKind

TRACKED = (
    "kind_id", "name", "other_names", "area_id", "address", "given_lat", "given_lon", "datum", "lat", "lon",
    "precision", "about", "facts", "way", "way_from", "way_cost", "way_time", "sights", "surveyor", "surveyed_on",
    "picture_id",
)  # fmt: skip
LABELS = {
    "kind_id": _("Kind"),
    "name": _("Name"),
    "other_names": _("Other names"),
    "area_id": _("Where"),
    "address": _("Address"),
    "point": _("Point on the map"),
    "precision": _("How exact"),
    "about": _("What one should know"),
    "way": _("How to get there"),
    "way_from": _("From where"),
    "way_cost": _("What it costs"),
    "way_time": _("How long it takes"),
    "sights": _("What lies near by"),
    "surveyor": _("Who surveyed it"),
    "surveyed_on": _("When"),
    "picture_id": _("Picture"),
}
POINT = ("lat", "lon")
EMPTY = {"facts": {}, **dict.fromkeys(("given_lat", "given_lon", "lat", "lon", "area_id", "picture_id", "kind_id"))}


def state_at(revision):
    """{field: value} of the whole record after a revision: what was never said is empty."""
    state = {name: EMPTY.get(name, "") for name in TRACKED} | {"datum": "unknown", "precision": Place.NONE}
    earlier = revision.place.revisions.filter(pk__lte=revision.pk).order_by("pk")
    for changes in earlier.values_list("changes", flat=True):
        state |= {name: after for name, (_before, after) in changes.items() if name in state}
    return state


def compare(before, after):
    """[(label, what was said, what is said)] of all that differs between two states, in words."""
    facts = {fact.code: fact for fact in Fact.objects.all()}
    found = []
    for name, label in LABELS.items():
        was, now = (said(name, state) for state in (before, after))
        if was != now:
            found.append((label, was, now))
    for code in dict.fromkeys([*facts, *before["facts"], *after["facts"]]):
        was, now = (say_fact(state["facts"].get(code)) for state in (before, after))
        if was != now:
            found.append((facts.get(code, code), was, now))
    return found


def said(name, state):
    """One field of a state as people read it; empty when nothing is said."""
    if name == "point":
        return "" if state["lat"] is None else f"{state['lat']:.5f}, {state['lon']:.5f}"
    value = state.get(name)
    if value in (None, ""):
        return ""
    if name == "kind_id":
        return str(PlaceKind.objects.filter(pk=value).first() or value)
    if name == "area_id":
        known = gazetteer().areas.get(value)
        return known.full_name if known else value
    if name == "precision":
        return str(dict(Place.PRECISIONS).get(value, value))
    return gettext("There is one") if name == "picture_id" else str(value)


def say_fact(fact):
    """The value of a fact with its day, in words; empty when it isn't known."""
    if not fact:
        return ""
    value, as_of = fact.get("value"), fact.get("as_of", "")
    words = {True: gettext("yes"), False: gettext("no")}.get(value, value) if isinstance(value, bool) else value
    return f"{words} ({as_of})" if as_of else str(words)


def fields_of(revision):
    """The labels of what a revision changed, each once, in the order of a record."""
    facts = {fact.code: str(fact) for fact in Fact.objects.all()}
    return labels_of(revision.changes, facts)


def labels_of(changes, facts):
    """The same of bare changes; `facts` are {code: label}."""
    found = [str(label) for name, label in LABELS.items() if name in changes]
    if set(POINT) & changes.keys():
        found.append(str(LABELS["point"]))
    before, after = changes.get("facts", [{}, {}])
    codes = [
        code for code in {**(before or {}), **(after or {})} if (before or {}).get(code) != (after or {}).get(code)
    ]
    return found + [facts.get(code, code) for code in codes]
