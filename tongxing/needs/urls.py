from django.urls import path

from . import views
from .feeds import feed

app_name = "needs"
urlpatterns = [
    path("needs/", views.list_all, name="list"),
    path("needs/feed.atom", feed, name="feed"),
    path("needs/new/", views.create_need, name="create_need"),
    path("needs/<uid:uid>/edit/", views.change_need, name="change_need"),
    path("needs/<uid:uid>/withdraw/", views.withdraw_need, name="withdraw_need"),
    path("needs/<uid:uid>/reopen/", views.reopen_need, name="reopen_need"),
    path("needs/<uid:uid>/renew/", views.renew_need, name="renew_need"),
    path("needs/<uid:uid>/give/", views.offer_match, name="offer_match"),
    path("needs/<uid:uid>/<str:words>/", views.need, name="need"),
    path("offers/", views.offers, name="offers"),
    path("offers/new/", views.create_offer, name="create_offer"),
    path("offers/<uid:uid>/edit/", views.change_offer, name="change_offer"),
    path("offers/<uid:uid>/close/", views.close_offer, name="close_offer"),
    path("offers/<uid:uid>/reopen/", views.reopen_offer, name="reopen_offer"),
    path("offers/<uid:uid>/<str:words>/", views.offer, name="offer"),
    path("matches/<uid:uid>/agree/", views.agree_match, name="agree_match"),
    path("matches/<uid:uid>/decline/", views.decline_match, name="decline_match"),
    path("matches/<uid:uid>/send/", views.send_match, name="send_match"),
    path("matches/<uid:uid>/receive/", views.receive_match, name="receive_match"),
    path("matches/<uid:uid>/confirm/", views.confirm_match, name="confirm_match"),
    path("matches/<uid:uid>/thank/", views.thank_match, name="thank_match"),
    path("matches/<uid:uid>/lose/", views.lose_match, name="lose_match"),
    path("matches/<uid:uid>/withdraw/", views.withdraw_match, name="withdraw_match"),
    path("me/gifts/", views.my_gifts, name="my_gifts"),
]
