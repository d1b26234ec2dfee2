from django.urls import path

from . import views

app_name = "notifications"

urlpatterns = [
    path("", views.notification_list, name="list"),
    path("tout-lire/", views.read_all, name="read_all"),
    path("<int:pk>/lire/", views.read, name="read"),
]
