"""Who reads and tells the assemblies of a building."""

from ambassadeurs.coproprietes.models import Copropriete
from ambassadeurs.coproprietes.perms import can_edit_building
from ambassadeurs.demandes.enums import Kind
from ambassadeurs.demandes.enums import State as RequestState
from communaute.comptes.enums import OrganisationKind
from communaute.comptes.models import Organisation
from communaute.comptes.perms import organisations_of
from socle.hooks import hooked

from .models import Dossier


def can_read(user: object, copropriete: Copropriete) -> bool:
    """Those who take part in the building, and its ambassadors; no operator nor agency."""
    return can_edit_building(user, copropriete)


def agency_reading(dossier: Dossier) -> Organisation | None:
    """The agency that reads these papers now: a member let it, while the request that it was let
    for is open and of somebody of the building; never an operator."""
    asked = dossier.read_for
    if asked is None:
        return None
    building = dossier.assemblee.copropriete
    is_let = (
        asked.kind == Kind.AGENCE
        and asked.state != RequestState.CLOSED
        and asked.copropriete_id == building.pk
        and can_read(asked.requester, building)
    )
    return asked.organisation if is_let else None


def can_read_as_agency(user: object, dossier: Dossier) -> bool:
    """Who works for that agency."""
    reading = agency_reading(dossier)
    return reading is not None and reading in organisations_of(user, OrganisationKind.AGENCE)


def can_plan(user: object, copropriete: Copropriete) -> bool:
    """Who gives its day and tells how it went: the same, and the syndic that manages it here, from
    its table."""
    return can_edit_building(user, copropriete) or any(
        manages(user, copropriete.pk) for manages in hooked("demandes.managers")
    )
