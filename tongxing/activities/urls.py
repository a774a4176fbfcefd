from django.urls import path, re_path

from . import views

app_name = "activities"
urlpatterns = [
    path("activities/", views.list_all, name="list"),
    path("activities/new/", views.create_activity, name="create_activity"),
    path("activities/<uid:uid>/edit/", views.change_activity, name="change_activity"),
    path("activities/<uid:uid>/publish/", views.publish_activity, name="publish_activity"),
    path("activities/<uid:uid>/cancel/", views.cancel_activity, name="cancel_activity"),
    path("activities/<uid:uid>/reopen/", views.reopen_activity, name="reopen_activity"),
    path("activities/<uid:uid>/join/", views.join_activity, name="join_activity"),
    path("activities/<uid:uid>/leave/", views.leave_activity, name="leave_activity"),
    path("activities/<uid:uid>/accept/", views.accept_place, name="accept_place"),
    path("activities/<uid:uid>/guests/", views.resize_place, name="resize_place"),
    path("activities/<uid:uid>/people/", views.people, name="people"),
    path("activities/<uid:uid>/report/", views.write_report, name="write_report"),
    path("activities/<uid:uid>/", views.activity, name="activity_short"),
    path("activities/<uid:uid>/<str:words>/", views.activity, name="activity"),
    re_path(r"^photos/(?P<uid>[0-9A-Za-z]{12})/(?P<size>large|small)\.webp$", views.photo, name="photo"),
    path("photos/<uid:uid>/remove/", views.remove_photo, name="remove_photo"),
    path("photos/<uid:uid>/restore/", views.restore_photo, name="restore_photo"),
]
