"""The whole map of addresses."""

from django.conf import settings
from django.urls import include, path

from tongxing.spaces.views import sign_up

from . import health, views
from .api import api

front = [
    path("", views.home, name="home"),
    path("about/", views.about, name="about"),
    path("search/", views.search, name="search"),
    path("look/", views.look, name="look"),
    path("language/", views.language, name="language"),
    path("api/", views.api, name="api"),
    path("api/<slug:room>/", views.api_room, name="api_room"),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("metrics", health.metrics, name="metrics"),
    path("robots.txt", views.robots, name="robots"),
]
if settings.DEBUG:
    from . import living

    front.append(path("components/", living.components, name="components"))

urlpatterns = [
    path("api/v1/", api.urls),
    path("", include((front, "front"))),
    path("", include("tongxing.people.urls")),
    path("", include("tongxing.spaces.urls")),
    path("", include("tongxing.places.urls")),
    path("", include("tongxing.needs.urls")),
    path("", include("tongxing.talk.urls")),
    path("", include("tongxing.activities.urls")),
    path("", include("tongxing.inbox.urls")),
    path("account/signup/", sign_up, name="account_signup"),
    path("account/", include("allauth.urls")),
]

handler400 = views.bad_request
handler403 = views.no_permission
handler404 = views.not_found
handler429 = views.too_many  # allauth asks for it
handler500 = views.server_error
