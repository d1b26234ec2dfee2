"""Addresses of personal data."""

from django.urls import path

from . import views

app_name = "donnees"

urlpatterns = [
    path("donnees/", views.home, name="home"),
    path("mes-donnees/", views.former, name="former"),
    path("donnees/copie/", views.export, name="export"),
    path("donnees/copie/demander/", views.ask, name="ask"),
    path("donnees/copie/<str:token>/", views.download, name="download"),
    path("donnees/corriger-m-opposer/", views.ask_right, name="right"),
    path("fermer/", views.close, name="close"),
    path("fermer/fait/", views.closed, name="closed"),
    path("fermer/annuler/<str:token>/", views.take_back, name="take_back"),
    path("donnees/<slug:key>/", views.rows, name="rows"),
]
