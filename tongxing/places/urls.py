"""Stop-gap until the places land."""

from django.http import HttpResponse
from django.urls import path

app_name = "places"
urlpatterns = [
    path("places/", lambda request: HttpResponse(""), name="list"),
    path("places/new/", lambda request: HttpResponse(""), name="create_place"),
]
