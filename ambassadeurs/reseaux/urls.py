"""Addresses of networks: the address test, the list, the maps, the API, following one."""

from django.urls import path
from django.views.generic import RedirectView

from . import api, views
from . import carte as carte
from .address_test import views as address_test
from .subscriptions import views as subscriptions_views

app_name = "reseaux"

urlpatterns = [
    path("mon-adresse/", address_test.address_test, name="address_test"),
    path("mon-adresse/suggestions/", address_test.suggestions, name="suggestions"),
    path("mon-adresse/resultat/<uuid:token>/", address_test.result, name="result"),
    path("reseaux/", views.reseau_list, name="list"),
    path("reseaux.csv", views.reseau_csv, name="csv"),
    path("reseaux/autour.geojson", carte.around, name="around"),
    path("reseaux/autour/<slug:code>.geojson", carte.traces_around, name="traces_around"),
    path("reseaux/<slug:slug>/", views.reseau_detail, name="detail"),
    path("reseaux/<slug:slug>/trace.geojson", carte.trace, name="trace"),
    path("api/v1/", api.docs, name="api_docs"),
    path(
        "api/v1/docs",
        RedirectView.as_view(pattern_name="reseaux:api_docs"),
        name="api_docs_moved",
    ),
    path("api/v1/", api.api.urls),
]

subscriptions = (
    [
        path("reseaux/<slug:slug>/suivre/", subscriptions_views.follow, name="follow"),
        path(
            "mon-adresse/resultat/<uuid:token>/suivre/",
            subscriptions_views.follow_result,
            name="follow_result",
        ),
    ],
    "reseau_subscriptions",
)
