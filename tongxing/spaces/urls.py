from django.urls import path

from . import views

app_name = "spaces"
urlpatterns = [
    path("spaces/", views.list_all, name="list"),
    path("spaces/new/", views.create_space, name="create_space"),
    path("s/<str:short>/", views.space, name="space"),
    path("s/<str:short>/edit/", views.change_space, name="change_space"),
    path("s/<str:short>/people/", views.people, name="people"),
    path("s/<str:short>/join/", views.join_space, name="join_space"),
    path("s/<str:short>/ask/", views.ask_to_join, name="ask_to_join"),
    path("s/<str:short>/invite/", views.invite, name="invite"),
    path("joining/<uid:uid>/withdraw/", views.withdraw_asking, name="withdraw_asking"),
    path("joining/<uid:uid>/accept/", views.accept_asking, name="accept_asking"),
    path("joining/<uid:uid>/decline/", views.decline_asking, name="decline_asking"),
    path("i/<uid:uid>/", views.invited, name="invited"),
    path("i/<uid:uid>/qr.svg", views.invitation_qr, name="invitation_qr"),
    path("i/<uid:uid>/accept/", views.accept_invitation, name="accept_invitation"),
    path("i/<uid:uid>/end/", views.end_invitation, name="end_invitation"),
    path("memberships/<uid:uid>/leave/", views.leave_space, name="leave_space"),
    path("memberships/<uid:uid>/remove/", views.remove_member, name="remove_member"),
    path("memberships/<uid:uid>/ask-to-steward/", views.ask_to_steward, name="ask_to_steward"),
    path("memberships/<uid:uid>/accept-stewardship/", views.accept_stewardship, name="accept_stewardship"),
    path("memberships/<uid:uid>/decline-stewardship/", views.decline_stewardship, name="decline_stewardship"),
    path("memberships/<uid:uid>/step-down/", views.step_down, name="step_down"),
]
