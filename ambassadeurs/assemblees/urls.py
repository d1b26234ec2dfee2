"""Addresses of the assemblies of a building, under `/mon-compte/copropriete/<pk>/`."""

from django.urls import path

from . import views
from .dossier import views as papers
from .dossier import views_agency

app_name = "assemblees"

_base = "mon-compte/copropriete/<int:pk>/assemblee/"

urlpatterns = [
    path("compter-les-voix/", views.count_voices, name="count"),
    path(_base, views.detail, name="detail"),
    path(f"{_base}annuler/", views.cancel, name="cancel"),
    path(f"{_base}passee/", views.past, name="past"),
    path(f"{_base}<int:assemblee>/resultat/", views.result, name="result"),
    path(f"{_base}<int:assemblee>/dossier/", papers.dossier, name="dossier"),
    path(f"{_base}<int:assemblee>/dossier/agenda.ics", papers.calendar, name="dossier_calendar"),
    path(f"{_base}<int:assemblee>/dossier/envoye/", papers.sent, name="dossier_sent"),
    path(f"{_base}<int:assemblee>/dossier/pas-envoye/", papers.unsent, name="dossier_unsent"),
    path(f"{_base}<int:assemblee>/dossier/cout-par-lot/", papers.lots, name="lots"),
    path(f"{_base}<int:assemblee>/dossier/agence/", views_agency.agency, name="dossier_agency"),
    path(f"{_base}<int:assemblee>/dossier/pdf/", papers.pdf, name="dossier_pdf"),
    path(f"{_base}<int:assemblee>/dossier/dossier.pdf", papers.pdf_file, name="dossier_pdf_file"),
    path(f"{_base}<int:assemblee>/dossier/<slug:key>.docx", papers.word, name="paper_word"),
    path(f"{_base}<int:assemblee>/dossier/vos-questions/", papers.asked, name="asked"),
    path(
        f"{_base}<int:assemblee>/dossier/vos-questions/<int:question>/",
        papers.answer_asked,
        name="asked_answer",
    ),
    path(
        f"{_base}<int:assemblee>/dossier/vos-questions/<int:question>/retirer/",
        papers.remove_asked,
        name="asked_remove",
    ),
    path(f"{_base}<int:assemblee>/dossier/<slug:key>/", papers.paper, name="paper"),
]
