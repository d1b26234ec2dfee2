"""The local authority's desk: `/collectivite/`."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from ambassadeurs.demandes.enums import State
from ambassadeurs.demandes.errors import DemandeError
from ambassadeurs.demandes.models import Demande
from ambassadeurs.demandes.services.desk_acts import as_told
from communaute.comptes.enums import OrganisationKind
from communaute.comptes.models import Coverage
from communaute.comptes.perms import organisations_of
from communaute.comptes.territories import coverages_of, inside
from communaute.notifications.words import in_the_morning
from socle.calendar import date_format
from socle.forms import PageForm
from socle.spreadsheets import csv_response

from ..access import filters_query, only_for
from ..forms import DemandFilterForm
from ..perms import can_open_collectivite_desk
from . import demandes, desk, trends
from .demandes import nudge

PAGE_SIZE = 20
only_for_authorities = only_for(
    can_open_collectivite_desk,
    "Cet espace est celui des collectivités.",
    OrganisationKind.COLLECTIVITE,
)


@require_safe
@only_for_authorities
def collectivite_desk(request: HttpRequest) -> HttpResponse:
    """What the people of the territory look for, who waits, and where no network answers."""
    coverages = _territories(request)
    form = DemandFilterForm(request.GET or None)
    rows = demandes.of_territory(coverages, form.filters)
    page = Paginator(rows, PAGE_SIZE).get_page(PageForm(request.GET).number())
    shown = list(page.object_list)
    as_told(shown)
    context = {
        "months": trends.trends(coverages, timezone.localdate()),
        "states": [state.label for state in State],
        "picture": desk.picture(coverages),
        "coverages": coverages,
        "form": form,
        "page_obj": page,
        "lines": [demandes.DemandeLine(demande) for demande in shown],
        "query": filters_query(request),
    }
    return render(request, "guichets/collectivite.html", context)


@require_safe
@only_for_authorities
def collectivite_csv(request: HttpRequest) -> HttpResponse:
    """The same figures for a spreadsheet."""
    found = desk.picture(_territories(request))
    return csv_response("territoire", desk.csv_rows(found))


@require_safe
@only_for_authorities
def collectivite_demandes_csv(request: HttpRequest) -> HttpResponse:
    """The same list, with the same filters; nothing (422) where a filter is wrong."""
    form = DemandFilterForm(request.GET or None)
    rows = demandes.of_territory(_territories(request), form.filters)
    lines = demandes.csv_rows(rows.none() if form.errors else rows)
    return csv_response("demandes", lines, is_refused=bool(form.errors))


@require_safe
@only_for_authorities
def collectivite_trends_csv(request: HttpRequest) -> HttpResponse:
    """The same months for a spreadsheet, small numbers masked alike."""
    found = trends.trends(_territories(request), timezone.localdate())
    return csv_response("tendances", trends.csv_rows(found))


@require_POST
@only_for_authorities
def collectivite_nudge(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Remind the organisation of a demande that is late."""
    here = Demande.objects.filter(inside(_territories(request)))
    demande = get_object_or_404(here.select_related("organisation"), public_id=public_id)
    remind(request, demande)
    return HttpResponseRedirect(f"{reverse('guichets:collectivite_desk')}#demandes")


def remind(request: HttpRequest, demande: Demande) -> None:
    """Remind of this demande whoever should have answered it, and say whether the message left."""
    try:
        nudge(actor=request.user, demande=demande)
    except DemandeError as error:
        messages.error(request, str(error))
    else:
        leaves_at = max(demande.told_from or timezone.now(), timezone.now())
        hour = in_the_morning("guichets.nudge", leaves_at)
        if not hour and leaves_at > timezone.now():
            hour = f" à {date_format(timezone.localtime(leaves_at), 'H:i')}"
        left = f"part{hour}" if hour else "est parti"
        if demande.told_from is not None and demande.told_from > timezone.now():
            # A colleague of theirs has just acted, and may still take it back.
            left += ", s’il n’y a pas de réponse d’ici là"
        messages.success(request, f"Le message à {demande.organisation} {left}.")


def _territories(request: HttpRequest) -> list[Coverage]:
    return coverages_of(organisations_of(request.user, OrganisationKind.COLLECTIVITE))
