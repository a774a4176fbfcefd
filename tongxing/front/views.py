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

from tongxing.activities.models import Activity
from tongxing.core.joints import panels
from tongxing.core.search import find
from tongxing.core.text import clean_line
from tongxing.places.models import Place
from tongxing.spaces.models import Membership, Space

from . import reference

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
    """Everything that can be found, kind by kind: places, activities, spaces."""
    q = clean_line(request.GET.get("q", ""))[:100]
    person, found = request.user, {}
    if q:
        places = Place.objects.visible_to(person).filter(uid__in=find("places.place", q)).select_related("area")
        activities = Activity.objects.visible_to(person).with_row().filter(uid__in=find("activities.activity", q))
        spaces = Space.objects.visible_to(person).together().named(q).with_people()
        found = {"places": places[:20], "activities": activities.order_by("-starts_at")[:20], "spaces": spaces[:20]}
    return render(
        request,
        "front/search.html",
        {"q": q, "now": timezone.now(), **{name: list(rows) for name, rows in found.items()}},
    )


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
