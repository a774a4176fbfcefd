"""Pages of places: the list beside its map, one place, and the forms about it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import condition, require_http_methods, require_POST, require_safe

from tongxing.core import dots
from tongxing.core.areas import area_called, gazetteer, stem_of
from tongxing.core.jinja import query
from tongxing.core.joints import panels
from tongxing.core.pages import answer, ask, show, wrong_words
from tongxing.core.text import clean_line

from . import actions, maps, rules
from .forms import CreatePlaceForm, PlaceForm, values_of
from .models import Place, PlaceKind

FORM = ["GET", "HEAD", "POST"]
WORDS = {"stem_of": stem_of, "crumbs_of": maps.crumbs_of, "changed_words": maps.changed_words}
PER_PAGE = 30


@require_safe
def list_all(request):
    """Places by area, kind and words, beside a map of the same ones."""
    area, kinds = asked_area(request), list(PlaceKind.objects.all())
    q, kind = clean_line(request.GET.get("q", ""))[:100], request.GET.get("kind", "")
    places = Place.objects.visible_to(request.user).matching(q)
    if kind := next((one for one in kinds if one.code == kind), None):
        places = places.filter(kind=kind)
    counts = places.within(area).counts_by_area()
    page = Paginator(places.within(area).with_row().order_by("-id"), PER_PAGE).get_page(request.GET.get("page"))
    inner = maps.areas_in(area, counts)
    context = {"page": page, "q": q, "kind": kind, "kinds": kinds, "area": area, "inner": inner}
    context |= {"line": gazetteer().line(area.pk)[::-1] if area else [], "level_words": maps.level_words(area)}
    context |= {"map": map_for(request, area, inner, page), "now": timezone.now()} | WORDS
    context["unknown_area"] = None if area else clean_line(request.GET.get("area", ""))[:80]
    return render(request, "places/list.html", context)


def asked_area(request):
    """The area of `?area=`: its code, or a name as people type it; None when it says nothing that is known."""
    return area_called(clean_line(request.GET.get("area", ""))[:80])


def map_for(request, area, inner, page):
    """The map beside the list; its circles lead to the same list of a smaller area."""

    def address_of(smaller):
        return reverse("places:list") + query(request, area=smaller.pk, page=None)

    if area is None:
        return maps.nation_map(inner, address_of)
    return maps.area_map(area, inner, list(page), address_of)


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


def place_or_404(request, uid):
    """A place that this person may see, with what its page needs."""
    places = Place.objects.visible_to(request.user).select_related("area", "kind", "confirmed_by", "batch")
    return get_object_or_404(places, uid=uid)


@require_safe
def place(request, uid, words):
    """A place's own page."""
    place = place_or_404(request, uid)
    if elsewhere := wrong_words(request, place):
        return elsewhere
    line = gazetteer().line(place.area_id)[::-1] if place.area_id else []
    context = {"place": place, "line": line, "map": maps.strip_map(place), "likes": Place.objects.like(place)}
    context |= {"last": place.revisions.select_related("by", "batch").last()}
    context |= {"pieces": panels(request, "places.place", place)}
    return render(request, "places/place.html", context | WORDS | standing(request, place))


def standing(request, place):
    """What each deed at a place would answer the reader."""
    now = timezone.now()
    confirm = rules.may_confirm_place(request.user, place, now=now)
    return {"now": now, "may": {"confirm_place": confirm, "change_place": rules.may_change_place(request.user, place)}}


@require_POST
def confirm_place(request, uid):
    """Say that the record still holds."""
    place = actions.confirm_place(place_or_404(request, uid), by=request.user, now=timezone.now())
    place = place_or_404(request, uid)
    return answer(request, "places/_freshness.html", {"place": place} | standing(request, place), then=place)


@login_required
@require_http_methods(FORM)
def create_place(request):
    """Add a place; those that may be the same are shown first."""
    area = asked_area(request)
    form = ask(request, CreatePlaceForm, initial={"area": area and area.full_name})
    if form.is_valid():
        likes = form.unseen_likes()
        if not likes:
            return redirect(actions.create_place(by=request.user, **form.cleaned_data))
        return show(request, "places/create_place.html", form=form, likes=likes)
    return show(request, "places/create_place.html", form=form, likes=[])


@login_required
@require_http_methods(FORM)
def change_place(request, uid):
    """Write down what one knows better."""
    place = place_or_404(request, uid)
    rules.may_change_place(request.user, place).or_refuse()
    form = ask(request, PlaceForm, initial=values_of(place))
    if form.is_valid():
        place = actions.change_place(place, by=request.user, now=timezone.now(), **form.cleaned_data)
        messages.success(request, _("Saved. What was there before is kept."))
        return redirect(place)
    return show(request, "places/change_place.html", form=form, place=place)
