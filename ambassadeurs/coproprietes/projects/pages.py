"""What the pages of one's building show."""

from __future__ import annotations

from dataclasses import dataclass, replace

from django.urls import reverse

from ambassadeurs.reseaux.address_test.eligibility import address_rules, format_distance, format_far
from communaute.comptes.models import User
from socle.buildings import HeatingEnergy, Stage

from ..models import Ambassadeur, Copropriete, CoproprieteMember, Invitation, JoinRequest

NEIGHBOURS = "#voisins"


@dataclass(frozen=True)
class ProjectStep:
    """One thing to do at a stage, and where: a name of an address, of this building when it `has`
    it in its path, or a part of the page. `asks`: whom, or for what, of `next_thing.Now.asked`
    and `done`. `for_agency`: what is said when no operator is known here to ask, and the agency is
    asked instead."""

    text: str
    to: str
    has: bool = False
    asks: str = ""
    for_agency: str = ""

    def told(self, building: Copropriete) -> ProjectStep:
        """As it is done from this building."""
        network = building.nearest_reseau
        if not self.for_agency or (network is not None and network.exploitant_id):
            return self
        return replace(self, text=self.for_agency, asks="agence", for_agency="")

    def url(self, building: Copropriete) -> str:
        if self.to.startswith("#"):
            return self.to
        if self.has:
            return reverse(self.to, args=[building.pk])
        network = building.nearest_reseau
        query: dict[str, object] = {}
        if self.asks == "exploitant" and network is not None:
            query = {"a": "exploitant", "reseau": network.slug, "immeuble": building.pk}
        elif self.asks == "price":
            size = building.dwellings or building.lots
            query = {"reseau": network.slug} if network is not None and network.is_open else {}
            query |= {"logements": size} if size else {}
        elif self.asks:
            query = {"a": "agence", "commune": building.commune_id, "immeuble": building.pk}
        return reverse(self.to, query=query or None)


ASK_CONNECTED = ProjectStep("Écrivez à une copropriété déjà raccordée.", NEIGHBOURS)
BECOME_AMBASSADOR = ProjectStep(
    "Devenez ambassadeur : votre expérience aidera vos voisins.", "ambassadeurs:apply"
)
# What to do at each stage, in words, each where it is done; the guides of the stage come under it.
STEPS: dict[str, tuple[ProjectStep, ...]] = {
    "": (
        ProjectStep(
            "Dites-nous où en est votre projet : nous vous montrerons l’étape suivante.",
            "ambassadeurs:project_edit",
            has=True,
        ),
        ASK_CONNECTED,
    ),
    Stage.IDEA: (
        ASK_CONNECTED,
        ProjectStep(
            "Parlez-en au conseil syndical : invitez-le ici.",
            "ambassadeurs:project_invite",
            has=True,
        ),
        ProjectStep(
            "Demandez un premier avis gratuit à l’agence locale de l’énergie.",
            "demandes:new",
            asks="agence",
        ),
    ),
    Stage.AUDIT: (
        ProjectStep(
            "Demandez une étude et un devis à l’exploitant du réseau.",
            "demandes:new",
            asks="exploitant",
            for_agency="Demandez à l’agence locale de l’énergie qui peut étudier votre immeuble "
            "et faire un devis.",
        ),
        ProjectStep(
            "Comparez avec le coût complet de votre chauffage actuel.",
            "simulation:simulate",
            asks="price",
        ),
        ProjectStep("Visitez la chaufferie d’une copropriété raccordée.", "visites:agenda"),
    ),
    Stage.VOTE: (
        ProjectStep("Donnez la date de l’assemblée.", "assemblees:detail", has=True, asks="date"),
        ProjectStep(
            "Demandez au syndic, par écrit, d’inscrire le raccordement à l’ordre du jour.",
            "assemblees:detail",
            has=True,
            asks="syndic",
        ),
        ProjectStep("Invitez un ambassadeur à la réunion d’information.", NEIGHBOURS),
        ProjectStep("Préparez les réponses aux objections : prix, engagement, travaux.", "#guides"),
    ),
    Stage.WORKS: (
        ProjectStep("Prévoyez les travaux hors de la saison de chauffe.", "#guides"),
        ProjectStep("Demandez à l’exploitant un planning et un interlocuteur.", "#demandes"),
        ProjectStep("Relevez vos consommations d’avant, pour comparer ensuite.", "#guides"),
    ),
    Stage.CONNECTED: (
        ProjectStep("Comparez votre premier hiver avec les précédents.", "#guides"),
        BECOME_AMBASSADOR,
    ),
}


@dataclass(frozen=True)
class BuildingPage:
    """All that the page of one's building reads. `speakers`: its ambassadors who are no members,
    and read it by their mandate. `is_member`: the reader is one. `speaks_for_it`: they are its
    ambassador once it is connected, or asked to be."""

    copropriete: Copropriete
    # Text, where it is done, and `Step.asks`.
    steps: list[tuple[str, str, str]]
    members: list[CoproprieteMember]
    speakers: list[Ambassadeur]
    is_member: bool
    invitations: list[Invitation]
    join_requests: list[JoinRequest]
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
    def former_energy(self) -> str:
        """What heated it before the network, in words; "" when nobody said."""
        energy = self.copropriete.energy_before
        return HeatingEnergy(energy).label if energy else ""

    @property
    def unknown(self) -> list[str]:
        """Facts that would help and are not told yet, in words."""
        building = self.copropriete
        wanted = {
            "le nombre de lots": building.lots,
            "la période de construction": building.period,
            "l’énergie de chauffage": building.current_energy or building.former_energy,
            "le type de chauffage": building.heating_mode,
            "l’étape du projet": building.is_said_connected or building.stage,
        }
        return [words for words, value in wanted.items() if not value]


def build_page(copropriete: Copropriete, *, reader: User) -> BuildingPage:
    """Read what goes with a building, in four queries."""
    # Whatever stage was told before: no study is offered to a building that is connected.
    stage = Stage.CONNECTED.value if copropriete.is_connected else copropriete.stage
    steps = [one.told(copropriete) for one in STEPS.get(stage, STEPS[""])]
    members = list(
        copropriete.memberships.filter(user__is_active=True)
        .select_related("user")
        .order_by("joined_at", "pk")
    )
    joined = {one.user_id for one in members}
    mandates = copropriete.ambassadeurs.running().select_related("user").order_by("pk")
    mandates = mandates if copropriete.is_said_connected else mandates.none()
    speaks_for_it = any(one.user_id == reader.pk for one in mandates)
    return BuildingPage(
        copropriete=copropriete,
        steps=[
            (one.text, one.url(copropriete), one.asks)
            for one in steps
            if one != BECOME_AMBASSADOR or not speaks_for_it
        ],
        members=members,
        # Nobody speaks for a building that is not connected.
        speakers=[
            one
            for one in mandates
            if copropriete.is_connected and one.is_public and one.user_id not in joined
        ],
        is_member=reader.pk in joined,
        invitations=list(copropriete.invitations.filter(accepted_at__isnull=True).order_by("pk")),
        join_requests=list(
            copropriete.join_requests.filter(user__is_active=True)
            .select_related("user")
            .order_by("asked_at", "pk")
        ),
        stage=stage,
        speaks_for_it=speaks_for_it,
    )
