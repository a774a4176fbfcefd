"""Many rows of a table at once, as places: what would come of them, and writing them, a few in each transaction."""

from math import isclose

from django.db import transaction
from django.utils.translation import gettext_noop as N_

from tongxing.core.text import render_prose
from tongxing.imports.hooks import Understood
from tongxing.imports.sentences import LazySentence, RowError

from .. import rules
from ..cells import standing
from ..columns import aside, asked
from ..degrees import read_degree, read_pair
from ..duplicates import possible_duplicates
from ..grid import cell_of
from ..likeness import areas_around, likeness_of
from ..models import Fact, ImportRow, Place, PlaceKind, Revision
from ..points import share_points, shared_points
from ..rows import read_row
from ..whereabouts import stand
from .counting import count_again
from .freshness import renew
from .records import differences, find_again, state_of

FEW, MOST_READ = 5, 2_000  # rows that are read of one point, and of a table, to find out whose a point is
ASIDE = N_("it looks like a sum or a remark, not like a place")
SHARED = N_("the point %(point)s stands for several places; it is put at the seat of %(area)s")
FAR = N_("the point %(point)s lies far from %(area)s; it is put at its seat")
NOWHERE = N_("the point %(point)s can't be relied on, and no area is known; it is put nowhere")
GONE = N_("this record was taken away here")
KEPT = N_("%(columns)s: what somebody wrote here since is kept")
COLUMNS = {"kind_id": "kind", "area_id": "county"}
POINT = {"given_lat", "given_lon", "datum", "lat", "lon", "precision"}


def understand(rows, plan):
    """[Understood] of these rows, in their order. Writes nothing."""
    there = list(PlaceKind.objects.all())
    given = {"source": plan["key"], "kind": plan["kind"], "datum": plan["datum"], "asked": forms_asked()}
    given["kinds"] = {name.lower(): kind.code for kind in there for name in (kind.code, kind.zh, kind.en)}
    given["called"] = {kind.code: kind.zh for kind in there}
    seen, found = {}, []
    for row in rows:
        one = Understood(row, name=row.values.get("name", "").strip()[:80])
        found.append(one)
        if plan.get("skips_sums", True) and aside(row):
            row.marks.append(LazySentence(ASIDE, {}))
            one.fate = ImportRow.LEFT_OUT
            continue
        try:
            draft = read_row(row, **given)
            if first := seen.get(draft.source_key):
                raise RowError(N_("it repeats line %(line)s"), line=first)
        except RowError as error:
            one.error, one.fate = error, ImportRow.REFUSED
            continue
        seen[draft.source_key] = row.line
        one.draft, one.name = draft, draft.name
    return found


def forms_asked():
    """{code: how it is answered} of every fact."""
    return {code: "number" for code, _label, _names in asked()} | dict(Fact.objects.values_list("code", "sort"))


def forecast(understood, plan, by=None):
    """Set what would come of each row, where it would stand, and what it looks like. Writes nothing."""
    drafts = [one.draft for one in understood if one.draft]
    put_down(drafts, plan)
    known = known_places(drafts)
    for one in understood:
        if one.draft:
            decide(one, known.get(one.draft.source_key), by)
    look_alike([one for one in understood if one.draft], known, plan)
    return understood


def look_alike(understood, known, plan):
    """Set what each row looks like: a place that was there before it, or the unsaved one of an earlier row.

    A new row that looks like a place that this very table didn't bring is left out, where that was asked for.
    """
    places = [known.get(one.draft.source_key) or unsaved(one.draft) for one in understood]
    likes = possible_duplicates(places)
    for position, one in enumerate(understood):
        one.like = likes.get(position)
        elsewhere = one.like is not None and one.like.pk and one.like.batch_id != plan.get("batch")
        if elsewhere and one.fate == ImportRow.NEW and plan.get("skips_alike"):
            one.fate = ImportRow.LEFT_OUT


def known_places(drafts):
    """{source_key: the place that this row was, is, or became one with} of these rows."""
    keys = {draft.source_key for draft in drafts if not draft.uid}
    uids = {draft.uid for draft in drafts if draft.uid}
    found = {place.source_key: place for place in Place.objects.filter(source_key__in=keys).with_row()}
    for place in Place.objects.filter(uid__in=uids).select_related("area", "kind", "merged_into"):
        found[f"uid:{place.uid}"] = place.merged_into or place
    return found


def decide(one, place, by):
    """What would come of a row whose place is known already, or isn't."""
    draft = one.draft
    if place is None:
        one.fate = ImportRow.NEW
    elif place.hidden_at:
        draft.said.append(LazySentence(GONE, {}))
        one.fate = ImportRow.LEFT_OUT
    elif draft.uid:
        one.fate = decide_own(one, place, by)
    else:
        one.fate = ImportRow.SAME if place.source_digest == draft.source_digest else ImportRow.CHANGED


def decide_own(one, place, by):
    """The same of a row out of an export: it changes what it says otherwise, by whoever may change the record."""
    before = state_of(place)
    kept = apply_own(place, one.draft)
    changes = differences(before, state_of(place))
    for name, value in before.items():
        setattr(place, name, value)
    if kept:
        one.draft.said.append(LazySentence(KEPT, {"columns": ", ".join(called(one.row, kept))}))
    if changes and by is not None and not (answer := rules.may_change_place(by, place)):
        one.error, one.draft = RowError("%(why)s", why=answer.why), None
        return ImportRow.REFUSED
    return ImportRow.CHANGED if changes else ImportRow.SAME


def called(row, names):
    """What these fields are called in the table."""
    return sorted({row.columns.get(COLUMNS.get(name, name), COLUMNS.get(name, name)) for name in names})


def unsaved(draft):
    """The place of a row, as far as it is needed to find others like it; `source_key` says of which row it is."""
    return Place(
        source_key=draft.source_key,
        name=draft.name, area=draft.area, kind_id=draft.kind, source=draft.more.get("source", ""),
        lat=draft.lat, lon=draft.lon, precision=draft.precision,
        likeness=likeness_of(draft.name, areas_around(draft.area)),
    )  # fmt: skip


def put_down(drafts, plan):
    """Where each row stands, and a sentence where that isn't the point that it gives."""
    in_file = {(lat, lon): whose for lat, lon, whose in plan.get("shared", ())}
    for draft in drafts:
        draft.point_shared_by = in_file.get(draft.given, [])
    shared = shared_points(drafts)
    for draft in drafts:
        if draft.exact and (draft.given or draft.exact == Place.NONE):
            put_exactly(draft)
            continue
        alone = draft.given not in shared
        draft.lat, draft.lon, draft.precision = stand(draft.area, draft.given, draft.datum, shared=not alone)
        if draft.given and draft.precision != Place.ADDRESS:
            words = NOWHERE if draft.lat is None else FAR if alone else SHARED
            point, area = "{:g}, {:g}".format(*draft.given), draft.area.full_name if draft.area else ""
            draft.said.append(LazySentence(words, {"point": point, "area": area}))
        elif draft.rough and draft.precision == Place.ADDRESS:
            draft.precision = Place.TOWN


def put_exactly(draft):
    """A row that says how exact its point is, as exports do, stands where it says."""
    draft.lat, draft.lon, draft.precision = (*stand(None, draft.given, draft.datum)[:2], draft.exact)
    if draft.exact not in (Place.SURVEYED, Place.ADDRESS):
        draft.given = None


def points_of_many(rows, plan):
    """[[lat, lon, whose]] of the points that a whole table gives to different places (`points.identity_of`).

    Of each point that rows of several names give, the first few are read.
    """
    whose = {}
    for at, row in enumerate(rows):
        said = row.values
        if said.get("lat") or said.get("lon"):
            point = read_degree(said.get("lat", "")), read_degree(said.get("lon", ""))
        else:
            point = read_pair(said["point"]) if said.get("point") else None
        if point and None not in point:
            whose.setdefault(point, {}).setdefault(said.get("name", "").strip(), at)
    some = [at for names in whose.values() if len(names) > 1 for at in list(names.values())[:FEW]][:MOST_READ]
    drafts = [one.draft for one in understand([rows[at] for at in some], plan) if one.draft]
    share_points(drafts)
    shared = {draft.given: draft.point_shared_by for draft in drafts if len(draft.point_shared_by) > 1}
    return [[*point, [list(one) for one in many]] for point, many in shared.items()]


@transaction.atomic
def write_rows(batch, understood, *, now):
    """Write some rows together or not at all, each as it was decided. {source_key: its place} of all that are there.

    A row whose source says the same as before changes nothing; what people have written since wins over the file.
    """
    drafts = [one.draft for one in understood if one.draft and one.fate != ImportRow.LEFT_OUT]
    pks = [place.pk for place in known_places(drafts).values()]
    list(Place.objects.select_for_update().filter(pk__in=pks).order_by("pk").values_list("pk"))
    known = known_places(drafts)
    stood, kinds = standing(known.values()), PlaceKind.objects.in_bulk()
    made, touched = [], []
    for one in understood:
        if one.draft is None or one.fate == ImportRow.LEFT_OUT:
            continue
        place = known.get(one.draft.source_key)
        if place is None:
            known[one.draft.source_key] = made_of(one.draft, batch, now)
            made.append(known[one.draft.source_key])
        elif one.fate == ImportRow.CHANGED:
            if rewrite(place, one, batch, now):
                touched.append(place)
            else:
                one.fate = ImportRow.SAME
    for place in made + touched:
        place.kind = kinds[place.kind_id]
    renew(made, now)
    add(made, batch, now)
    find_again(made + touched)
    if made or touched:
        count_again(stood, standing(known.values()))
    return known


def add(places, batch, now):
    """The rows of new places, each with its first revision."""
    Place.objects.bulk_create(places)
    Revision.objects.bulk_create(
        Revision(place=place, by=batch.by, batch=batch, at=now, changes=differences({}, state_of(place)))
        for place in places
    )


def made_of(draft, batch, now):
    """The place of a new row; one out of an export keeps its number."""
    place = Place(made_at=now, changed_at=now, batch=batch)
    if draft.uid:
        place.uid = draft.uid
    else:
        place.source_key, place.source_digest = draft.source_key, draft.source_digest
    fill(place, draft)
    place.source = draft.more.get("source") or ("" if draft.uid else batch.source)
    return place


def rewrite(place, one, batch, now):
    """Write into a known place what its row now says otherwise; False when that changes nothing."""
    before, draft = state_of(place), one.draft
    if draft.uid:
        apply_own(place, draft)
    else:
        own = written_by_people(place)
        fill(place, draft)
        for name in own:
            setattr(place, name, before[name])
        if own and (kept := {name for name in own if name not in POINT}):
            draft.said.append(LazySentence(KEPT, {"columns": ", ".join(called(one.row, kept))}))
        place.source_digest, place.batch = draft.source_digest, batch
        place.source = draft.more.get("source") or batch.source
    follow_again(place)
    changes = differences(before, state_of(place))
    if changes:
        place.changed_at = now
        renew([place], now)
        unsure = batch.by_id is not None
        Revision.objects.create(place=place, by=batch.by, batch=batch, at=now, changes=changes, unconfirmed=unsure)
    place.save()
    return bool(changes)


def written_by_people(place, since=None):
    """The fields of a record that people have changed here, not tables; since a moment, or ever."""
    rows, own = place.revisions.filter(by__isnull=False, batch=None), set()
    for changes in (rows.filter(at__gt=since) if since else rows).values_list("changes", flat=True):
        own |= changes.keys()
    return own


def fill(place, draft):
    """Set what a row says of a place, and what follows from it."""
    place.name, place.kind_id, place.area, place.address = draft.name, draft.kind, draft.area, draft.address
    place.about, place.facts = draft.about, draft.facts
    for name, value in draft.more.items():
        if name != "source":
            setattr(place, name, value)
    place.given_lat, place.given_lon = draft.given or (None, None)
    place.datum = draft.datum
    place.lat, place.lon, place.precision = draft.lat, draft.lon, draft.precision
    follow_again(place)


def follow_again(place):
    """What follows from the rest of a record."""
    place.about_html, place.cell = render_prose(place.about), cell_of(place.lat, place.lon)
    place.likeness = likeness_of(place.name, areas_around(place.area))


def apply_own(place, draft):
    """Set what an export that came back says otherwise, of the columns that it has; returns the fields that it leaves
    alone because somebody has changed them here since the export was made."""
    before = state_of(place)
    if "kind" in draft.has:
        place.kind_id = draft.kind
    place.name = draft.name
    if draft.has & {"province", "prefecture", "county", "area_code"}:
        place.area = draft.area
    for name in ("address", "about", *draft.more):
        if name in draft.has and name != "source" and draft.raw.get(name) != getattr(place, name):
            setattr(place, name, getattr(draft, name, None) if name in ("address", "about") else draft.more[name])
    place.facts = facts_with(place.facts, draft)
    stand_as_said(place, draft)
    later = draft.changed_at and place.changed_at > draft.changed_at
    newer = written_by_people(place, draft.changed_at) if later else set()
    kept = {name for name in newer if before[name] != state_of(place)[name]}
    for name in kept:
        setattr(place, name, before[name])
    return kept


def facts_with(facts, draft):
    """What is known, changed by the columns that a row has; a fact that says the same stays as it is."""
    found = dict(facts)
    for code in draft.asks:
        said = draft.facts.get(code)
        if said is None:
            found.pop(code, None)
        elif code not in facts or (facts[code].get("value"), facts[code].get("as_of") or "") != (
            said["value"], said["as_of"],
        ):  # fmt: skip
            found[code] = said
    return found


def stand_as_said(place, draft):
    """The point of a row, where it isn't the one that is known."""
    if not draft.has & {"lat", "lon", "point"}:
        return
    same = (place.lat is None) == (draft.lat is None)
    if same and place.lat is not None:
        same = isclose(place.lat, draft.lat, abs_tol=1e-9) and isclose(place.lon, draft.lon, abs_tol=1e-9)
    if not same:
        place.given_lat, place.given_lon = draft.given or (None, None)
        place.datum, place.lat, place.lon, place.precision = draft.datum, draft.lat, draft.lon, draft.precision
    elif draft.exact:
        place.precision = draft.exact
