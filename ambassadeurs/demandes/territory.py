"""Who works for the organisations of a place, and what reaches those where nobody does yet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import QuerySet

from communaute.comptes.models import Membership, Organisation, User
from communaute.comptes.perms import organisations_of

if TYPE_CHECKING:
    from communaute.comptes.enums import OrganisationKind
    from communaute.territoires.models import Commune

    from .models import Demande


def people_of(organisations: list[int]) -> QuerySet[User]:
    """The open accounts of these organisations (pks)."""
    return User.objects.filter(
        memberships__organisation__in=organisations, is_active=True
    ).distinct()


def in_charge(demande: Demande) -> User | None:
    """The colleague a request was given to, while their account is open and they work there."""
    if demande.assigned_to_id is None or demande.organisation_id is None:
        return None
    return people_of([demande.organisation_id]).filter(pk=demande.assigned_to_id).first()


def answering(demande: Demande) -> list[User]:
    """Who answers for the organisation now: the colleague in charge, else all who work there."""
    if demande.organisation_id is None:
        return []
    colleague = in_charge(demande)
    return [colleague] if colleague else list(people_of([demande.organisation_id]))


def has_people(organisation: Organisation) -> bool:
    """Whether somebody with an open account works there."""
    return people_of([organisation.pk]).exists()


def is_reachable(organisation: Organisation) -> bool:
    """Whether what is sent to it reaches somebody: an account, or a mailbox."""
    return bool(organisation.email) or has_people(organisation)


def mailbox_of(demande: Demande) -> str:
    """The address of an organisation where nobody has an account yet; "" for all others."""
    organisation = demande.organisation
    return organisation.email if organisation and not has_people(organisation) else ""


def works_near(person: User, kind: OrganisationKind, commune: Commune | None) -> bool:
    """Whether the person works for an organisation of this kind that covers the commune."""
    if commune is None:
        return False
    mine = [one.pk for one in organisations_of(person, kind)]
    return Organisation.objects.filter(pk__in=mine).covering(commune).exists()


def people_near(kind: OrganisationKind, commune: Commune | None) -> QuerySet[User]:
    """Those who work for the organisations that cover the commune, at the most precise level where
    somebody works: one without any account hides no other.
    """
    if commune is None:
        return User.objects.none()
    staffed = Membership.objects.filter(user__is_active=True).values("organisation")
    covering = Organisation.objects.filter(kind=kind, pk__in=staffed).covering(commune)
    found = [(one["pk"], one["precision"]) for one in covering.values("pk", "precision")]  # type: ignore[misc]
    return people_of([pk for pk, precision in found if precision == found[0][1]])
