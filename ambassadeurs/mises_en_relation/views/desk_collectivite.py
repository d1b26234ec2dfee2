"""The local authority's desk: `/collectivite/`, read only."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from communaute.comptes.enums import OrganisationKind
from communaute.comptes.perms import organisations_of
from communaute.moderation.exports import csv_response

from ..desks import collectivite
from ..desks.scope import coverages_of
from ..perms_desk import can_open_collectivite_desk
from .doors import only_for

only_for_authorities = only_for(
    can_open_collectivite_desk, "Cet espace est celui des collectivités."
)


@require_safe
@only_for_authorities
def collectivite_desk(request: HttpRequest) -> HttpResponse:
    """What the people of the territory look for, and where no network answers."""
    coverages = coverages_of(organisations_of(request.user, OrganisationKind.COLLECTIVITE))
    context = {"picture": collectivite.picture(coverages), "coverages": coverages}
    return render(request, "mises_en_relation/desks/collectivite.html", context)


@require_safe
@only_for_authorities
def collectivite_csv(request: HttpRequest) -> HttpResponse:
    """The same figures for a spreadsheet."""
    coverages = coverages_of(organisations_of(request.user, OrganisationKind.COLLECTIVITE))
    rows = collectivite.csv_rows(collectivite.picture(coverages))
    return csv_response("territoire", rows)
