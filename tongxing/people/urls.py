from django.urls import path

from . import views

app_name = "people"
urlpatterns = [
    path("me/", views.change_profile, name="change_profile"),
    path("me/rescue-codes/", views.make_rescue_codes, name="make_rescue_codes"),
    path("rescue/", views.rescue, name="rescue"),
]
