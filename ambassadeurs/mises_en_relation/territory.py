"""Who works for the organisations of a place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import QuerySet

from communaute.comptes.models import Organisation, User

if TYPE_CHECKING:
    from communaute.comptes.enums import OrganisationKind
    from communaute.territoires.models import Commune

    from .models import MiseEnRelation


def people_of(organisations: list[int]) -> QuerySet[User]:
    """The open accounts of these organisations (pks)."""
    return User.objects.filter(
        memberships__organisation__in=organisations, is_active=True
    ).distinct()


def in_charge(mise: MiseEnRelation) -> User | None:
    """The colleague a request was given to, while their account is open and they work there."""
    if mise.assigned_to_id is None or mise.organisation_id is None:
        return None
    return people_of([mise.organisation_id]).filter(pk=mise.assigned_to_id).first()


def answering(mise: MiseEnRelation) -> list[User]:
    """Who answers for the organisation now: the colleague in charge, else all who work there."""
    if mise.organisation_id is None:
        return []
    colleague = in_charge(mise)
    return [colleague] if colleague else list(people_of([mise.organisation_id]))


def people_near(kind: OrganisationKind, commune: Commune | None) -> QuerySet[User]:
    """Those who work for the organisations that cover the commune at the most precise level."""
    if commune is None:
        return User.objects.none()
    covering = Organisation.objects.filter(kind=kind).covering(commune)
    found = [(one["pk"], one["precision"]) for one in covering.values("pk", "precision")]  # type: ignore[misc]
    return people_of([pk for pk, precision in found if precision == found[0][1]])
