"""What the pages of one's building show."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ambassadeurs.reseaux.adresse.eligibility import address_rules, format_distance, format_far
from socle.buildings import Stage

if TYPE_CHECKING:
    from ..models import Copropriete, CoproprieteMember, Invitation

BECOME_AMBASSADOR = "Devenez ambassadeur : votre expérience aidera vos voisins."
# What to do at each stage, in words; the guides of the stage come under it.
STEPS: dict[str, tuple[str, ...]] = {
    "": (
        "Dites-nous où en est votre projet : nous vous montrerons l’étape suivante.",
        "Écrivez à une copropriété déjà raccordée.",
    ),
    Stage.IDEA: (
        "Écrivez à une copropriété raccordée au même réseau.",
        "Parlez-en au conseil syndical, puis au syndic.",
        "Demandez un premier avis gratuit à l’agence locale de l’énergie.",
    ),
    Stage.AUDIT: (
        "Demandez une étude et un devis à l’exploitant du réseau.",
        "Comparez avec le coût complet de votre chauffage actuel.",
        "Visitez la chaufferie d’une copropriété raccordée.",
    ),
    Stage.VOTE: (
        "Demandez l’inscription du raccordement à l’ordre du jour, par écrit, au syndic.",
        "Invitez un ambassadeur ou l’exploitant à la réunion d’information.",
        "Préparez les réponses aux objections : prix, engagement, travaux.",
    ),
    Stage.WORKS: (
        "Prévoyez les travaux hors de la saison de chauffe.",
        "Demandez à l’exploitant un planning et un interlocuteur.",
        "Relevez vos consommations d’avant, pour comparer ensuite.",
    ),
    Stage.CONNECTED: (
        "Comparez votre premier hiver avec les précédents.",
        BECOME_AMBASSADOR,
    ),
}


@dataclass(frozen=True)
class BuildingPage:
    """All that the page of one's building reads."""

    copropriete: Copropriete
    steps: tuple[str, ...]
    members: list[CoproprieteMember]
    invitations: list[Invitation]
    stage: str
    speaks_for_it: bool

    @property
    def distance(self) -> str:
        return format_distance(self.copropriete.distance_m)

    @property
    def far(self) -> str:
        return format_far(address_rules().far_m)

    @property
    def stage_label(self) -> str:
        return Stage(self.stage).label if self.stage else ""

    @property
    def unknown(self) -> list[str]:
        """Facts that would help and are not told yet, in words."""
        building = self.copropriete
        wanted = {
            "le nombre de lots": building.lots,
            "la période de construction": building.period,
            "l’énergie de chauffage": building.current_energy or building.former_energy,
            "le type de chauffage": building.heating_mode,
            "l’étape du projet": building.stage,
        }
        return [words for words, value in wanted.items() if not value]


def build_page(copropriete: Copropriete, *, speaks_for_it: bool) -> BuildingPage:
    """Read what goes with a building, in two queries. `speaks_for_it`: the reader is its ambassador
    once it is connected, or asked to be."""
    # Whatever stage was told before: no study is offered to a building that is connected.
    stage = Stage.CONNECTED.value if copropriete.is_connected else copropriete.stage
    steps = STEPS.get(stage, STEPS[""])
    return BuildingPage(
        copropriete=copropriete,
        steps=tuple(one for one in steps if one != BECOME_AMBASSADOR or not speaks_for_it),
        members=list(copropriete.memberships.select_related("user").order_by("joined_at", "pk")),
        invitations=list(
            copropriete.invitations.filter(accepted_at__isnull=True).order_by("created_at", "pk")
        ),
        stage=stage,
        speaks_for_it=speaks_for_it,
    )
