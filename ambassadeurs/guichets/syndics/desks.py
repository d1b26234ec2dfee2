"""Which syndic a page is of: what its views share."""

from __future__ import annotations

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from ambassadeurs.guichets.doors import only_for
from communaute.comptes.enums import OrganisationKind
from communaute.comptes.models import Organisation
from communaute.comptes.perms import organisations_of

from .models import ManagedBuilding
from .perms import is_syndic

only_for_syndics = only_for(is_syndic, "Cet espace est celui des syndics.")


def organisation_of(request: HttpRequest, slug: str) -> Organisation:
    """The syndic of this address, for whom works there (404 else)."""
    mine = {one.slug: one for one in organisations_of(request.user, OrganisationKind.SYNDIC)}
    return mine.get(slug) or get_object_or_404(Organisation.objects.none(), slug=slug)


def managed_of(request: HttpRequest, slug: str, pk: int) -> ManagedBuilding:
    """The building of this address, of the syndic of this address (404 else)."""
    rows = ManagedBuilding.objects.of(organisation_of(request, slug)).select_related(
        "organisation", "copropriete__commune"
    )
    return get_object_or_404(rows, pk=pk)


def several(request: HttpRequest) -> bool:
    """Whether the person works for several syndics: the page says how to change."""
    return len(organisations_of(request.user, OrganisationKind.SYNDIC)) > 1
