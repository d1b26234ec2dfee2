"""The agency's desk: `/agence/`."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from ambassadeurs.coproprietes.models import Ambassadeur
from communaute.comptes.enums import OrganisationKind
from communaute.comptes.perms import organisations_of

from ..desks import agency
from ..desks.scope import coverages_of, inside
from ..forms import PageForm
from ..models import MiseEnRelation
from ..perms_desk import can_open_agency_desk
from .doors import only_for

PAGE_SIZE = 20
SHOWN = 20
PLACE = "copropriete__commune"
only_for_agencies = only_for(
    can_open_agency_desk, "Cet espace est celui des agences locales de l’énergie."
)


@require_safe
@only_for_agencies
def agency_desk(request: HttpRequest) -> HttpResponse:
    """Who waits for the agency: advice asked, mandates to verify, what goes wrong nearby."""
    coverages = coverages_of(organisations_of(request.user, OrganisationKind.AGENCE))
    now, here = timezone.now(), inside(coverages, PLACE)
    rows = MiseEnRelation.objects.at_agency_desk(request.user)
    page = Paginator(agency.advice_of(rows), PAGE_SIZE).get_page(
        PageForm(request.GET).page_number()
    )
    idle = agency.idle(here, now)[:SHOWN]
    context = {
        "page_obj": page,
        "advice": [agency.advice_line(mise) for mise in page.object_list],
        "pending": Ambassadeur.objects.to_decide()
        .decidable_by(request.user)
        .for_decision()[:SHOWN],
        "unanswered": agency.unanswered(inside(coverages, f"ambassadeur__{PLACE}"), now)[:SHOWN],
        "visits": agency.visits_with_adviser(inside(coverages, f"ambassadeur__{PLACE}"), now)[
            :SHOWN
        ],
        "idle": [(ambassadeur, agency.why_idle(ambassadeur, now)) for ambassadeur in idle],
        "coverages": coverages,
    }
    return render(request, "mises_en_relation/desks/agency.html", context)


@require_safe
@only_for_agencies
def agency_ambassadeurs(request: HttpRequest) -> HttpResponse:
    """All the mandates of the territory."""
    coverages = coverages_of(organisations_of(request.user, OrganisationKind.AGENCE))
    mandates = agency.ambassadors(inside(coverages, PLACE))
    page = Paginator(mandates, PAGE_SIZE).get_page(PageForm(request.GET).page_number())
    return render(request, "mises_en_relation/desks/ambassadeurs.html", {"page_obj": page})
