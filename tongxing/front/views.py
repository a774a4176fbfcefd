"""Pages that belong to no single room: home, about, how it looks, and what is said when something fails."""

import sys

from django.conf import settings
from django.db import DatabaseError, InterfaceError, OperationalError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from tongxing.core.areas import area_called
from tongxing.core.highlight import excerpt, marked
from tongxing.core.joints import panels
from tongxing.core.pages import paginate
from tongxing.core.text import clean_line
from tongxing.spaces.models import Membership

from . import finding, reference

THEMES = {"system": "", "light": "light", "dark": "dark"}


@require_safe
def home(request):
    """For a newcomer what this is and three doors; for a person what comes next."""
    me = request.user
    if me.is_anonymous:
        return render(request, "front/home.html", {"pieces": panels(request, "front/home.html", None)})
    memberships = Membership.objects.of(me).select_related("space").order_by("space__kind", "-since")
    context = {"memberships": memberships, "now": timezone.now(), "pieces": panels(request, "front/next.html", None)}
    return render(request, "front/next.html", context)


@require_safe
def search(request):
    """Everything that can be found, kind by kind, in an area or everywhere; or all of one kind, in pages."""
    q, what, asked = (clean_line(request.GET.get(name, ""))[:100] for name in ("q", "what", "area"))
    area = area_called(asked) if asked else None
    context = {"q": q, "what": what if what in finding.SOURCES else "", "area": area, "asked_area": asked, "page": None}
    known = q and not (asked and area is None)
    found, context["alike"] = finding.found_by(request.user, q, area) if known else ([], False)
    if context["what"]:
        chosen = next((one for one in found if one.what == what), None)
        context["page"] = page = paginate(request, chosen.keys if chosen else [])
        groups = [(chosen, finding.read(chosen, list(page)))] if chosen else []
    else:
        groups = [(one, finding.read(one, one.keys[: finding.SHOWN])) for one in found if one.keys]
    context |= {"found": found, "groups": groups, "marked": marked, "excerpt": excerpt, "now": timezone.now()}
    return render(request, "front/search.html", context | {"today": timezone.localdate()})


@require_safe
def about(request):
    """What this place is, who looks after it, and what it does with what people write."""
    return render(request, "front/about.html", {"contact": settings.CONTACT})


@csrf_exempt
@require_POST
def look(request):
    """Keep the reader's wish for theme and text size in a cookie, and go back.

    Without a CSRF token, which would make every page differ for every reader: the cookie changes nothing but the look.
    """
    theme, text = request.look.theme, request.look.text
    wish = request.POST.get("show", "")
    if wish == "large":
        text = "" if text else "large"
    else:
        theme = THEMES.get(wish, "")
    response = redirect(way_back(request))
    response.set_cookie("look", f"{theme}.{text}", max_age=31536000, samesite="Lax", secure=settings.SECURE)
    return response


@require_POST
def language(request):
    """Keep the reader's language: in the account when there is one, else in a cookie."""
    wish = request.POST.get("language", "")
    response = redirect(way_back(request))
    if wish in dict(settings.LANGUAGES):
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME, wish, max_age=31536000, samesite="Lax", secure=settings.SECURE
        )
        if request.user.is_authenticated:
            from tongxing.people.actions import choose_language

            choose_language(request.user, by=request.user, language=wish)
    return response


def way_back(request):
    """The page the form stood on, when it is one of ours."""
    back = request.POST.get("next", "")
    ours = back.startswith("/") and url_has_allowed_host_and_scheme(back, request.get_host(), request.is_secure())
    return back if ours else "/"


@require_safe
def robots(request):
    """Search engines may read what is public."""
    lines = ["User-agent: *", "Disallow: /account/", "Disallow: /notices/", "Disallow: /search/", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain")


def csrf_failure(request, reason=""):
    """The form was too old or came from elsewhere."""
    return render(
        request,
        "front/errors/403.html",
        {"why": _("This form has grown too old. Go back, load the page anew and send it again.")},
        status=403,
    )


def bad_request(request, exception=None):
    return render(request, "front/errors/400.html", status=400)


def no_permission(request, exception=None):
    return render(request, "front/errors/403.html", {"why": ""}, status=403)


def not_found(request, exception=None):
    return render(request, "front/errors/404.html", status=404)


def too_many(request):
    return render(request, "front/errors/429.html", status=429)


def server_error(request):
    """A database that can't answer now is said with the moment to try again; anything else is ours to mend."""
    busy = isinstance(sys.exc_info()[1], (OperationalError, InterfaceError))
    number = 503 if busy else 500
    try:
        response = render(None, f"front/errors/{number}.html", status=number)
    except DatabaseError:
        response = HttpResponse(str(number), status=number)
    if busy:
        response["Retry-After"] = "5"
    return response


@require_safe
def api(request):
    """How programs use this place: the ways that all operations share."""
    context = {"rooms": reference.rooms(), "names": reference.ROOMS, "address": settings.ADDRESS}
    return render(request, "front/api.html", context | {"problems": reference.problems()})


@require_safe
def api_room(request, room):
    """The operations of one room, and the shapes they send and answer."""
    if room not in reference.rooms():
        raise Http404
    context = {"room": room, "operations": reference.rooms()[room], "names": reference.ROOMS}
    return render(request, "front/api_room.html", context | {"shapes": reference.shapes_of(room)})
