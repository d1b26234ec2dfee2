"""Letting the agency that one asked read the papers of an assembly; nobody else is let."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from ambassadeurs.demandes.enums import Kind
from ambassadeurs.demandes.models import Demande

from ..errors import NoRequestToAgency
from ..models import Dossier
from ..perms import agency_reading
from .services import held

if TYPE_CHECKING:
    from ambassadeurs.coproprietes.models import Copropriete
    from communaute.comptes.models import User

    from ..models import Assemblee


def request_of(user: User, copropriete: Copropriete) -> Demande | None:
    """What this person asks of an agency now for this building (1 query)."""
    rows = Demande.objects.open().filter(kind=Kind.AGENCE, requester=user, copropriete=copropriete)
    return rows.select_related("organisation").order_by("-created_at").first()


@transaction.atomic
def let_agency_read(*, actor: User, assemblee: Assemblee, may_read: bool) -> Dossier:
    """Let the agency that the actor wrote to read the papers, and those that follow them when the
    assembly is cancelled or put off (`carry_over`); or nobody any more, those before neither, which
    each member may say. Raises NotOfTheBuilding, NoRequestToAgency."""
    dossier = held(actor, assemblee)
    if may_read and agency_reading(dossier) is not None:
        return dossier
    asked = request_of(actor, assemblee.copropriete) if may_read else None
    if may_read and asked is None:
        message = "Vous n’avez pas de demande en cours à une agence pour cet immeuble."
        raise NoRequestToAgency(message)
    if not may_read:
        building = dossier.assemblee.copropriete_id
        Dossier.objects.filter(assemblee__copropriete=building).update(read_for=None)
    dossier.read_for = asked
    dossier.save()
    return dossier
