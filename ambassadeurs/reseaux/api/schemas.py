"""Shapes of the public API: names and units of France Chaleur Urbaine's, so that what reads
theirs reads ours."""

from typing import Any

from ninja import Schema
from pydantic import ConfigDict, Field

from ..adresse.eligibility import Eligibility
from ..models import Reseau


def said(description: str) -> ConfigDict:
    """What is read of a shape in the published schema, in place of its docstring."""
    return ConfigDict(json_schema_extra={"description": description})


class EligibilityOut(Schema):
    """The answer for a point."""

    model_config = said("La réponse pour un point.")

    distance: int | None = Field(
        description="Mètres à vol d’oiseau jusqu’au tracé le plus proche ; nul dans une zone à "
        "venir, sans tracé connu ou au-delà d’un kilomètre."
    )
    futurNetwork: bool = Field(description="Vrai si le réseau est en construction.")
    gestionnaire: str | None = Field(description="Exploitant du réseau.")
    id: str | None = Field(description="Identifiant national du réseau, par exemple 3802C.")
    inPDP: bool = Field(description="Vrai dans un périmètre de développement prioritaire.")
    isEligible: bool = Field(description="Vrai si un raccordement est envisageable.")
    name: str | None = Field(description="Nom du réseau.")
    rateCO2: float | None = Field(
        description="Contenu CO2 en analyse de cycle de vie, en kgCO2/kWh."
    )
    rateENRR: float | None = Field(
        description="Taux d’énergies renouvelables et de récupération, en %."
    )

    @classmethod
    def of(cls, answer: Eligibility) -> "EligibilityOut":
        reseau = answer.reseau
        return cls(
            distance=answer.distance_m,
            futurNetwork=answer.is_future,
            gestionnaire=(reseau.operator_name or None) if reseau else None,
            id=(reseau.identifiant or None) if reseau else None,
            inPDP=answer.in_pdp,
            isEligible=answer.is_eligible,
            name=reseau.name if reseau else None,
            rateCO2=kilograms(reseau.co2_acv) if reseau else None,
            rateENRR=reseau.enrr_rate if reseau else None,
        )


class OutsideOut(EligibilityOut):
    """The answer for a point overseas or abroad: no distance, and a sentence that says why."""

    model_config = said("La réponse pour un point outre-mer ou à l’étranger : sans distance.")

    message: str

    @classmethod
    def because(cls, message: str) -> "OutsideOut":
        return cls(
            distance=None,
            futurNetwork=False,
            gestionnaire=None,
            id=None,
            inPDP=False,
            isEligible=False,
            name=None,
            rateCO2=None,
            rateENRR=None,
            message=message,
        )


class NetworkOut(Schema):
    """A heating network in service."""

    model_config = said("Un réseau de chaleur en service.")

    identifiant: str | None = Field(
        alias="Identifiant reseau", description="Identifiant national, souvent absent."
    )
    id_fcu: int = Field(description="Numéro interne à ce service.")
    nom_reseau: str = Field(description="Nom du réseau.")
    gestionnaire: str | None = Field(alias="Gestionnaire", description="Exploitant du réseau.")
    enrr: float | None = Field(alias="Taux EnR&R", description="En %.")
    co2: float | None = Field(alias="contenu CO2", description="Direct, en kgCO2/kWh.")
    co2_acv: float | None = Field(
        alias="contenu CO2 ACV", description="En analyse de cycle de vie, en kgCO2/kWh."
    )
    geom: dict[str, Any] | None = Field(
        description="MultiLineString GeoJSON en WGS84 (longitude, latitude), nul sans tracé."
    )


class Problem(Schema):
    """Why there is no answer, in French."""

    model_config = said("Pourquoi il n’y a pas de réponse.")

    detail: str


def network_head(reseau: Reseau) -> dict[str, Any]:
    """A network under the names of the API, without its geometry."""
    return {
        "Identifiant reseau": reseau.identifiant or None,
        "id_fcu": reseau.pk,
        "nom_reseau": reseau.name,
        "Gestionnaire": reseau.operator_name or None,
        "Taux EnR&R": reseau.enrr_rate,
        "contenu CO2": kilograms(reseau.co2_direct),
        "contenu CO2 ACV": kilograms(reseau.co2_acv),
    }


def kilograms(grams: float | None) -> float | None:
    """kgCO2/kWh from gCO2/kWh, to the gram as the source does."""
    return None if grams is None else round(grams / 1000, 4)
