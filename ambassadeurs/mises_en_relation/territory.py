"""Who works for the organisations of a place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import QuerySet

from communaute.comptes.models import Organisation, User

if TYPE_CHECKING:
    from communaute.comptes.enums import OrganisationKind
    from communaute.territoires.models import Commune


def people_of(organisations: list[int]) -> QuerySet[User]:
    """The open accounts of these organisations (pks)."""
    return User.objects.filter(
        memberships__organisation__in=organisations, is_active=True
    ).distinct()


def people_near(kind: OrganisationKind, commune: Commune | None) -> QuerySet[User]:
    """Those who work for the organisations that cover the commune at the most precise level."""
    if commune is None:
        return User.objects.none()
    covering = Organisation.objects.filter(kind=kind).covering(commune)
    found = [(one["pk"], one["precision"]) for one in covering.values("pk", "precision")]  # type: ignore[misc]
    return people_of([pk for pk, precision in found if precision == found[0][1]])
