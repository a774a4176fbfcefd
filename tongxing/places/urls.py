from django.urls import path

from . import views

app_name = "places"
urlpatterns = [
    path("places/", views.list_all, name="list"),
    path("places/seats.svg", views.seats, name="seats"),
    path("map/", views.live_map, name="live_map"),
    path("map/tiles/<int:z>/<int:x>/<int:y>.json", views.tile, name="tile"),
    path("map/seats.json", views.seat_names, name="seat_names"),
    path("map/places.geojson", views.as_geojson, name="as_geojson"),
    path("places/new/", views.create_place, name="create_place"),
    path("places/<uid:uid>/edit/", views.change_place, name="change_place"),
    path("places/<uid:uid>/confirm/", views.confirm_place, name="confirm_place"),
    path("places/<uid:uid>/<str:words>/", views.place, name="place"),
]
