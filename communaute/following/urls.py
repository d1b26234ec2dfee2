from django.urls import path

from . import views

app_name = "following"

urlpatterns = [
    path("suivies/", views.followed, name="list"),
    path("suivre/", views.follow, name="follow"),
]
