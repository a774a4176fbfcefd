"""What every answer carries, and how the reader wants to see it."""

from types import SimpleNamespace

from django.conf import settings
from django.http import HttpResponse
from django.utils import translation

from .api import PROBLEMS

MOST_BODY = {True: 150_000_000, False: 3_000_000}
MOST_TRACK = 5_100_000  # a GPX file of five megabytes, and the form around it
REFUSED = "tongxing.refused"  # where bodies.py leaves the status, so that whoever is refused gets an answer like any
PERMISSIONS = "camera=(), microphone=(), geolocation=(self), payment=()"
LANGUAGES = {code for code, _name in settings.LANGUAGES}


def modest(get_response):
    """No body that was given up on, and none larger than pictures need: refused before it is read."""

    def middleware(request):
        status = request.META.get(REFUSED) or too_large(request.path, request.META.get("CONTENT_LENGTH"))
        if not status:
            return get_response(request)
        with translation.override(choose_language(request)):
            return HttpResponse(str(PROBLEMS[status][1]), "text/plain; charset=utf-8", status)

    return middleware


def too_large(path, length):
    """413 when a body of this length (as it was said) isn't taken at this path, else None."""
    length = length or "0"
    fits = length.isdecimal() and len(length) < 12 and int(length) <= most_body(path)
    return None if fits else 413


def most_body(path):
    """How many bytes may be sent there."""
    return MOST_TRACK if path == "/places/along/file/" else MOST_BODY[path.endswith("/report/")]


def headers(get_response):
    """Permissions nobody needs are given away on every answer; pages of a signed-in person stay out of caches."""

    def middleware(request):
        response = get_response(request)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        if not getattr(response, "xframe_options_exempt", False):
            response.headers.setdefault("X-Frame-Options", "DENY")
        if settings.SESSION_COOKIE_NAME in request.COOKIES or request.method != "GET":
            response.headers.setdefault("Cache-Control", "no-store")
        return response

    return middleware


def plain_cookies(get_response):
    """Cookies with a NUL, which no browser sends and PostgreSQL can't look up, count as none."""

    def middleware(request):
        for name in [name for name, value in request.COOKIES.items() if "\x00" in value]:
            del request.COOKIES[name]
        return get_response(request)

    return middleware


def look(get_response):
    """Theme, text size and language from the cookies, and `?lang=` for a shared link."""

    def middleware(request):
        theme, _, text = request.COOKIES.get("look", "").partition(".")
        request.look = SimpleNamespace(
            theme=theme if theme in ("light", "dark") else "", text="large" if text == "large" else ""
        )
        asked, language = request.GET.get("lang"), choose_language(request)
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = get_response(request)
            response.headers.setdefault("Content-Language", translation.get_language())
            response.headers["Vary"] = ", ".join(filter(None, [response.headers.get("Vary"), "Accept-Language"]))
        if asked in LANGUAGES:
            response.set_cookie(settings.LANGUAGE_COOKIE_NAME, asked, 31536000, samesite="Lax", secure=settings.SECURE)
        return response

    return middleware


def choose_language(request):
    """From the link, the cookie, then the browser; Chinese when nothing is known."""
    for code in (request.GET.get("lang"), request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)):
        if code in LANGUAGES:
            return code
    return translation.get_language_from_request(request)
