from django.urls import path

from . import views

app_name = "talk"
urlpatterns = [
    path("letters/to/<uid:uid>/", views.write_letter, name="write_letter"),
    path("letters/<uid:uid>/", views.thread, name="thread"),
    path("letters/<uid:uid>/answer/", views.answer_letter, name="answer_letter"),
    path("letters/<uid:uid>/block/", views.block_writer, name="block_writer"),
    path("letters/<uid:uid>/unblock/", views.unblock_writer, name="unblock_writer"),
    path("letter/<uid:uid>/take-back/", views.take_back_letter, name="take_back_letter"),
    path("me/letters/", views.my_letters, name="my_letters"),
]
