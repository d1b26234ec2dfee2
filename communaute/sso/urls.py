"""Addresses of the providers of identity, and of who asks to join by them."""

from django.urls import path

from . import views, views_account

app_name = "sso"

urlpatterns = [
    path("<slug:key>/", views.start, name="start"),
    path("<slug:key>/retour/", views.back, name="back"),
    path("<slug:key>/deconnecte/", views.left, name="left"),
    path("<slug:key>/adresse/", views_account.address, name="address"),
    path("<slug:key>/code/", views_account.code, name="code"),
    path("<slug:key>/nom/", views_account.name, name="name"),
    path("<slug:key>/retirer/", views.unlink, name="unlink"),
]

join_requests = (
    [
        path("demandes-d-acces/", views.access_requests, name="list"),
        path("demandes-d-acces/<int:pk>/", views.decision, name="decide"),
    ],
    "sso_access",
)
