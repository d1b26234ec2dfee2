"""Addresses of the desks, of the national team, of syndics and of the partner API."""

from django.urls import path
from django.views.generic import RedirectView

from . import undo, views
from .agence import views as agence
from .api import views as keys
from .api.routes import api
from .collectivite import views as collectivite
from .exploitant import views as exploitant
from .national_team import oversight as team_desks
from .national_team import views as national_views
from .syndics import demande as syndics_demande
from .syndics import views as syndics_assemblies
from .syndics import views as syndics_views
from .syndics.spreadsheet_import import views as syndics_files

app_name = "guichets"

_DEMANDE = "exploitant/demandes/<uuid:public_id>/"
_ADVICE = "agence/demandes/<uuid:public_id>/"
_MODELS = "exploitant/modeles/"

urlpatterns = [
    path("espaces/agir-pour/", views.act_for, name="act_for"),
    path("espaces/annuler/", undo.undo, name="undo"),
    path("exploitant/", exploitant.operator_desk, name="operator_desk"),
    path("exploitant/export.csv", exploitant.operator_csv, name="operator_csv"),
    path("exploitant/carte.geojson", exploitant.operator_places, name="operator_places"),
    path("exploitant/demandes/ensemble/", exploitant.operator_bulk, name="operator_bulk"),
    path(_DEMANDE, exploitant.demande, name="demande"),
    path(f"{_DEMANDE}suivi/", exploitant.demande_status, name="demande_status"),
    path(f"{_DEMANDE}confier/", exploitant.demande_assign, name="demande_assign"),
    path(f"{_DEMANDE}relancer/", exploitant.demande_come_back, name="demande_come_back"),
    path(f"{_DEMANDE}repondre/", exploitant.demande_reply, name="demande_reply"),
    path(_MODELS, exploitant.reply_templates, name="reply_templates"),
    path(f"{_MODELS}<int:pk>/", exploitant.reply_template, name="reply_template"),
    path(
        f"{_MODELS}<int:pk>/supprimer/",
        exploitant.reply_template_delete,
        name="reply_template_delete",
    ),
    path("exploitant/assemblees/", exploitant.calendar, name="operator_assemblies"),
    path(
        "exploitant/assemblees.ics",
        exploitant.calendar_ics,
        name="operator_assemblies_ics",
    ),
    path("exploitant/cle/", keys.operator_key, name="operator_key"),
    path("agence/", agence.agency_desk, name="agency_desk"),
    path("agence/ambassadeurs/", agence.agency_ambassadeurs, name="agency_ambassadeurs"),
    path("agence/ambassadeurs/<int:pk>/ecrire/", agence.agency_write, name="agency_write"),
    path(_ADVICE, agence.agency_demande, name="agency_demande"),
    path(f"{_ADVICE}etat/", agence.agency_demande_stage, name="agency_demande_stage"),
    path(f"{_ADVICE}confier/", agence.agency_demande_assign, name="agency_demande_assign"),
    path(f"{_ADVICE}relancer/", agence.agency_demande_come_back, name="agency_demande_come_back"),
    path(f"{_ADVICE}noter/", agence.agency_demande_note, name="agency_demande_note"),
    path(f"{_ADVICE}repondre/", agence.agency_demande_reply, name="agency_demande_reply"),
    path("agence/modeles/", agence.agency_templates, name="agency_templates"),
    path("agence/modeles/<int:pk>/", agence.agency_template, name="agency_template"),
    path(
        "agence/modeles/<int:pk>/supprimer/",
        agence.agency_template_delete,
        name="agency_template_delete",
    ),
    path("agence/cle/", keys.agency_key, name="agency_key"),
    path("collectivite/", collectivite.collectivite_desk, name="collectivite_desk"),
    path("collectivite/export.csv", collectivite.collectivite_csv, name="collectivite_csv"),
    path(
        "collectivite/demandes.csv",
        collectivite.collectivite_demandes_csv,
        name="collectivite_demandes_csv",
    ),
    path(
        "collectivite/tendances.csv",
        collectivite.collectivite_trends_csv,
        name="collectivite_trends_csv",
    ),
    path(
        "collectivite/demandes/<uuid:public_id>/relancer/",
        collectivite.collectivite_nudge,
        name="collectivite_nudge",
    ),
    path("equipe/espaces/", team_desks.desks, name="team_desks"),
    path("equipe/espaces/journal/", team_desks.openings, name="team_openings"),
    path("equipe/espaces/<int:pk>/", team_desks.desk, name="team_desk"),
    path(
        "equipe/espaces/<int:pk>/demandes/<uuid:public_id>/",
        team_desks.desk_demande,
        name="team_desk_demande",
    ),
    path(
        "equipe/demandes-en-retard/",
        RedirectView.as_view(pattern_name="national:late"),
        name="late_demandes",
    ),
    path(
        "equipe/demandes-en-retard/<uuid:public_id>/relancer/",
        team_desks.late_nudge,
        name="late_nudge",
    ),
    path("api/v2/", api.urls),
]

national = (
    [
        path("equipe/comptes/", national_views.accounts, name="accounts"),
        path("equipe/comptes/<int:pk>/", national_views.account, name="account"),
        path("equipe/comptes/<int:pk>/code/", national_views.code, name="code"),
        path("equipe/comptes/<int:pk>/fermer/", national_views.close, name="close"),
        path("equipe/comptes/<int:pk>/roles/<int:membership>/", national_views.role, name="role"),
        path("equipe/retards/", national_views.late, name="late"),
        path(
            "equipe/retards/dossiers/<int:pk>/relancer/",
            national_views.remind_case,
            name="remind_case",
        ),
        path("comptes/connexion/aide/", national_views.sign_in, name="sign_in"),
    ],
    "national",
)

syndics = (
    [
        path("", syndics_views.home, name="home"),
        path("<slug:slug>/", syndics_views.desk, name="desk"),
        path("<slug:slug>/export.csv", syndics_views.export, name="export"),
        path("<slug:slug>/ajouter/", syndics_views.find, name="find"),
        path("<slug:slug>/ajouter/registre/", syndics_views.add, name="add"),
        path("<slug:slug>/ajouter/description/", syndics_views.describe, name="describe"),
        path("<slug:slug>/ajouter/fichier/", syndics_files.choose, name="file"),
        path("<slug:slug>/ajouter/fichier/confirmer/", syndics_files.confirm, name="file_confirm"),
        path("<slug:slug>/demande/", syndics_demande.ask, name="ask"),
        path("<slug:slug>/immeubles/<int:pk>/", syndics_views.building, name="building"),
        path("<slug:slug>/immeubles/<int:pk>/assemblee/", syndics_assemblies.past, name="past"),
        path(
            "<slug:slug>/immeubles/<int:pk>/assemblee/<int:assemblee>/",
            syndics_assemblies.result,
            name="result",
        ),
        path("<slug:slug>/immeubles/<int:pk>/retirer/", syndics_views.remove, name="remove"),
    ],
    "syndics",
)
