"""What every answer carries, and how the reader wants to see it."""

from types import SimpleNamespace

from django.conf import settings
from django.utils import translation

PERMISSIONS = "camera=(), microphone=(), geolocation=(self), payment=()"
LANGUAGES = {code for code, _name in settings.LANGUAGES}


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
