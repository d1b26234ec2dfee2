"""Who reads and tells the assemblies of a building. Twin: `AssembleeQuerySet.visible_to`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ambassadeurs.coproprietes.perms import can_edit_building
from socle.hooks import hooked

if TYPE_CHECKING:
    from ambassadeurs.coproprietes.models import Copropriete


def can_read(user: object, copropriete: Copropriete) -> bool:
    """Those who take part in the building, and its ambassadors; no operator nor agency."""
    return can_edit_building(user, copropriete)


def can_plan(user: object, copropriete: Copropriete) -> bool:
    """Who gives its day and tells how it went: the same, and the syndic that manages it here, from
    its table."""
    return can_edit_building(user, copropriete) or any(
        manages(user, copropriete.pk) for manages in hooked("demandes.managers")
    )
