"""Where a place stands, and how sure that is: from what was written, the areas' seats, and the datum of the point."""

from typing import NamedTuple

from django.utils.translation import gettext as _

from tongxing.core.areas import find_areas, forms_of, gazetteer, stem_of
from tongxing.core.datum import apart_km, to_wgs84
from tongxing.core.models import Area
from tongxing.core.search import fold

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


def find_area(columns, address="", name="", point=None):
    """The smallest area that is certain: by its columns, else the address, else the name, else the nearest seat.

    columns: {"province", "prefecture", "county": what was written}; point: (lat, lon) in WGS-84 degrees, or None.
    """
    where = [columns.get(column) or "" for column in ("province", "prefecture", "county")]
    area = area_of(*where, address, name)
    return FoundArea(area, "columns" if area else "", False, [])


def area_of(province, prefecture, county, *texts):
    """The smallest area that the columns and then the texts (address, name) name for certain, or None."""
    if county and (found := find_areas(f"{province} {prefecture} {county}", limit=1)):
        return found[0]
    for words in (f"{province} {prefecture}", prefecture, province):
        if found := find_areas(words, limit=1):
            return county_in(found[0], texts)
    return None


def county_in(area, texts):
    """The county that one of the texts names within an area; the area itself when none does."""
    line = gazetteer().line(area.pk)
    # A county in the column of prefectures was one that has been dissolved: what it held went elsewhere.
    outer = line[0] if area.level < Area.COUNTY else line[-1]
    forms = [(form, county) for county in counties_of(outer) for form in kinds_of(county)]
    for text in texts:
        rest = without(fold(text), gazetteer().line(outer.pk))
        hits = [(rest.find(form), -len(form), county.pk) for form, county in forms if form in rest]
        if hits:
            return gazetteer().areas[min(hits)[2]]
    return area


def counties_of(area):
    """All counties that lie in an area, and larger areas that have none."""
    known = gazetteer()
    within = [known.areas[code] for code in known.children.get(area.pk, ())]
    return [leaf for one in within for leaf in (counties_of(one) if known.children.get(one.pk) else [one])]


def kinds_of(area):
    """The names of an area that say what kind it is: 雅江县, not 雅江."""
    return [form for form in forms_of(area) if form != stem_of(area.name) or form == area.name]


def without(text, areas):
    """The text without the full names of these areas: 黄山市歙县 must not be taken for 黄山区."""
    for area in areas:
        for form in kinds_of(area):
            text = text.replace(form, " ")
    return text


def seats_of(area):
    """The points of an area: a county's own, else those of the counties in it."""
    inner = counties_of(area) if area.level < Area.COUNTY else []
    return [(one.lat, one.lon) for one in [area, *inner] if one.lat is not None]


def km_outside(area, point):
    """How far a point lies from the nearest seat of an area, beyond what its counties measure; 0 within, or unknown."""
    if area is None or not (seats := seats_of(area)):
        return 0
    far = FAR_KM_WIDE if area.pk[:2] in WIDE else FAR_KM
    away = min(apart_km(point, seat) for seat in seats)
    return away if away > far else 0


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
