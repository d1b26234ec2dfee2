"""What an application tells of a building that is not connected yet.

Its members share that building: nothing of it changes before somebody has verified the proof.
"""

from copy import copy
from typing import Any

from socle.buildings import HeatingEnergy, Stage
from socle.numbers import quantity

from ..models import Ambassadeur, Copropriete
from ..numbers import NUMBERS
from ..services import place_building


def of_facts(
    copropriete: Copropriete, facts: dict[str, Any], place: tuple[float, float] | None
) -> dict[str, Any]:
    """The fields of the mandate that keep what the application tells of a building beyond what is
    known of it, and its place (longitude, latitude): what members write until it is verified
    stays."""
    told = {
        name: value
        for name, value in facts.items()
        if name != "reseau" and value not in ("", None) and value != getattr(copropriete, name)
    }
    return {"claimed_reseau": facts["reseau"], "claimed_facts": told | {"place": place}}


def building_as_claimed(mandate: Ambassadeur) -> Copropriete:
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
        place_building(copropriete=building, place=mandate.claimed_facts["place"])
    mandate.copropriete = building
    mandate.claimed_reseau, mandate.claimed_facts = None, {}


def _apply(mandate: Ambassadeur, building: Copropriete) -> Copropriete:
    if mandate.claimed_reseau is None:
        return building
    for name, value in mandate.claimed_facts.items():
        if name != "place":
            setattr(building, name, value)
    building.reseau = mandate.claimed_reseau
    building.stage, building.current_energy = Stage.CONNECTED, HeatingEnergy.RESEAU
    return building


MANDATE_VERSION = "2026-11"

MANDATE_WORDINGS = {
    "2026-11": (
        "J’accepte de parler pour ma copropriété sur ChauffageUrbain pendant {duration}. "
        "Mon prénom et mon rôle sont publics ; ni mon nom, ni mon adresse, ni mon téléphone ne le "
        "sont. Je réponds par messages relayés par le service, dans la limite que j’ai choisie. "
        "Je ne suis pas payé. Je peux faire une pause ou arrêter à tout moment, en un clic."
    ),
}


def mandate_wording() -> str:
    """What is agreed to, for the months that a mandate lasts: to change these is to agree to
    something else, and asks for a new version."""
    duration = quantity(NUMBERS.mandate_months, "mois")
    return MANDATE_WORDINGS[MANDATE_VERSION].format(duration=duration)
