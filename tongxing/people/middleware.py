"""A signed-in person reads in their own language and zone."""

from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone, translation


def own_language_and_zone(get_response):
    """What the account says wins over cookie and browser; a shared link's `?lang=` wins over all."""

    def middleware(request):
        if settings.SESSION_COOKIE_NAME not in request.COOKIES or not request.user.is_authenticated:
            return get_response(request)
        person = request.user
        if person.language and not request.GET.get("lang"):
            translation.activate(person.language)
            request.LANGUAGE_CODE = person.language
        with timezone.override(ZoneInfo(person.zone) if person.zone else None):
            return get_response(request)

    return middleware
