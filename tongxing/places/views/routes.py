"""Pages of kept ways: kept, changed and taken away by whose they are, looked at by whoever has the address."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tongxing.core.pages import ask, paginate, show

from .. import actions, cells, rules
from ..forms.along import ENDS, USUAL, AlongForm, RouteForm, SaveRouteForm
from ..models import PlaceKind, Route
from ..roads import NOT_ASKED
from .along import found_by, printed, title_of

FORM = ["GET", "HEAD", "POST"]


@login_required
@require_http_methods(FORM)
def save_route(request):
    """Keep the way that the address says."""
    sent = request.POST if request.method == "POST" else request.GET
    way = {name: sent[name] for name in (*ENDS, "line") if sent.get(name)}
    asked = AlongForm(way, person=request.user)
    if not asked.is_valid():
        return redirect(f"{reverse('places:along')}?{urlencode(way)}")
    rules.may_save_route(request.user).or_refuse()
    usual = {"name": title_of(asked)[:80], "within_km": sent.get("within_km", USUAL), "on": sent.get("on")}
    form = ask(request, SaveRouteForm, initial=usual)
    if form.is_valid():
        lines = asked.cleaned_data["lines"]
        return redirect(actions.save_route(by=request.user, lines=lines, **form.cleaned_data))
    back = f"{reverse('places:along')}?{urlencode(way)}"
    return show(request, "places/save_route.html", form=form, way=way, back=back)


@login_required
@require_safe
def routes(request):
    """The ways that somebody keeps."""
    return render(request, "places/routes.html", {"page": paginate(request, request.user.routes.all())})


def asked_of_route(request, route):
    """What is looked for along a kept way; the address may ask for one kind, or open needs alone."""
    kind = PlaceKind.objects.filter(code=request.GET.get("kind", "")[:20].replace("\0", "")).first()
    asked = {"lines": [[tuple(point) for point in line] for line in route.lines], "within_km": route.within_km}
    return asked | {"kind": kind, "needs": bool(request.GET.get("needs"))}


@require_safe
def route(request, uid):
    """A kept way, for whoever has its address; whose it is isn't said."""
    route = get_object_or_404(Route, uid=uid)
    asked = asked_of_route(request, route)
    context = {"route": route, "found": found_by(request, **asked), "asked": asked, "kinds": PlaceKind.objects.all()}
    context |= {"can_ask_needs": bool(cells.SOURCES), "sheet": reverse("places:print_route", args=[uid])}
    context["sheet_asks"] = [(name, request.GET[name]) for name in ("kind", "needs") if request.GET.get(name)]
    context["may"] = {
        "change_route": request.user.pk == route.person_id and rules.may_change_route(request.user, route)
    }
    return render(request, "places/route.html", context)


@require_safe
def print_route(request, uid):
    """What to pack for a kept way, to print."""
    route = get_object_or_404(Route, uid=uid)
    facts = {"title": route.name, "on": route.on, "address": route.get_absolute_url(), "road": NOT_ASKED}
    return printed(request, facts, **asked_of_route(request, route))


@login_required
@require_http_methods(FORM)
def change_route(request, uid):
    """Another name, another distance, another day."""
    route = get_object_or_404(Route, uid=uid)
    rules.may_change_route(request.user, route).or_refuse()
    form = ask(request, RouteForm, initial={name: getattr(route, name) for name in ("name", "within_km", "on")})
    if form.is_valid():
        return redirect(actions.change_route(route, by=request.user, **form.cleaned_data))
    return show(request, "places/change_route.html", form=form, route=route)


@require_POST
def remove_route(request, uid):
    """Take a kept way away."""
    actions.remove_route(get_object_or_404(Route, uid=uid), by=request.user)
    messages.success(request, _("The way is taken away."))
    return redirect("places:routes")
