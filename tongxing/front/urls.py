"""The whole map of addresses."""

from django.urls import include, path

urlpatterns = [
    path("account/", include("allauth.urls")),
]
