"""What an application tells of a building that is not connected yet.

Its members share that building: nothing of it changes before somebody has verified the proof.
"""

from __future__ import annotations

from copy import copy
from typing import Any

from communaute.questions.enums import Stage

from ..grid import cell_of
from ..models import Ambassadeur, Copropriete
from ..services import set_position

Place = tuple[float, float]


def of_facts(facts: dict[str, Any], place: Place | None) -> dict[str, Any]:
    """The fields of the mandate that keep the facts, and the place (longitude, latitude)."""
    told = {name: value for name, value in facts.items() if name != "reseau"}
    return {"claimed_reseau": facts["reseau"], "claimed_facts": told | {"place": place}}


def as_told(mandate: Ambassadeur) -> Copropriete:
    """The building as the application tells it, not to be saved: for those who decide."""
    return _apply(mandate, copy(mandate.copropriete))


def settle(mandate: Ambassadeur) -> None:
    """Give the facts to the building, unless another mandate did; the mandate is not saved."""
    if mandate.claimed_reseau is None:
        return
    rows = Copropriete.objects.select_for_update(of=("self",)).select_related("reseau", "commune")
    building = rows.get(pk=mandate.copropriete_id)
    if not building.is_connected:
        _apply(mandate, building).save()
        place_building(building, mandate.claimed_facts["place"])
    mandate.copropriete = building
    mandate.claimed_reseau, mandate.claimed_facts = None, {}


def place_building(building: Copropriete, place: Place | None) -> None:
    """Record the exact point, when there is one on the map."""
    if place and cell_of(*place):
        set_position(copropriete=building, lon=place[0], lat=place[1])


def _apply(mandate: Ambassadeur, building: Copropriete) -> Copropriete:
    if mandate.claimed_reseau is None:
        return building
    for name, value in mandate.claimed_facts.items():
        if name != "place":
            setattr(building, name, value)
    building.reseau = mandate.claimed_reseau
    building.stage = Stage.CONNECTED
    return building
