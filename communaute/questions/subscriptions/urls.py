from django.urls import path

from . import views

app_name = "subscriptions"

urlpatterns = [
    path("suivies/", views.followed, name="list"),
    path("suivre/", views.follow, name="follow"),
]
