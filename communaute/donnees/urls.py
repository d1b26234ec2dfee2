from django.urls import path

from . import views
from .account_closing import views as leaving
from .gdpr_requests import views as rights

app_name = "donnees"

urlpatterns = [
    path("donnees/", views.home, name="home"),
    path("mes-donnees/", views.former, name="former"),
    path("donnees/copie/", views.export, name="export"),
    path("donnees/copie/demander/", views.ask, name="ask"),
    path("donnees/copie/<str:token>/", views.download, name="download"),
    path("donnees/corriger-m-opposer/", rights.ask, name="right"),
    path("fermer/", leaving.close, name="close"),
    path("fermer/fait/", leaving.closed, name="closed"),
    path("fermer/annuler/<str:token>/", leaving.take_back, name="take_back"),
    path("donnees/<slug:key>/", views.rows, name="rows"),
]
