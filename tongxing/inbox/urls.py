from django.urls import path

from . import views

app_name = "inbox"
urlpatterns = [
    path("notices/", views.notices, name="notices"),
    path("notices/read/", views.read_notices, name="read_notices"),
]
