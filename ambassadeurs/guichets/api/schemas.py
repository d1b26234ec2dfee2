"""Shapes of the partner API: field names and status words of France Chaleur Urbaine's, version 2.

Every value of a demand comes from what the person sent (`Demande.sent`): nothing else of the
building.
"""

from datetime import date
from typing import Final, Literal, Self

from django.core.exceptions import ValidationError
from ninja import Schema
from pydantic import ConfigDict, Field, ValidationInfo, field_validator, model_validator

from ambassadeurs.demandes.enums import DeskStatus, Kind, State
from ambassadeurs.demandes.facts import EMAIL_KEY, PLANNED_DISTANCE, PLANNED_NETWORK, sent_words
from ambassadeurs.demandes.models import Demande
from ambassadeurs.reseaux.api import described_as

from ..exploitant.bulk import check_connected_on

Statut = Literal[
    "À traiter",
    "Recontacté pour étude",
    "Proposition commerciale envoyée",
    "Voté en AG",
    "Travaux en cours",
    "Réalisé",
    "Non réalisable",
    "Projet abandonné par le prospect",
]
STATUS_OF: Final[dict[str, DeskStatus]] = {
    "À traiter": DeskStatus.A_TRAITER,
    "Recontacté pour étude": DeskStatus.RECONTACTE,
    "Proposition commerciale envoyée": DeskStatus.PROPOSITION,
    "Voté en AG": DeskStatus.VOTE,
    "Travaux en cours": DeskStatus.TRAVAUX,
    "Réalisé": DeskStatus.RACCORDE,
    "Non réalisable": DeskStatus.NON_REALISABLE,
    "Projet abandonné par le prospect": DeskStatus.ABANDONNE,
}
Etat = Literal["En attente de réponse", "En cours", "Close"]
FCU_STATUS: Final = {status: word for word, status in STATUS_OF.items()}
NOT_SENT = "nul s’il n’a pas été envoyé"


class Batiment(Schema):
    energie_chauffage: str | None = Field(description=f"Énergie de chauffage actuelle, {NOT_SENT}.")
    etablissement: str | None = Field(description=f"Nom de la résidence, {NOT_SENT}.")
    nombre_logements: int | None = Field(description=f"Nombre de logements, {NOT_SENT}.")
    type_chauffage: str | None = Field(description="Collectif ou Individuel.")
    type_structure: str = Field(description="Toujours « Copropriété ».")
    nombre_lots: int | None = Field(description="Nombre de lots (propre à ce service).")
    periode_construction: str | None = Field(description="Propre à ce service.")
    annee_chaudiere: int | None = Field(description="Propre à ce service.")
    puissance_chaudiere: int | None = Field(description="Propre à ce service, en kW.")
    prochaine_ag: str | None = Field(
        description="Assemblée générale dite dans la demande, ISO 8601 : elle peut être passée."
    )
    syndic: str | None = Field(description="Propre à ce service.")
    etape: str | None = Field(description="Étape du projet (propre à ce service).")


class Contact(Schema):
    email: str | None = Field(description="Adresse électronique, si la personne l’a envoyée.")
    nom: None = Field(default=None, description="Jamais transmis.")
    prenom: None = Field(default=None, description="Jamais transmis.")
    telephone: None = Field(default=None, description="Jamais transmis.")


class Eligibilite(Schema):
    distance_reseau_m: int | None = Field(
        description="Mètres, à vol d’oiseau, jusqu’à un réseau existant ou prévu."
    )
    reseau_prevu: bool | None = Field(
        description="Ce réseau n’était pas encore construit à l’envoi. Nul sans distance."
    )


class Localisation(Schema):
    adresse: str | None = Field(description=f"Adresse de l’immeuble, {NOT_SENT}.")
    commune_label: str | None = Field(description=f"Commune, {NOT_SENT}.")


class ReseauOut(Schema):
    gestionnaire: str | None
    id_fcu: int = Field(description="Numéro interne à ce service.")
    identifiant_sncu: str | None
    maitre_ouvrage: str | None
    nom: str


class DemandOut(Schema):
    """A connection request to an operator, or a request for advice to an agency."""

    model_config = described_as(
        "Demande de raccordement à un exploitant, ou de conseil à une agence."
    )

    batiment: Batiment
    commentaire: str | None = Field(description="Votre commentaire. Modifiable par un exploitant.")
    contact: Contact
    date_creation: str = Field(description="ISO 8601.")
    date_modification: str = Field(description="ISO 8601 ; sert de curseur.")
    eligibilite: Eligibilite
    etat: Etat = Field(description="Échange avec la personne (propre à ce service).")
    id: str = Field(description="Identifiant stable.")
    localisation: Localisation
    reseau: ReseauOut | None
    statut: Statut | None = Field(
        description=(
            "Suivi. Modifiable par un exploitant ; nul pour une demande de conseil. Remise « À "
            "traiter » sans message à la personne, la demande attend de nouveau une réponse."
        )
    )

    @classmethod
    def of(cls, demande: Demande) -> Self:
        return cls(
            batiment=_building(demande),
            commentaire=demande.desk_comment or None,
            contact=Contact(email=demande.sent.get(EMAIL_KEY)),
            date_creation=demande.created_at.isoformat(),
            date_modification=demande.updated_at.isoformat(),
            eligibilite=_distance(demande),
            etat=State(demande.state).label,  # type: ignore[arg-type]
            id=str(demande.public_id),
            localisation=Localisation(
                adresse=demande.sent.get("address"),
                commune_label=sent_words(demande)["commune"] or None,
            ),
            reseau=_network(demande),
            statut=(
                FCU_STATUS[DeskStatus(demande.desk_status)]  # type: ignore[arg-type]
                if demande.kind == Kind.EXPLOITANT
                else None
            ),
        )


class DemandPatch(Schema):
    """What a partner may change: at least the status or the comment."""

    model_config = ConfigDict(
        extra="forbid",
        # The published schema refuses what `something` does.
        json_schema_extra={
            "description": "Ce qui change : au moins le statut ou le commentaire.",
            "anyOf": [
                {"required": ["statut"], "properties": {"statut": {"type": "string"}}},
                {"required": ["commentaire"]},
            ],
        },
    )

    statut: Statut | None = None
    date_raccordement: date | None = Field(
        default=None,
        description=(
            "ISO 8601, avec le statut « Réalisé » seulement : l’immeuble est noté raccordé, ses "
            "membres sont remerciés. Sans date, c’est aujourd’hui. Pour une demande déjà réalisée "
            "ou un immeuble déjà raccordé, la date corrige l’année, tant que l’immeuble ne l’a pas "
            "confirmée (409). Sans immeuble ni réseau connus ici, elle est refusée (409)."
        ),
    )
    commentaire: str | None = Field(default=None, max_length=5000)

    @model_validator(mode="after")
    def something(self) -> Self:
        if self.statut is None and "commentaire" not in self.model_fields_set:
            raise ValueError("statut ou commentaire")
        return self

    @field_validator("commentaire")
    @classmethod
    def storable(cls, value: str | None) -> str | None:
        if value is not None and "\x00" in value:
            raise ValueError("Le caractère nul n’est pas autorisé.")
        return value

    @field_validator("date_raccordement")
    @classmethod
    def past(cls, value: date | None, info: ValidationInfo) -> date | None:
        """Never dropped without a word: it goes with « Réalisé »."""
        if value is not None:
            if info.data.get("statut", "Réalisé") != "Réalisé":
                raise ValueError("avec le statut « Réalisé » seulement")
            try:
                check_connected_on(value)
            except ValidationError as error:
                raise ValueError(error.message) from error
        return value


class Problem(Schema):
    """What is wrong, in French."""

    model_config = described_as("Ce qui ne va pas, en une phrase.")

    detail: str


def _building(demande: Demande) -> Batiment:
    sent, words = demande.sent, sent_words(demande)
    return Batiment(
        energie_chauffage=words["energy"] or None,
        etablissement=sent.get("name"),
        nombre_logements=sent.get("dwellings"),
        type_chauffage=words["heating_mode"] or None,
        type_structure="Copropriété",
        nombre_lots=sent.get("lots"),
        periode_construction=words["period"] or None,
        annee_chaudiere=sent.get("boiler_year"),
        puissance_chaudiere=sent.get("boiler_power"),
        prochaine_ag=sent.get("assembly"),
        syndic=sent.get("syndic"),
        etape=words["stage"] or None,
    )


def _distance(demande: Demande) -> Eligibilite:
    metres = demande.sent_distance_m
    planned = None if metres is None else PLANNED_DISTANCE in demande.sent
    return Eligibilite(distance_reseau_m=metres, reseau_prevu=planned)


def _network(demande: Demande) -> ReseauOut | None:
    """An operator's own; to an agency, the one that the person left in what is sent, whatever its
    name now."""
    reseau, sent = demande.reseau, demande.sent
    if reseau is None:
        return None
    named = sent.get("network") or sent.get(PLANNED_NETWORK)
    is_nearest = reseau.pk == getattr(demande, "nearest_reseau", None)
    if demande.kind == Kind.AGENCE and not (named and (is_nearest or named == reseau.name)):
        return None
    return ReseauOut(
        gestionnaire=reseau.operator_name or None,
        id_fcu=reseau.pk,
        identifiant_sncu=reseau.identifiant or None,
        maitre_ouvrage=reseau.owner_name or None,
        nom=reseau.name,
    )
