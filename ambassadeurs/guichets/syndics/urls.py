"""Addresses of the desk of syndics."""

from django.urls import path

from . import views
from .demande import views as demande
from .fichier import views as files

app_name = "syndics"

urlpatterns = [
    path("", views.home, name="home"),
    path("<slug:slug>/", views.desk, name="desk"),
    path("<slug:slug>/export.csv", views.export, name="export"),
    path("<slug:slug>/ajouter/", views.find, name="find"),
    path("<slug:slug>/ajouter/registre/", views.add, name="add"),
    path("<slug:slug>/ajouter/description/", views.describe, name="describe"),
    path("<slug:slug>/ajouter/fichier/", files.choose, name="file"),
    path("<slug:slug>/ajouter/fichier/confirmer/", files.confirm, name="file_confirm"),
    path("<slug:slug>/demande/", demande.ask, name="ask"),
    path("<slug:slug>/immeubles/<int:pk>/", views.building, name="building"),
    path("<slug:slug>/immeubles/<int:pk>/retirer/", views.remove, name="remove"),
]
