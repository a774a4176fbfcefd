"""Pages along a way: what lies near it, a kept way, and what to pack for it."""

from django.conf import settings
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from tongxing.core.pages import ask, show
from tongxing.core.qr import draw_qr
from tongxing.core.text import clean_line
from tongxing.core.uploads import MB, takes_uploads

from .. import cells, ways
from ..along_map import way_map
from ..forms.along import ENDS, USUAL, AlongForm, TrackForm, sentence
from ..maps import drawing
from ..models import Place
from ..packing import one_kilo
from ..polylines import packed
from ..stops import hits_along, stops_of

FORM = ["GET", "HEAD", "POST"]
PER_PAGE, MOST_PRINTED = 30, 40
LONGEST_IN_QR = 600  # signs: more makes squares too small to be read from paper


@require_safe
def along(request):
    """Places along a way that the address says: from, over and to, or a line."""
    form = form_of(request)
    context = {"form": form, "can_ask_needs": bool(cells.SOURCES), "found": None, "vias": ENDS[1:-1]}
    context["drawing"] = drawing()
    if form.is_bound and form.is_valid():
        way = way_of(form)
        context |= {"found": found_by(request, **asked_of(form)), "title": title_of(form), "way": urlencode(way)}
        context |= {"sheet": reverse("places:print_way"), "sheet_asks": way}
        context |= {"road": form.cleaned_data["road"], "lines": lines_alone(form)}
    return render(request, "places/along.html", context)


def form_of(request):
    """What the address asks for; nothing asked, an empty form. Who sends it without the ends is asked for them."""
    asked = any(name in request.GET for name in (*ENDS, "line"))
    return AlongForm(request.GET if asked else None, person=request.user, initial={"within_km": 10})


def asked_of(form):
    """What a valid form asks to be found."""
    data = form.cleaned_data
    return {"lines": data["lines"], "within_km": data["within_km"], "kind": data["kind"], "needs": data["needs"]}


def way_of(form):
    """[(name, value)] of the address that says the same way, without what is empty."""
    return [(name, value) for name, value in form.data.items() if value and name in form.fields]


def title_of(form):
    """What a way is called when nobody has said it: its two ends, as they are called or were typed."""
    data = form.cleaned_data
    start, end = data["spots"][0][2] or data["from"], data["spots"][-1][2] or data["to"]
    if start and end:
        return _("%(start)s to %(end)s") % {"start": start, "end": end}
    return _("A way of %(km)s km") % {"km": round(data["length_km"])}


def lines_alone(form):
    """(km, address) of each line of a way that has several."""
    lines = form.cleaned_data["lines"]
    rest = {name: value for name, value in way_of(form) if name != "line"}
    return [(ways.length_km([line]), address_of(packed(line), rest)) for line in lines] if len(lines) > 1 else []


def address_of(line, rest):
    """The address of the page along a line."""
    return f"{reverse('places:along')}?{urlencode({'line': line} | rest)}"


def found_by(request, lines, within_km, kind, needs):
    """What lies along a way: a page of the stops, a page of those only roughly known, how many, and the map."""
    hits = hits_along(request.user, lines, within_km, kind, needs)
    sure = Paginator([hit for hit in hits if not hit.rough], PER_PAGE).get_page(request.GET.get("page"))
    rough = Paginator([hit for hit in hits if hit.rough], PER_PAGE).get_page(request.GET.get("rough"))
    stops = stops_of([*sure, *rough])
    split = len(sure.object_list)
    found = {"page": sure, "rough": rough, "stops": stops[:split], "rough_stops": stops[split:]}
    length = ways.length_km(lines)
    return found | {"within_km": within_km, "km": length, "lines": lines, "map": way_map(lines, stops[:split])}


@takes_uploads(5 * MB)
@require_http_methods(FORM)
def along_file(request):
    """A file becomes an address that can be kept and sent on, or several to choose from; the file itself isn't kept."""
    form = ask(request, TrackForm)
    if not form.is_valid():
        return show(request, "places/along_file.html", form=form)
    found, rest = form.cleaned_data["found"], {"within_km": form.cleaned_data["within_km"] or USUAL}
    addresses = [address_of(way["line"], rest) for way in found["ways"]]
    if len(addresses) == 1 and not found["notes"]:
        return redirect(addresses[0])
    context = {"ways": list(zip(found["ways"], addresses, strict=True)), "km": sum(way["km"] for way in found["ways"])}
    context["together"] = found["together"] and address_of(found["together"], rest)
    context["notes"] = [sentence(words, facts) for words, facts in found["notes"]]
    return render(request, "places/along_choose.html", context)


# -- the packing list


@require_safe
def print_way(request):
    """What to pack for a way that the address says, to print."""
    form = form_of(request)
    if not (form.is_bound and form.is_valid()):
        return redirect(f"{reverse('places:along')}?{request.META.get('QUERY_STRING', '')}")
    address = f"{reverse('places:along')}?{urlencode(way_of(form))}"
    facts = {"title": title_of(form), "on": form.cleaned_data["on"], "address": address}
    facts["road"] = form.cleaned_data["road"]
    return printed(request, facts, **asked_of(form))


def printed(request, facts, lines, within_km, kind, needs):
    """The sheet: the stops that were ticked, else the first ones, and one kilo for them."""
    hits = hits_along(request.user, lines, within_km, kind, needs)
    ticked = [clean_line(uid)[:12] for uid in request.GET.getlist("stop")[:MOST_PRINTED]]
    chosen = dict(Place.objects.visible_to(request.user).filter(uid__in=ticked).values_list("pk", "uid"))
    wanted = [hit for hit in hits if hit.pk in chosen] or hits
    stops = stops_of(wanted[:MOST_PRINTED])
    packed = one_kilo(stops)
    context = {"stops": stops, "more": len(wanted) - len(stops), "packed": packed, "within_km": within_km}
    context |= {"grams": sum(one.grams for one in packed), "km": ways.length_km(lines)}
    context |= facts | {"address": settings.ADDRESS + facts["address"]}
    context["qr"] = qr_of(context["address"])
    return render(request, "places/along_print.html", context)


def qr_of(address):
    """The address as a QR code: markup of an svg, or nothing where it is too long for a phone to read."""
    if len(address) > LONGEST_IN_QR:
        return ""
    return draw_qr(address, error="l", scale=3, xmldecl=False)
