"""The addresses that the frame of every page names, for tests of the frame alone."""

from django.http import HttpResponse
from django.urls import include, path

from tongxing.front.living import components


def nowhere(request, **kwargs):
    """A page that is only there to be linked to."""
    return HttpResponse("")


def twelve(request):
    """As many unread notices as nobody wants."""
    return 12


def room(name, *pages):
    """The named pages of one room."""
    return path(f"{name}/", include(([path(f"{page}/", nowhere, name=page) for page in pages], name)))


urlpatterns = [
    path("components/", components),
    path("login/", nowhere, name="account_login"),
    room("front", "home", "search", "about", "look"),
    room("places", "list", "show"),
    room("needs", "list"),
    room("activities", "list"),
    room("spaces", "list", "create_space"),
    room("inbox", "notices"),
    path("thing/<str:uid>/", nowhere, name="thing"),
]
