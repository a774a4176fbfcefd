from django.urls import path

from . import views

app_name = "people"
urlpatterns = [
    path("me/", views.change_profile, name="change_profile"),
    path("me/rescue-codes/", views.make_rescue_codes, name="make_rescue_codes"),
    path("me/tokens/", views.make_token, name="make_token"),
    path("me/tokens/<uid:uid>/end/", views.end_token, name="end_token"),
    path("me/sessions/<int:pk>/end/", views.end_session, name="end_session"),
    path("me/birth-month/", views.say_birth_month, name="say_birth_month"),
    path("me/name/", views.show_name, name="show_name"),
    path("mail/stop/<str:key>/", views.stop_mail, name="stop_mail"),
    path("rescue/", views.rescue, name="rescue"),
]
