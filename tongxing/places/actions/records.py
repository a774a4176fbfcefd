"""One place at a time: adding, changing, confirming and restoring its record."""

from django.db import connections, transaction
from django.utils import timezone

from tongxing.core.areas import stem_of
from tongxing.core.events import record
from tongxing.core.files import keep
from tongxing.core.once import only_once
from tongxing.core.pinyin import sounds_of
from tongxing.core.search import index_many
from tongxing.core.text import render_prose

from .. import rules, verbs
from ..cells import standing
from ..grid import cell_of
from ..kinds import FACTS, KINDS
from ..likeness import areas_around, likeness_of
from ..models import Caretaker, Fact, Place, PlaceKind, Revision
from ..revisions import TRACKED, state_at
from ..whereabouts import stand
from .counting import count_again
from .freshness import renew

ON_THE_MAP = {"kind_id", "name", "lat", "lon", "precision"}
WRITTEN = (
    "name", "other_names", "area", "address", "about", "facts", "way", "way_from", "way_cost", "way_time", "sights",
    "surveyor", "surveyed_on",
)  # fmt: skip
POINT = {"area", "lat", "lon", "datum", "surveyed"}


def create_place(*, by, once="", now=None, **fields):
    """Add the record of a place, as `change_place` takes it; whoever adds it looks after it from then on.

    The same form sent again makes no second one.
    """
    rules.may_create_place(by).or_refuse()
    return only_once(once, by=by, make=lambda: add_place(by=by, now=now or timezone.now(), **fields))


@transaction.atomic
def add_place(*, by, now, **fields):
    """The rows of a new place."""
    place = Place(made_at=now, changed_at=now)
    fill(place, **fields)
    renew([place], now)
    place.save()
    Revision.objects.create(place=place, by=by, at=now, changes=differences({}, state_of(place)))
    Caretaker.objects.create(place=place, person=by, since=now, named_by=by)
    find_again([place])
    count_again(standing([]), standing([place]))
    record(verbs.PLACE_CREATED, by=by, on=place, now=now)
    return place


@transaction.atomic
def change_place(place, *, by, now, **fields):
    """Write down what somebody knows better; what was there stays in the revision. Nothing changed: nothing happens.

    What is left out stays: kind (its code), name, other_names, area, address, about; lat and lon in degrees of `datum`,
    or None; surveyed, precision; way, way_from, way_cost, way_time, sights; facts (as the model keeps them); surveyor,
    surveyed_on; picture (core.files.Picture, or None to take it away). A change by somebody who neither looks after the
    place nor was there holds at once, unconfirmed.
    """
    place = Place.objects.select_for_update().get(pk=place.pk)
    rules.may_change_place(by, place).or_refuse()
    before, stood = state_of(place), standing([place])
    if fields.get("picture"):
        fields["picture"] = keep(fields["picture"], by.space)
    fill(place, **fields)
    return write_down(place, before, stood, by=by, now=now)


@transaction.atomic
def restore_revision(revision, *, by, now):
    """Make the record again what it was after this revision; that is a revision of its own."""
    place = Place.objects.select_for_update().get(pk=revision.place_id)
    rules.may_restore_revision(by, revision, place).or_refuse()
    before, stood = state_of(place), standing([place])
    for name, value in state_at(revision).items():
        if name != "kind_id" or PlaceKind.objects.filter(pk=value).exists():  # the operator may have taken it away
            setattr(place, name, value)
    follow(place)
    return write_down(place, before, stood, by=by, now=now, restores=revision)


def write_down(place, before, stood, *, by, now, restores=None):
    """Save a record that was changed, with its revision and all that follows from it."""
    changes = differences(before, state_of(place))
    if not changes:
        return place
    place.changed_at, was_stale = now, place.stale
    renew([place], now)
    place.save()
    sure = rules.is_trusted(by, place)
    Revision.objects.create(place=place, by=by, at=now, changes=changes, restores=restores, unconfirmed=not sure)
    find_again([place])
    if was_stale or ON_THE_MAP & changes.keys():
        count_again(stood, standing([place]))
    record(verbs.PLACE_CHANGED, by=by, on=place, now=now, fields=sorted(changes))
    return place


def fill(place, *, kind=None, precision="", **fields):
    """Set what people say of a place, and what follows from it: where it stands, and what its name is like."""
    place.kind_id = getattr(kind, "pk", kind) or place.kind_id
    for name in WRITTEN:
        if name in fields:
            setattr(place, name, fields[name])
    if "picture" in fields:
        place.picture = fields["picture"]
    if POINT & fields.keys():
        stand_again(place, **(point_of(place) | {name: fields[name] for name in POINT - {"area"} if name in fields}))
    place.precision = precision or place.precision
    follow(place)


def point_of(place):
    """The point that was given for a place, as `stand_again` takes it; nothing where only its area is known."""
    if place.is_rough:
        return {}
    exact = place.precision == Place.SURVEYED
    return {"lat": place.given_lat, "lon": place.given_lon, "datum": place.datum, "surveyed": exact}


def stand_again(place, lat=None, lon=None, datum="unknown", surveyed=False):
    """Where a place stands, from the point that is given for it; without one, for as long as it isn't known better."""
    given = (lat, lon) if lat is not None and lon is not None else None
    if given or not place.is_rough:
        place.given_lat, place.given_lon = given or (None, None)
        place.datum = datum
    place.lat, place.lon, place.precision = stand(place.area, given, datum, surveyed=surveyed)


def follow(place):
    """What follows from the rest of a record."""
    place.about_html = render_prose(place.about)
    place.likeness = likeness_of(place.name, areas_around(place.area))
    place.cell = cell_of(place.lat, place.lon)


@transaction.atomic
def confirm_place(place, *, by, now):
    """Say that every fact of the record still holds today. Who looks after it or was there confirms changes too."""
    place = Place.objects.select_for_update().get(pk=place.pk)
    rules.may_confirm_place(by, place, now=now).or_refuse()
    stood, was_stale = standing([place]), place.stale
    place.confirmed_at, place.confirmed_by = now, by
    renew([place], now)
    place.save(update_fields=["confirmed_at", "confirmed_by", "fresh_until", "stale"])
    if was_stale:
        count_again(stood, standing([place]))
    if rules.is_trusted(by, place):
        place.revisions.filter(unconfirmed=True).update(unconfirmed=False, confirmed_by=by, confirmed_at=now)
    record(verbs.PLACE_CONFIRMED, by=by, on=place, now=now)
    return place


@transaction.atomic
def confirm_revision(revision, *, by, now):
    """Say that one change of the record is right."""
    place = Place.objects.select_for_update().get(pk=revision.place_id)
    revision = place.revisions.get(pk=revision.pk)
    rules.may_confirm_revision(by, revision, place).or_refuse()
    revision.unconfirmed, revision.confirmed_by, revision.confirmed_at = False, by, now
    revision.save(update_fields=["unconfirmed", "confirmed_by", "confirmed_at"])
    record(verbs.REVISION_CONFIRMED, by=by, on=place, now=now, revision=revision.pk)
    return revision


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
    stems = [stem_of(part) for part in area.split(" ")]
    known = [
        place.name,
        place.other_names,
        area,
        sounds_of(place.name, place.other_names, *stems),
        place.address,
        place.kind.zh,
        place.kind.en,
        place.sights,
        place.about,
    ]
    return "\n".join(filter(None, known))


def texts():
    """(uid, text) of every place, for `tongxing reindex`."""
    for place in Place.objects.select_related("area", "kind").order_by("pk").iterator(chunk_size=500):
        yield place.uid, text_of(place)


def fill_kinds(using, **kwargs):
    """After migrating: empty tables get their kinds, and what is asked of them."""
    there = connections[using].introspection.table_names()
    if {PlaceKind._meta.db_table, Fact._meta.db_table} <= set(there):
        write_kinds(using)


def write_kinds(using):
    """The kinds that we begin with, where there are none."""
    if not PlaceKind.objects.using(using).exists():
        rows = [PlaceKind(code=code, zh=zh, en=en, order=at) for at, (code, zh, en) in enumerate(KINDS)]
        PlaceKind.objects.using(using).bulk_create(rows)
    if not Fact.objects.using(using).exists():
        for at, (code, zh, en, sort, kinds) in enumerate(FACTS):
            fact = Fact.objects.using(using).create(code=code, zh=zh, en=en, sort=sort, order=at)
            fact.kinds.set(PlaceKind.objects.using(using).filter(code__in=kinds.split()))
