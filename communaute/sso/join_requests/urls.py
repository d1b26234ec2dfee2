from django.urls import path

from . import views

app_name = "sso_access"

urlpatterns = [
    path("demandes-d-acces/", views.requests, name="list"),
    path("demandes-d-acces/<int:pk>/", views.decision, name="decide"),
]
