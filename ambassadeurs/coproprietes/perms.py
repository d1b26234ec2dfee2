"""Who may verify an ambassador: those who know the building, never the person alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models

from communaute.comptes.enums import OrganisationKind
from communaute.comptes.models import Coverage
from communaute.comptes.perms import is_agency, is_national_team, organisations_of

if TYPE_CHECKING:
    from communaute.territoires.models import Commune

    from .models import Ambassadeur, Copropriete


def can_manage_copropriete(user: object, copropriete: Copropriete) -> bool:
    """The agency of its territory, the operator of its network, or the national team."""
    if is_national_team(user):
        return True
    operators = {o.pk for o in organisations_of(user, OrganisationKind.EXPLOITANT)}
    if copropriete.reseau and copropriete.reseau.exploitant_id in operators:
        return True
    return (
        is_agency(user)
        and Coverage.objects.of_user(user, OrganisationKind.AGENCE)
        .filter(_contains(copropriete.commune))
        .exists()
    )


def _contains(commune: Commune) -> models.Q:
    """Coverages that contain the commune; a level it lacks matches nothing."""
    codes = {
        "commune__in": [commune.pk, commune.parent_id],
        "epci__in": [commune.epci_id],
        "departement__in": [commune.departement_id],
        "region__in": [commune.region_id],
    }
    contained = models.Q(pk__in=[])
    for level, values in codes.items():
        contained |= models.Q(**{level: [value for value in values if value]})
    return contained


def can_verify(user: object, ambassadeur: Ambassadeur) -> bool:
    """As above, and nobody verifies their own mandate."""
    return ambassadeur.user_id != getattr(user, "pk", None) and can_manage_copropriete(
        user, ambassadeur.copropriete
    )


def can_withdraw(user: object, ambassadeur: Ambassadeur) -> bool:
    """The person, at any time; or those who may verify."""
    return ambassadeur.user_id == getattr(user, "pk", None) or can_verify(user, ambassadeur)
