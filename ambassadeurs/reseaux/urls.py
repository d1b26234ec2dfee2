from django.urls import path
from django.views.generic import RedirectView

from . import views_address, views_api, views_map, views_networks
from .api import api

app_name = "reseaux"

urlpatterns = [
    path("mon-adresse/", views_address.address_test, name="address_test"),
    path("mon-adresse/resultat/<uuid:token>/", views_address.result, name="result"),
    path("reseaux/", views_networks.reseau_list, name="list"),
    path("reseaux.csv", views_networks.reseau_csv, name="csv"),
    path("reseaux/autour/<slug:code>.geojson", views_map.traces_around, name="traces_around"),
    path("reseaux/<slug:slug>/", views_networks.reseau_detail, name="detail"),
    path("reseaux/<slug:slug>/trace.geojson", views_map.trace, name="trace"),
    path("api/v1/", views_api.docs, name="api_docs"),
    path(
        "api/v1/docs",
        RedirectView.as_view(pattern_name="reseaux:api_docs"),
        name="api_docs_moved",
    ),
    path("api/v1/", api.urls),
]
