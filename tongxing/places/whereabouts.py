"""Where a place stands, and how sure that is: from what was written, the areas' seats, and the datum of the point."""

from math import inf
from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as N_

from tongxing.core.area_names import counties_with_town, read_areas, says_no_area, squeezed, with_kind
from tongxing.core.areas import gazetteer
from tongxing.core.datum import apart_km, to_wgs84
from tongxing.core.models import Area
from tongxing.core.seats import seats_near

from .models import Place

WIDE = ("15", "54", "63", "65")  # Inner Mongolia, Tibet, Qinghai, Xinjiang: counties as large as provinces elsewhere
FAR_KM, FAR_KM_WIDE = 100, 250


class FoundArea(NamedTuple):
    """Where a row lies (None: nobody said), what told it, whether that is rough, and what has to be said about it.

    `how` is "columns", "address", "name" or "point", or empty without an area; `said` holds (words, facts).
    """

    area: object
    how: str
    rough: bool
    said: list


COLUMNS = {"province": Area.PROVINCE, "prefecture": Area.PREFECTURE, "county": Area.COUNTY}
NEAR_SEATS = 8  # a name without its kind is believed where it is one of so many that lie nearest to the point
READ_FROM = {
    "address": N_("%(area)s was read from the address"),
    "name": N_("%(area)s was read from the name"),
    "point": N_("%(area)s is only the nearest county seat, %(km)s km from the point"),
}


def find_area(columns, address="", name="", point=None):
    """The smallest area that is certain: by its columns, else the address, else the name, else the nearest seat.

    columns: {"province", "prefecture", "county": what was written}; point: (lat, lon) in WGS-84 degrees, or None.
    Nothing is guessed by the beginning of a name; what isn't understood is said, and the next one is asked.
    """
    said = []
    area, how = in_columns(columns, point, said), "columns"
    outer = area
    if area is not None and area.level == Area.COUNTY and not columns.get("county"):
        outer = gazetteer().line(area.pk)[-1]  # a city that is a county now: what it held went elsewhere
    texts = [(address, "address"), (name, "name")]
    for look in (in_text, with_town):
        for text, origin in texts:
            if text and (outer is None or outer.level < Area.COUNTY) and (found := look(text, outer, point)):
                area, outer, how = found, found, origin
    vague = area is None or area.level == Area.PROVINCE or (area.level < Area.COUNTY and how == "name")
    if vague and point and (seat := seat_within(area, point)):
        return FoundArea(seat[1], "point", True, [*said, derived("point", seat[1], round(seat[0]))])
    if area is None:
        return FoundArea(None, "", False, said)
    return FoundArea(area, how, False, said if how == "columns" else [*said, derived(how, area)])


def derived(how, area, km=0):
    """The sentence that says from what an area was derived."""
    return READ_FROM[how], {"area": area.full_name} | ({"km": km} if how == "point" else {})


def in_columns(columns, point, said):
    """The smallest area that the columns name, each within the one before it; what isn't understood is said."""
    known, found = gazetteer(), []
    for column, level in COLUMNS.items():
        text = str(columns.get(column) or "").strip()
        if says_no_area(text):
            continue
        reading = read_areas(text, found)
        if found and not reading.codes and read_areas(text).codes:
            words = N_("“%(area)s” doesn't lie in %(outer)s; left out")
            said.append((words, {"area": text[:40], "outer": known.areas[found[0]].full_name}))
        elif not reading.codes or not (reading.sure or not reading.rest):
            said.append((N_("no area is called “%(area)s”"), {"area": text[:40]}))
        else:
            found = [code for code in reading.codes if known.areas[code].level == level] or reading.codes
    area = the_one(found, point)
    if found and area is None:
        words = N_("“%(area)s” may be any of several areas; left out")
        said.append((words, {"area": known.areas[found[0]].name}))
    return area


def the_one(codes, point=None):
    """The area that these codes leave: the only one, the only one of the largest, or the one near the point."""
    known = gazetteer()
    if len(codes) > 1 and point:
        near = [code for code in codes if km_from(known.areas[code], point) <= far_in(code)]
        codes = near if near else codes
        if len(near) > 1:
            codes = [min(near, key=lambda code: km_from(known.areas[code], point))]
    areas = [known.areas[code] for code in codes]
    largest = [area for area in areas if area.level == min(one.level for one in areas)]
    return largest[0] if len(largest) == 1 else None


def in_text(text, outer, point):
    """The area within an outer one (None: anywhere) that an address or a name names for certain, or None."""
    codes = [outer.pk] if outer else []
    reading = read_areas(text, codes)
    area = the_one(reading.codes, point) if reading.codes else None
    if area is not None and not reading.sure:
        area = area if believed(area, point) else None
    if area is None and outer is None:
        area = named_inside(text, point)
    whole = area or outer
    return (county_in(whole, text) if whole is not None and whole.level < Area.COUNTY else None) or area


def believed(area, point):
    """True when a name without its kind is borne out by the point: its area is among those that lie nearest."""
    if point is None:
        return False
    return any(area in gazetteer().line(seat.pk) for _km, seat in seats_near(point, NEAR_SEATS))


def named_inside(text, point):
    """The area that a text names with its kind somewhere behind its beginning: 共青团雅江县委, 寄四川省…; or None."""
    rest = squeezed(text)[:60]
    for at in range(1, len(rest) - 2):
        reading = read_areas(rest[at:])
        if reading.codes and reading.sure and len(rest) - at - len(reading.rest) > 2:
            return the_one(reading.codes, point)
    return None


def county_in(area, text):
    """The county that a text names, with its kind, somewhere within an area; None when it names none."""
    rest = without(squeezed(text), gazetteer().line(area.pk))
    forms = ((form, county) for county in counties_of(area) for form in with_kind(county))
    hits = [(rest.find(form), -len(form), county.pk) for form, county in forms if form in rest]
    return gazetteer().areas[min(hits)[2]] if hits else None


def with_town(text, outer, point):
    """The county of the town that a text names: the only one within an area, or near the point; None without either."""
    known = gazetteer()
    codes = known.within(counties_with_town(text), {outer.pk} if outer else set())
    if point:
        near = [code for code in codes if km_from(known.areas[code], point) <= far_in(code)]
        return known.areas[min(near, key=lambda code: km_from(known.areas[code], point))] if near else None
    return known.areas[codes[0]] if outer and len(codes) == 1 else None


def seat_within(area, point):
    """(kilometres, county) of the seat nearest to a point that lies in an area (None: anywhere), or None far away."""
    for km, seat in seats_near(point, 1 if area is None else 3 * NEAR_SEATS):
        if km <= far_in(seat.pk) and (area is None or area in gazetteer().line(seat.pk)):
            return km, seat
    return None


def counties_of(area):
    """All counties that lie in an area, and larger areas that have none."""
    known = gazetteer()
    within = [known.areas[code] for code in known.children.get(area.pk, ())]
    return [leaf for one in within for leaf in (counties_of(one) if known.children.get(one.pk) else [one])]


def without(text, areas):
    """The text without the full names of these areas: 黄山市歙县 must not be taken for 黄山区."""
    for area in areas:
        for form in with_kind(area):
            text = text.replace(form, " ")
    return text


def far_in(code):
    """How far a place may lie from its county's seat, in kilometres."""
    return FAR_KM_WIDE if code[:2] in WIDE else FAR_KM


def km_from(area, point):
    """How far a point lies from the nearest seat of an area, in kilometres; infinite when no seat is known."""
    return min((apart_km(point, seat) for seat in seats_of(area)), default=inf)


def seats_of(area):
    """The points of an area: its own and those of the counties in it; of a new district that has none its city's."""
    inner = counties_of(area) if area.level < Area.COUNTY else []
    points = [(one.lat, one.lon) for one in [area, *inner] if one.lat is not None]
    above = [] if points else gazetteer().line(area.pk)[1:2]
    return points or [(one.lat, one.lon) for one in above if one.lat is not None]


def km_outside(area, point):
    """How far a point lies from the nearest seat of an area, beyond what its counties measure; 0 within, or unknown."""
    if area is None or not seats_of(area):
        return 0
    away = km_from(area, point)
    return away if away > far_in(area.pk) else 0


def stand(area, given=None, datum="unknown", *, shared=False, surveyed=False):
    """(lat, lon, precision) of a place. A point that many share, or far from its area, gives way to the area's seat."""
    point = to_wgs84(*given, datum) if given else None
    near = point is not None and not km_outside(area, point)
    if near and not shared:
        return *point, Place.SURVEYED if surveyed else Place.ADDRESS
    for one in gazetteer().line(area.pk) if area else []:
        if one.lat is not None and one.level > Area.PROVINCE:
            return one.lat, one.lon, Place.COUNTY if one.level == Area.COUNTY else Place.PREFECTURE
    return (*point, Place.PREFECTURE) if near else (None, None, Place.NONE)


def read_box(text):
    """(west, south, east, north) in degrees out of a text with commas; a ValueError says what is wrong with it."""
    try:
        west, south, east, north = (float(part) for part in text.split(","))
    except ValueError:
        raise ValueError(_("Send four numbers: west,south,east,north.")) from None
    if not (-90 <= south <= north <= 90 and -180 <= west <= east <= 180):
        raise ValueError(_("West lies before east and south before north, all of them on earth."))
    return west, south, east, north
