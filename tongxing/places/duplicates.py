"""Which places may be the same as one that is known already."""

from collections import defaultdict
from math import cos, floor, inf, radians
from typing import NamedTuple

from tongxing.core.areas import gazetteer
from tongxing.core.search import batches

from .likeness import alike, codes_around, forms_for, km_between, parts_of, span_alike
from .models import Place

ROUGH = {code for code, _label in Place.PRECISIONS} - {Place.SURVEYED, Place.ADDRESS}

EVERYWHERE, NOWHERE = "everywhere", "nowhere"  # spots: of all places of a form, and of those of which no area is known
NOT_YET = 1 << 62  # a place that isn't saved yet comes after all others


class Known(NamedTuple):
    """What is known of a place that came before, enough to compare it. `place`: itself, when it isn't saved yet."""

    order: int
    name: str
    area_id: str | None
    lat: float | None
    lon: float | None
    precision: str
    place: object = None

    @property
    def area(self):
        """The area, without a query."""
        return gazetteer().areas.get(self.area_id)

    @property
    def is_rough(self):
        """True when the point only stands for a town, a county or a prefecture."""
        return self.precision in ROUGH


def possible_duplicates(places):
    """{position: the likeliest earlier place} for those of these places that look like one that came before them.

    places: saved or not, with name, likeness, area, and lat, lon, precision as far as known. What came before is a
    live place that was saved earlier, or an unsaved one that stands earlier in the list, which is then itself in it.
    """
    forms = [forms_for(place) for place in places]
    there, found = read_known({form for some in forms for form in some}), {}
    for position, (place, some) in enumerate(zip(places, forms, strict=True)):
        near = (one for form in some for spot in asked_of(place) for one in there.get((form, spot), ()))
        earlier = {one.order: one for one in near if place.pk is None or one.order < place.pk}
        if like := likeliest(place, [one for one in earlier.values() if alike(one, place)]):
            found[position] = like
        if place.pk is None:
            told = (place.name, place.area_id, place.lat, place.lon, place.precision, place)
            keep(there, place.likeness, Known(NOT_YET + position, *told))
    return fetched(found)


def read_known(forms):
    """{(form, spot): [Known]} of the live places of these forms, by one query for some hundreds of forms."""
    there = defaultdict(list)
    columns = ("likeness", "pk", "name", "area_id", "lat", "lon", "precision")
    for some in batches(sorted(forms)):
        rows = Place.objects.filter(likeness__in=some, hidden_at=None).order_by("pk").values_list(*columns)
        for form, *told in rows:
            keep(there, form, Known(*told))
    return there


def keep(there, form, known):
    """Let a place be found at every spot where one like it would look."""
    spots = [EVERYWHERE, span_alike(known.area) if known.area else NOWHERE]
    if known.lat is not None:
        spots.append(square_of(known))
    for spot in spots:
        there[form, spot].append(known)


def asked_of(place):
    """The spots at which to look for places like this one: its prefecture, the squares round it; else everywhere."""
    if place.area is None and (place.is_rough or place.lat is None):
        return [EVERYWHERE]
    spots = [NOWHERE] + ([span_alike(place.area)] if place.area else [])
    if place.lat is not None:
        y, x = square_of(place)
        spots += [(y + north, x + east) for north in (-1, 0, 1) for east in (-1, 0, 1)]
    return spots


def square_of(place):
    """The degree in which a point lies, which with those round it holds all that is near enough to be compared."""
    return floor(place.lat), floor(place.lon * max(cos(radians(place.lat)), 0.2))


def likeliest(place, like):
    """The best of some that look like a place: of its very name, the nearest; None when that would be a guess.

    Where nothing but the name is known, places of that name in several prefectures tell nothing.
    """
    prefectures = {span_alike(one.area) for one in like if one.area}
    if place.area is None and len(prefectures) > 1 and all(km_between(one, place) is None for one in like):
        return None
    bare = parts_of(place.name, codes_around(place)).bare

    def rank(one):
        km, same = km_between(one, place), parts_of(one.name, codes_around(one)).bare == bare
        return not same, one.area is None, inf if km is None else km, one.order

    return min(like, key=rank, default=None)


def fetched(found):
    """The places themselves, of all that were found, by one query."""
    rows = Place.objects.select_related("area").in_bulk({one.order for one in found.values() if one.place is None})
    return {position: one.place or rows[one.order] for position, one in found.items()}
