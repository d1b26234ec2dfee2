from django.urls import path

from . import views

app_name = "reseau_subscriptions"

urlpatterns = [
    path("reseaux/<slug:slug>/suivre/", views.follow, name="follow"),
    path("mon-adresse/resultat/<uuid:token>/suivre/", views.follow_result, name="follow_result"),
]
