"""Pages of areas: from the whole country down to a county and its towns, with what is there and what is going on."""

import re
from collections import Counter

from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from tongxing.core.areas import gazetteer, span_of, stem_of
from tongxing.core.joints import panels
from tongxing.core.models import Area
from tongxing.spaces.models import Space

from .. import maps
from ..models import Place

NEWEST, MOST_ADDRESSES, MOST_TOWNS = 10, 5000, 60
LABELS = {Area.PROVINCE: _("Province"), Area.PREFECTURE: _("Prefecture or city"), Area.COUNTY: _("County or district")}
TOWN = re.compile(r"(?:.*[县市区州旗省盟])?(\w{1,7}?(?:街道|苏木|[乡镇]))")


@require_safe
def areas(request):
    """The whole country; or the way on to the area that was chosen."""
    if chosen := request.GET.getlist("in"):
        area = chosen_of(chosen[: len(LABELS)])
        return redirect("places:area", area.pk) if area else redirect("places:areas")
    return render(request, "places/area.html", page_of(request, None))


@require_safe
def area(request, code):
    """An area: its places, what is lacking, what is going on, who works there, and what lies in it."""
    if (area := gazetteer().areas.get(code)) is None:
        raise Http404
    return render(request, "places/area.html", page_of(request, area))


def chosen_of(codes):
    """The last area of a cascade of choices, as far as each lies in the one before; None for none."""
    known, area = gazetteer(), None
    for code in codes:
        one = known.areas.get(code)
        if one is None or one.parent_id != (area and area.pk):
            break
        area = one
    return area


def page_of(request, area):
    """All that the page of an area prints."""
    places = Place.objects.visible_to(request.user).within(area)
    counts = places.counts_by_area()
    inner, newest = maps.areas_in(area, counts), list(places.with_row().order_by("-id")[:NEWEST])
    drawn = maps.area_map(area, inner, newest, address_of) if area else maps.nation_map(inner, address_of)
    context = {"area": area, "inner": inner, "count": sum(counts.values()), "newest": newest, "map": drawn}
    context |= {"line": gazetteer().line(area.pk)[::-1] if area else [], "choosers": choosers_of(area)}
    context["above"] = [(stem_of(one.name), address_of(one)) for one in context["line"][:-1]]
    context |= {"level_words": maps.level_words(area), "now": timezone.now(), "stem_of": stem_of}
    context |= {"towns": [], "spaces": [], "pieces": []}
    if area:
        context |= {"towns": [] if inner_of(area) else towns_of(places), "spaces": spaces_in(request.user, area)}
        context |= {"pieces": panels(request, "places.area", area)}
    return context


def address_of(area):
    """Where an area's page is."""
    return reverse("places:area", args=[area.pk])


def inner_of(area):
    """The areas that lie directly in one, or the provinces."""
    known = gazetteer()
    return [known.areas[code] for code in known.children[area and area.pk]]


def choosers_of(area):
    """[(label, areas, chosen one)] from the province down, and one step on where there is one."""
    line = gazetteer().line(area.pk)[::-1] if area else []
    steps = [(inner_of(above), chosen) for above, chosen in zip([None, *line], [*line, None], strict=True)]
    return [(LABELS[inner[0].level], inner, chosen) for inner, chosen in steps if inner]


def towns_of(places):
    """[(town, how many places)] as far as addresses say it, the fullest first."""
    known = places.exclude(address="").order_by().values_list("address", flat=True)[:MOST_ADDRESSES]
    found = (TOWN.match(address) for address in known)
    return Counter(one[1] for one in found if one).most_common(MOST_TOWNS)


def spaces_in(person, area):
    """Those that say they are at home there, the newest first."""
    seen = Space.objects.visible_to(person).together().filter(area__code__range=span_of(area))
    return list(seen.select_related("area").order_by("-id")[:12])
