"""One place at a time: adding, changing and confirming its record."""

from django.db import connections, transaction
from django.utils import timezone

from tongxing.core.events import record
from tongxing.core.once import only_once
from tongxing.core.search import index_many
from tongxing.core.text import render_prose

from .. import rules, verbs
from ..cells import standing
from ..grid import cell_of
from ..likeness import areas_around, likeness_of
from ..models import Place, PlaceKind, Revision
from ..whereabouts import stand
from .counting import count_again

TRACKED = (
    "kind_id", "name", "area_id", "address", "given_lat", "given_lon", "datum", "lat", "lon", "precision", "about",
    "facts",
)  # fmt: skip
ON_THE_MAP = {"kind_id", "name", "lat", "lon", "precision"}
KINDS = [
    ("school", "学校", "School"),
    ("village", "村庄", "Village"),
    ("community", "社区", "Community"),
    ("clinic", "卫生室", "Clinic"),
    ("library", "图书室", "Library"),
    ("station", "互助站", "Help point"),
    ("home", "福利院", "Children's or old people's home"),
    ("shelter", "庇护所", "Shelter"),
    ("other", "其他", "Something else"),
]


def create_place(*, by, once="", now=None, **fields):
    """Add the record of a place, as `change_place` takes it. The same form sent again makes no second one."""
    rules.may_create_place(by).or_refuse()
    return only_once(once, by=by, make=lambda: add_place(by=by, now=now or timezone.now(), **fields))


@transaction.atomic
def add_place(*, by, now, **fields):
    """The rows of a new place."""
    place = Place(made_at=now, changed_at=now)
    fill(place, **fields)
    place.save()
    Revision.objects.create(place=place, by=by, at=now, changes=differences({}, state_of(place)))
    find_again([place])
    count_again(standing([]), standing([place]))
    record(verbs.PLACE_CREATED, by=by, on=place, now=now)
    return place


@transaction.atomic
def change_place(place, *, by, now, **fields):
    """Write down what somebody knows better; what was there stays in the revision. Nothing changed: nothing happens.

    kind (its code), name, area, address, about; lat and lon in degrees of `datum`, or None; surveyed, precision.
    """
    place = Place.objects.select_for_update().get(pk=place.pk)
    rules.may_change_place(by, place).or_refuse()
    before, stood = state_of(place), standing([place])
    fill(place, **fields)
    changes = differences(before, state_of(place))
    if not changes:
        return place
    place.changed_at = now
    place.save()
    Revision.objects.create(place=place, by=by, at=now, changes=changes)
    find_again([place])
    if ON_THE_MAP & changes.keys():
        count_again(stood, standing([place]))
    record(verbs.PLACE_CHANGED, by=by, on=place, now=now, fields=sorted(changes))
    return place


def fill(
    place, *, kind, name, area, address="", about="", lat=None, lon=None, datum="unknown", surveyed=False, precision=""
):
    """Set what people say of a place, and what follows from it: where it stands, and what its name is like."""
    given = (lat, lon) if lat is not None and lon is not None else None
    place.kind_id, place.name, place.area, place.address = getattr(kind, "pk", kind), name, area, address
    place.about, place.about_html = about, render_prose(about)
    place.likeness = likeness_of(name, areas_around(area))
    if given or not place.is_rough:
        place.given_lat, place.given_lon = given or (None, None)
        place.datum = datum
    place.lat, place.lon, place.precision = stand(area, given, datum, surveyed=surveyed)
    place.precision, place.cell = precision or place.precision, cell_of(place.lat, place.lon)


@transaction.atomic
def confirm_place(place, *, by, now):
    """Say that every fact of the record still holds today."""
    place = Place.objects.select_for_update().get(pk=place.pk)
    rules.may_confirm_place(by, place, now=now).or_refuse()
    place.confirmed_at, place.confirmed_by = now, by
    place.save(update_fields=["confirmed_at", "confirmed_by"])
    record(verbs.PLACE_CONFIRMED, by=by, on=place, now=now)
    return place


def state_of(place):
    """What a revision remembers."""
    return {name: getattr(place, name) for name in TRACKED}


def differences(before, after):
    """{field: [before, after]} of everything that differs; what was never there began as None."""
    changed = {name: [before.get(name), value] for name, value in after.items() if before.get(name) != value}
    return changed if before else {name: pair for name, pair in changed.items() if pair[1] not in ("", None, {})}


def find_again(places):
    """Let places be found by all that is known of them."""
    index_many("places.place", [(place.uid, text_of(place)) for place in places])


def text_of(place):
    """The words by which a place is found."""
    area = place.area.full_name if place.area_id else ""
    return "\n".join(filter(None, [place.name, area, place.address, place.kind.zh, place.kind.en, place.about]))


def fill_kinds(using, **kwargs):
    """After migrating: an empty table gets its kinds."""
    there = connections[using]
    if PlaceKind._meta.db_table in there.introspection.table_names() and not PlaceKind.objects.using(using).exists():
        rows = [PlaceKind(code=code, zh=zh, en=en, order=at) for at, (code, zh, en) in enumerate(KINDS)]
        PlaceKind.objects.using(using).bulk_create(rows)
