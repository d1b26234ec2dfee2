"""Addresses of the desks and of the partner API."""

from django.urls import path

from .partner_api import api
from .views import (
    desk_agency,
    desk_collectivite,
    desk_keys,
    desk_operator,
    desk_team,
    desk_templates,
)

_PROSPECT = "exploitant/demandes/<uuid:public_id>/"
_MODELS = "exploitant/modeles/"

urlpatterns = [
    path("exploitant/", desk_operator.operator_desk, name="operator_desk"),
    path("exploitant/export.csv", desk_operator.operator_csv, name="operator_csv"),
    path("exploitant/carte.geojson", desk_operator.operator_places, name="operator_places"),
    path("exploitant/demandes/ensemble/", desk_operator.operator_bulk, name="operator_bulk"),
    path(_PROSPECT, desk_operator.prospect, name="prospect"),
    path(f"{_PROSPECT}suivi/", desk_operator.prospect_status, name="prospect_status"),
    path(f"{_PROSPECT}confier/", desk_operator.prospect_assign, name="prospect_assign"),
    path(f"{_PROSPECT}repondre/", desk_operator.prospect_reply, name="prospect_reply"),
    path(_MODELS, desk_templates.reply_templates, name="reply_templates"),
    path(f"{_MODELS}<int:pk>/", desk_templates.reply_template, name="reply_template"),
    path(
        f"{_MODELS}<int:pk>/supprimer/",
        desk_templates.reply_template_delete,
        name="reply_template_delete",
    ),
    path("exploitant/cle/", desk_keys.operator_key, name="operator_key"),
    path("agence/", desk_agency.agency_desk, name="agency_desk"),
    path("agence/ambassadeurs/", desk_agency.agency_ambassadeurs, name="agency_ambassadeurs"),
    path("agence/ambassadeurs/<int:pk>/ecrire/", desk_agency.agency_write, name="agency_write"),
    path("agence/cle/", desk_keys.agency_key, name="agency_key"),
    path("collectivite/", desk_collectivite.collectivite_desk, name="collectivite_desk"),
    path("collectivite/export.csv", desk_collectivite.collectivite_csv, name="collectivite_csv"),
    path(
        "collectivite/demandes.csv",
        desk_collectivite.collectivite_demands_csv,
        name="collectivite_demands_csv",
    ),
    path("collectivite/cle/", desk_keys.collectivite_key, name="collectivite_key"),
    path("equipe/demandes-en-retard/", desk_team.late, name="late_requests"),
    path("api/v2/", api.urls),
]
