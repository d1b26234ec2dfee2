"""The table of a syndic: one line per building, in words."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone

from ambassadeurs.coproprietes.models import Copropriete
from ambassadeurs.guichets.access import only_for
from ambassadeurs.reseaux.address_test.eligibility import format_far
from ambassadeurs.reseaux.enums import ReseauStatus
from ambassadeurs.reseaux.models import Reseau
from communaute.comptes.enums import OrganisationKind
from communaute.comptes.models import Organisation
from communaute.comptes.perms import organisations_of
from socle.buildings import Stage
from socle.errors import get_or_no_longer

from ..models import ManagedBuilding
from .perms import is_syndic

TITLES = (
    "immeuble",
    "adresse",
    "commune",
    "numero_immatriculation",
    "reseau",
    "etat_reseau",
    "distance_m",
    "etape",
    "prochaine_ag",
    "annee_chaudiere",
    "demandes_ouvertes",
)


@dataclass(frozen=True)
class SyndicLine:
    """A building as the table shows it."""

    managed: ManagedBuilding

    @property
    def building(self) -> Copropriete:
        return self.managed.copropriete

    @property
    def network(self) -> Reseau | None:
        """The network it is on, or the nearest one."""
        return self.building.reseau or self.building.nearest_reseau

    @property
    def distance(self) -> str:
        """How far the network is, or why nobody knows."""
        building = self.building
        if building.is_said_connected:
            return "Raccordé"
        if building.nearest_reseau is not None and building.distance_m is not None:
            is_planned = building.nearest_reseau.status == ReseauStatus.EN_CONSTRUCTION
            far = format_far(building.distance_m)
            return f"Réseau prévu à {far}" if is_planned else f"À {far}"
        if self.managed.settled_at is None:
            return "Mesure en cours"
        if building.longitude is None:
            # The address service may have been silent: it is not said to be the address's fault.
            return "Adresse non située" if building.address else "Adresse à préciser"
        return "Dans un périmètre" if building.nearest_reseau else "Aucun réseau connu"

    @property
    def stage(self) -> str:
        building = self.building
        told = Stage.CONNECTED.value if building.is_connected else building.stage
        return Stage(told).label if told else ""

    @property
    def boiler_age(self) -> int | None:
        """In years, this one not counted."""
        year = self.building.boiler_year
        return timezone.localdate().year - year if year else None


def csv_rows(rows: Iterable[Any]) -> Iterator[tuple[object, ...]]:
    """Titles, then a line per building; `rows` of `for_table`."""
    yield TITLES
    for row in rows:
        line = SyndicLine(row)
        building, network = line.building, line.network
        # Measured to the nearest one, which may be another than the one it is on.
        is_measured = network is not None and network == building.nearest_reseau
        yield (
            building.name,
            building.address,
            building.commune.name,
            building.register_number,
            network.name if network else "",
            network.get_status_display() if network else "",
            building.distance_m if is_measured and building.distance_m is not None else "",
            line.stage,
            row.next_assembly_on or "",
            building.boiler_year or "",
            row.open_demandes,
        )


only_for_syndics = only_for(is_syndic, "Cet espace est celui des syndics.")


def organisation_of(request: HttpRequest, slug: str) -> Organisation:
    """The syndic of this address, for whom works there (404 else)."""
    mine = {one.slug: one for one in organisations_of(request.user, OrganisationKind.SYNDIC)}
    return mine.get(slug) or get_object_or_404(Organisation.objects.none(), slug=slug)


def managed_of(request: HttpRequest, slug: str, pk: int) -> ManagedBuilding:
    """The building of this address, of the syndic of this address (404 else). Raises NoLonger once
    it is off the table."""
    rows = organisation_of(request, slug).managed_buildings.select_related(
        "organisation", "copropriete__commune"
    )
    gone = "Cet immeuble n’est plus dans votre tableau : il en était déjà retiré."
    return get_or_no_longer(rows, gone, "syndics:desk", slug, pk=pk)
