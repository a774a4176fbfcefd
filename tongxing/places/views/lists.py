"""Places by area, kind and words: the list beside its map, the map that can be moved, and what it asks for."""

from django.conf import settings
from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import condition, require_safe
from django.views.decorators.vary import vary_on_headers

from tongxing.core import dots
from tongxing.core.areas import area_called, gazetteer, stem_of
from tongxing.core.feeds import open_to_all
from tongxing.core.jinja import query
from tongxing.core.search import together_first
from tongxing.core.text import clean_line

from .. import cells, geojson, maps, served
from ..models import Mark, Place, PlaceKind
from ..whereabouts import read_box

WORDS = {"stem_of": stem_of, "crumbs_of": maps.crumbs_of, "changed_words": maps.changed_words}
WRONG = {
    "bad_box": "%(it)s",
    "unknown_area": gettext_lazy("No area is called “%(area)s”. Try the name of a county or city."),
    "unknown_kind": gettext_lazy("No kind is called “%(it)s”."),
    "unknown_only": gettext_lazy("Places can't be narrowed to “%(it)s”."),
    "after": gettext_lazy("No place is called “%(it)s”, so none comes after it."),
}
PER_PAGE, MINE = 30, "mine"


@require_safe
def list_all(request):
    """Places by area, kind and words, beside a map of the same ones."""
    asked = asked_for(request)
    context = asked | listed(request, asked)
    return render(request, "places/list.html", context | {"map": map_for(request, context)})


def asked_for(request):
    """What the address asks for, as far as it can be understood: area, kind, q, box, and what can't be."""
    kinds, area = list(PlaceKind.objects.all()), asked_area(request)
    code, text = request.GET.get("kind", ""), clean_line(request.GET.get("bbox", ""))[:120]
    asked = {"area": area, "kinds": kinds, "kind": next((one for one in kinds if one.code == code), None)}
    asked |= {"q": clean_line(request.GET.get("q", ""))[:100], "box": None, "bad_box": ""}
    asked |= {"unknown_area": None if area else clean_line(request.GET.get("area", ""))[:80]}
    asked |= {"unknown_kind": "" if asked["kind"] else clean_line(code)[:40]}
    asked |= asked_only(request)
    try:
        asked["box"] = read_box(text) if text else None
    except ValueError as wrong:
        asked["bad_box"] = str(wrong)
    return asked


def asked_only(request):
    """What the list is narrowed to: a facet of the map, or the places that the reader has marked."""
    only = clean_line(request.GET.get("only", ""))[:40]
    space = served.space_named(only, request.user)
    known = cells.knows(only) or (only == MINE and request.user.pk) or space
    return {"only": only if known else "", "unknown_only": "" if known else only, "server": space}


def found_by(person, asked):
    """(the places of this kind, in the area and the box that are asked for, with these words, False).

    Where no such place holds the words, those whose names sound or look alike, and True.
    """
    places = narrowed(Place.objects.visible_to(person).within(asked["area"]), person, asked["only"])
    places = places.filter(kind=asked["kind"]) if asked["kind"] else places
    places = places.in_box(*asked["box"]) if asked["box"] else places
    return places.matching_or_alike(asked["q"])


def narrowed(places, person, only):
    """Those for which a facet holds, that a person has marked, or that a space served; all of them for none."""
    if only == MINE:
        return places.filter(Exists(Mark.objects.filter(person=person.pk, place=OuterRef("pk"))))
    if space := served.space_named(only, person):
        return places.filter(pk__in=served.keys_of(space, person))
    return cells.narrowed(places, only) if only else places


def listed(request, asked):
    """A page of the places asked for, and how many stand in each of the next smaller areas; a box has none."""
    area, (places, alike) = asked["area"], found_by(request.user, asked)
    rows, order = together_first(places.with_row(), "places.place", asked["q"])
    page = Paginator(rows.order_by(*order), PER_PAGE).get_page(request.GET.get("page"))
    inner = [] if asked["box"] else maps.areas_in(area, places.counts_by_area())
    line = gazetteer().line(area.pk)[::-1] if area else []
    words = {"line": line, "level_words": maps.level_words(area), "now": timezone.now()}
    own = [(MINE, _("Where I go, was, or watch"))] if request.user.pk else []
    chosen = [(asked["only"], _("Served by %(space)s") % {"space": asked["server"]})] if asked["server"] else []
    words["choices"] = [*cells.named(), *own, *chosen]
    return {"page": page, "inner": inner, "alike": alike} | words | WORDS


def asked_area(request):
    """The area of `?area=`: its code, or a name as people type it; None when it says nothing that is known."""
    return area_called(clean_line(request.GET.get("area", ""))[:80])


def map_for(request, context):
    """The map beside a list; its circles lead to the same list of a smaller area."""
    area, page = context["area"], list(context["page"])

    def address_of(smaller):
        return request.path + query(request, area=smaller.pk, bbox=None, page=None)

    if context["box"] and not area:
        return maps.box_map(context["box"], page)
    if area is None:
        return maps.nation_map(context["inner"], address_of)
    return maps.area_map(area, context["inner"], page, address_of)


def nation(request, thing=None):
    """A piece for the home page: every county seat as a dot, and how many places are known in each province."""
    counts = Place.objects.visible_to(request.user).counts_by_area()
    drawn = maps.nation_map(maps.areas_in(None, counts), lambda area: f"{reverse('places:list')}?area={area.pk}")
    return "places/_nation.html", {"map": drawn, "count": sum(counts.values())}


@require_safe
@condition(etag_func=lambda request: f'"{dots.nation()[2]}"')
def seats(request):
    """The dots of the whole country, kept by the browser; they take their colour from the page."""
    view, path, _mark = dots.nation()
    box = f'viewBox="0 0 {view.width} {view.height}"'
    body = f'<svg xmlns="http://www.w3.org/2000/svg" {box}><path id="seats" d="{path}"/></svg>'
    kept = {"Cache-Control": "public, max-age=31536000, immutable"}
    return HttpResponse(body, content_type="image/svg+xml", headers=kept)


@require_safe
@vary_on_headers("HX-Request")
def live_map(request):
    """The list of what a map shows, by area or box and kind; scripts make the map beside it one that can be moved."""
    asked = asked_for(request)
    asked["box"] = None if asked["area"] else asked["box"]  # an area that somebody types moves the map there
    context = asked | listed(request, asked)
    if request.htmx:
        return render(request, "places/_found.html", context)
    context |= {"map": map_for(request, context), "live": maps.live(asked["area"], asked["box"])}
    context["seats_mark"] = maps.names()[1]
    context["tiles"] = {"template": settings.TILES, "datum": settings.TILES_DATUM, "credit": settings.TILES_CREDIT}
    return render(request, "places/map.html", context)


def tile_tag(request, **_square):
    """What the squares of now are called; those of one's own places, or of a space's, have no name."""
    only = request.GET.get("only", "")
    return None if only == MINE or only.startswith(served.OF) else f'"{cells.version()}"'


@require_safe
@condition(etag_func=tile_tag)
def tile(request, z, x, y):
    """What stands in one square of the map: {"counts": …} or {"places": …}, as cells.tile says."""
    kind, only = request.GET.get("kind", ""), request.GET.get("only", "")
    if not (z <= cells.DEEPEST and x < 1 << z and y < 1 << z):
        return plainly(_("The map has no such square."), 404)
    if kind and kind not in PlaceKind.objects.values_list("code", flat=True):
        return plainly(_("There is no kind with this code."), 404)
    if (only == MINE and request.user.pk) or served.space_named(only, request.user):
        what, rows = cells.tile_of(narrowed(cells.live_places(kind), request.user, only), z, x, y)
        return JsonResponse({what: rows}, headers={"Cache-Control": "private, no-store"})
    if only and not cells.knows(only):
        return plainly(WRONG["unknown_only"] % {"it": clean_line(only)[:40]}, 404)
    what, rows = cells.tile(z, x, y, kind=kind, facet=only)
    return JsonResponse({what: rows}, headers={"Cache-Control": "public, max-age=5"})


def plainly(sentence, status):
    """An answer in one sentence."""
    return HttpResponse(sentence, content_type="text/plain; charset=utf-8", status=status)


@require_safe
@condition(etag_func=lambda request: f'"{maps.names()[1]}"')
@gzip_page
def seat_names(request):
    """Where every seat of a county, prefecture and province lies and what it is called, for the map in the browser."""
    kept = {"Cache-Control": "public, max-age=31536000, immutable"}
    return HttpResponse(maps.names()[0], content_type="application/json", headers=kept)


@require_safe
@gzip_page
def as_geojson(request):
    """Places by words, area, kind and box as GeoJSON, a bounded number of them; `next` leads to those that follow."""
    asked, after = asked_for(request), request.GET.get("after", "")
    for wrong in ("bad_box", "unknown_area", "unknown_kind", "unknown_only"):
        if asked[wrong]:
            return plainly(WRONG[wrong] % {"it": asked[wrong], "area": asked[wrong]}, 400)
    try:
        places = geojson.follow(found_by(request.user, asked)[0], after)
    except ValueError:
        return plainly(WRONG["after"] % {"it": clean_line(after)[:40]}, 400)
    found = geojson.collection(places, lambda last: request.path + query(request, after=last.uid))
    words = {"ensure_ascii": False}
    response = JsonResponse(found, content_type="application/geo+json", json_dumps_params=words)
    if asked["only"] == MINE or asked["server"]:  # what they hold depends on who asks
        response["Cache-Control"] = "private, no-store"
        return response
    return open_to_all(request, response)
