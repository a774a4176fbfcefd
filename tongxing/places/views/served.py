"""The service map of a space: every place that it served, with the years and how; to be shown elsewhere too."""

from csp.decorators import csp_replace
from django.conf import settings
from django.core.paginator import Paginator
from django.http import JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe

from tongxing.core.feeds import ANYBODY, open_to_all
from tongxing.core.text import clean_line
from tongxing.spaces.models import Space

from .. import geojson, maps
from ..served import served_by, sorts

PER_PAGE, MOST_DRAWN = 30, 300


@require_safe
def service_map(request, short):
    """Every place that a space served, as a list and a map of the same."""
    space, asked = space_or_404(request.user, short), asked_of(request)
    found, years = served_by(space, request.user, asked["year"], asked["sort"])
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = asked | {"space": space, "page": page, "years": years, "sorts": sorts(), "now": timezone.now()}
    context |= {"map": map_of([one.place for one in page]), "embed": settings.ADDRESS + address("service_embed", space)}
    return render(request, "places/service_map.html", context)


def space_or_404(person, short):
    """The space behind an address, if this person may see it."""
    return get_object_or_404(Space.objects.visible_to(person).at(short[:60]).select_related("area", "person"))


def asked_of(request):
    """{"year", "sort"} of the address, as far as they mean something."""
    year, sort = request.GET.get("year", ""), clean_line(request.GET.get("sort", ""))[:20]
    year = int(year) if year.isdecimal() and len(year) == 4 else None
    return {"year": year, "sort": sort if sort in sorts() else ""}


def map_of(places):
    """A window around some places with a pin for each; the whole country where none of them stands anywhere."""
    spots = [(place.lat, place.lon) for place in places if place.lat is not None]
    if not spots:
        return maps.nation_map([], lambda area: "")
    lats, lons = zip(*spots, strict=True)
    return maps.box_map((min(lons), min(lats), max(lons), max(lats)), places)


def address(name, space):
    """One of the addresses of a space's service map."""
    return reverse(f"places:{name}", args=[space.short])


def shown(request, short):
    """(space, [Served]) as everybody may see them, within what is asked for; no more than can be drawn."""
    space = space_or_404(ANYBODY, short)
    return space, served_by(space, ANYBODY, **asked_of(request))[0][:MOST_DRAWN]


@require_safe
def service_geojson(request, short):
    """The same as GeoJSON, each place with `years` and `sorts`."""
    _space, found = shown(request, short)
    features = [geojson.feature(one.place) for one in found]
    for feature, one in zip(features, found, strict=True):
        feature["properties"] |= {"years": one.years, "sorts": one.sorts}
    said = {"type": "FeatureCollection", "features": features}
    kind, words = "application/geo+json", {"ensure_ascii": False}
    return shown_elsewhere(open_to_all(request, JsonResponse(said, content_type=kind, json_dumps_params=words)))


@require_safe
def service_svg(request, short):
    """A picture of it that stands for itself, for a page elsewhere."""
    space, found = shown(request, short)
    context = {"space": space, "map": map_of([one.place for one in found]), "count": len(found)}
    picture = render(request, "places/service.svg", context, content_type="image/svg+xml")
    return shown_elsewhere(open_to_all(request, picture))


@require_safe
@xframe_options_exempt
@csp_replace({"frame-ancestors": ["*"]})
def service_embed(request, short):
    """The map and its list in a frame of a page elsewhere: its links open a window of their own."""
    space, found = shown(request, short)
    context = {"space": space, "found": found, "map": map_of([one.place for one in found]), "sorts": sorts()}
    context["whole"] = settings.ADDRESS + address("service_map", space)
    return shown_elsewhere(render(request, "places/service_embed.html", context))


def shown_elsewhere(response):
    """An answer that pages of other sites may show."""
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    response["Access-Control-Allow-Origin"] = "*"
    return response


def of_space(request, space):
    """On a space's page: the way to its service map."""
    return "places/_service_link.html", {"space": space}
