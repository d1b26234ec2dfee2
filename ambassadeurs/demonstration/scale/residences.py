"""Networks, connected copropriétés and verified ambassadors in bulk, in the large towns."""

from dataclasses import dataclass
from datetime import timedelta
from itertools import batched
from random import Random

import shapely
from django.utils import timezone

from ambassadeurs.coproprietes.ambassador_rank import SHEET, VERIFIED_FIGURES
from ambassadeurs.coproprietes.enums import AmbassadeurRole, AmbassadeurStatus, FigureKey
from ambassadeurs.coproprietes.models import Ambassadeur, Copropriete, Figure, RetourExperience
from ambassadeurs.coproprietes.numbers import NUMBERS
from ambassadeurs.coproprietes.services import GRID_M, centre_of
from ambassadeurs.reseaux.geometry import LAMBERT_93, WGS84, in_mainland, project
from ambassadeurs.reseaux.models import Reseau
from ambassadeurs.reseaux.services import ensure_spaces
from communaute.territoires.models import Commune
from socle.buildings import ConstructionPeriod

from .texts import BATCH, create_people

# Buildings of one network, and towns that have some; a town spreads over some kilometres.
PER_NETWORK = 20
TOWNS = 200
_SPREAD_DEGREES = 0.02
_PERIODS = [period for period in ConstructionPeriod if period != ConstructionPeriod.NON_CONNUE]
_NAMES = ("Les Tilleuls", "Le Parc", "Beausoleil", "Les Glycines", "Le Belvédère", "La Fontaine")


@dataclass(frozen=True)
class _Place:
    longitude: float
    latitude: float
    column: int
    row: int


def create_residences(random: Random, count: int) -> None:
    """`count` connected copropriétés, each with one verified ambassador; a third have a sheet."""
    if not count:
        return
    networks = _create_networks(random, -(-count // PER_NETWORK))
    places = _places(random, [networks[n % len(networks)] for n in range(count)])
    filled: dict[tuple[int, int], int] = {}
    for place in places:
        filled[place.column, place.row] = filled.get((place.column, place.row), 0) + 1
    public = {
        cell: centre_of(*cell) for cell, inside in filled.items() if inside >= NUMBERS.grid_from
    }
    made: list[Copropriete] = []
    for numbers in batched(range(count), BATCH, strict=False):
        rows = [
            _building(random, number, networks[number % len(networks)], places[number], public)
            for number in numbers
        ]
        made += Copropriete.objects.bulk_create(rows)
    people = create_people(count)
    mandates = [
        _mandate(random, user.pk, building.pk) for user, building in zip(people, made, strict=True)
    ]
    Ambassadeur.objects.bulk_create(mandates, batch_size=BATCH)
    _create_sheets(made[::3], mandates[::3])


def _create_networks(random: Random, count: int) -> list[Reseau]:
    towns = [
        commune
        for commune in Commune.objects.filter(latitude__isnull=False)[:TOWNS]
        if in_mainland(commune.longitude or 0.0, commune.latitude or 0.0)
    ]
    start = Reseau.objects.filter(source_key__startswith="echelle-").count()
    rows = []
    for number in range(start, start + count):
        commune = towns[number % len(towns)]
        key = f"echelle-{number}"
        rows.append(
            Reseau(
                name=f"Réseau {number} de {commune.name}",
                slug=key,
                source_key=key,
                commune=commune,
                communes_label=commune.name,
                departement_id=commune.departement_id,
                enrr_rate=random.randint(20, 95),
            )
        )
    networks = Reseau.objects.bulk_create(rows, batch_size=BATCH)
    ensure_spaces(networks)
    return networks


def _places(random: Random, networks: list[Reseau]) -> list[_Place]:
    """One place per building around the town of its network, all projected at once."""
    degrees = []
    for reseau in networks:
        town = reseau.commune
        if town is None or town.longitude is None or town.latitude is None:
            raise ValueError("réseau sans commune")
        degrees.append(
            (
                town.longitude + random.gauss(0, _SPREAD_DEGREES),
                town.latitude + random.gauss(0, _SPREAD_DEGREES),
            )
        )
    metres = shapely.get_coordinates(
        project(shapely.multipoints(degrees), source=WGS84, target=LAMBERT_93)
    )
    return [
        _Place(longitude, latitude, int(x // GRID_M), int(y // GRID_M))
        for (longitude, latitude), (x, y) in zip(degrees, metres.tolist(), strict=True)
    ]


def _building(
    random: Random,
    number: int,
    reseau: Reseau,
    place: _Place,
    public: dict[tuple[int, int], tuple[float, float]],
) -> Copropriete:
    longitude, latitude = public.get((place.column, place.row), (None, None))
    before = random.randint(900, 2200)
    return Copropriete(
        name=f"{random.choice(_NAMES)} {number}",
        reseau=reseau,
        commune_id=reseau.commune_id,
        longitude=place.longitude,
        latitude=place.latitude,
        grid_x=place.column,
        grid_y=place.row,
        public_longitude=longitude,
        public_latitude=latitude,
        lots=round(random.lognormvariate(3.9, 0.7)) + 2,
        period=random.choice(_PERIODS),
        former_energy=random.choice(("gaz", "gaz", "fioul", "electricite")),
        heating_mode=random.choice(("collectif", "collectif", "individuel")),
        connected_year=random.randint(2005, 2025),
        cost_before=before,
        cost_after=round(before * random.uniform(0.7, 1.05)),
        cost_years="2021 et 2024",
        quote="Un hiver sans panne.",
        is_demo=True,
    )


def _mandate(random: Random, user: int, building: int) -> Ambassadeur:
    """One in twenty on pause, one in twenty expired, one in three with an open request."""
    now = timezone.now()
    paused, expired = random.random() < 0.05, random.random() < 0.05
    return Ambassadeur(
        user_id=user,
        copropriete_id=building,
        first_name=random.choice(("Monique", "Bernard", "Nadia", "Paul")),
        role=random.choice(AmbassadeurRole.values),
        status=AmbassadeurStatus.VERIFIED,
        takes_visits=random.random() < 0.5,
        verified_at=now - timedelta(days=200),
        expires_at=now + timedelta(days=-1 if expired else 500),
        paused_until=timezone.localdate() + timedelta(days=30) if paused else None,
        open_demandes=random.choice((0, 0, 1)),
    )


def _create_sheets(buildings: list[Copropriete], mandates: list[Ambassadeur]) -> None:
    """A published sheet with one verified figure for each."""
    now = timezone.now()
    sheets = RetourExperience.objects.bulk_create(
        [
            RetourExperience(
                copropriete=building,
                author_id=mandate.user_id,
                commune_id=building.commune_id,
                state="publie",
                why="La chaudière avait trente ans. " * 20,
                convinced="Deux assemblées générales. " * 20,
                published_at=now,
            )
            for building, mandate in zip(buildings, mandates, strict=True)
        ],
        batch_size=BATCH,
    )
    Figure.objects.bulk_create(
        [
            Figure(
                retour=sheet,
                key=FigureKey.COST_BEFORE,
                value=building.cost_before,
                year=2021,
                proof_kind="Relevé de charges",
                verified_at=now,
            )
            for sheet, building in zip(sheets, buildings, strict=True)
        ],
        batch_size=BATCH,
    )
    checked = Copropriete.objects.filter(retours__figures__verified_at=now)
    checked.update(has_verified_figures=True, telling=SHEET + VERIFIED_FIGURES)
