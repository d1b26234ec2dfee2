"""Addresses of the assemblies of a building, under `/mon-compte/copropriete/<pk>/`."""

from django.urls import path

from . import views, views_count

app_name = "assemblees"

_base = "mon-compte/copropriete/<int:pk>/assemblee/"

urlpatterns = [
    path("compter-les-voix/", views_count.count_voices, name="count"),
    path(_base, views.detail, name="detail"),
    path(f"{_base}annuler/", views.cancel, name="cancel"),
    path(f"{_base}<int:assemblee>/resultat/", views.result, name="result"),
]
