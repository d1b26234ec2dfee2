"""What makes a connected building like another: points, in SQL, and their words.

Those of what its ambassadors tell and answer (`ambassador_rank`) are added to the others.

The building of the person who looks is a `BuildingProfile`. The distance is measured from the
*public* place of an ambassador's building: the centre of its cell of the grid, else its commune.
Whoever asks from many invented points learns no more than what the site already shows.
"""

import math
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Case, F, FloatField, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Cast, Coalesce, Greatest, Power, Sqrt

from ambassadeurs.coproprietes.ambassador_rank import MOST
from ambassadeurs.coproprietes.models import Copropriete
from ambassadeurs.coproprietes.numbers import NUMBERS
from ambassadeurs.reseaux.address_test.eligibility import format_far
from ambassadeurs.reseaux.geometry import MAINLAND_DEGREES
from ambassadeurs.reseaux.models import Reseau
from communaute.territoires.models import Commune
from socle.buildings import ConstructionPeriod, HeatingEnergy

SAME_NETWORK = 50.0
NEARNESS = 20.0
SIZE = 15.0
SAME_PERIOD = 10.0
SAME_ENERGY = 10.0
SAME_MODE = 5.0
# Between a building and a public cell, distances are told by steps of so many metres.
HALF_KM = 500

# WGS84: half the long axis in metres, and the eccentricity squared.
_AXIS = 6_378_137.0
_ECCENTRICITY2 = 0.006_694_38
_FORMER = {
    HeatingEnergy.GAZ: "ancien gaz comme vous",
    HeatingEnergy.FIOUL: "ancien fioul comme vous",
    HeatingEnergy.ELECTRICITE: "autrefois à l’électricité comme vous",
}


@dataclass(frozen=True)
class BuildingProfile:
    """What is known of the building of the person who looks; every fact is optional.

    `longitude`/`latitude` in WGS84 degrees, both or neither; without them, distances start from
    the centre of `commune`. A point outside the mainland is without distance. `energy` is the one
    in use today. An energy « autre » and a period that is not known are like nothing.
    """

    reseau: Reseau | None = None
    longitude: float | None = None
    latitude: float | None = None
    commune: Commune | None = None
    lots: int | None = None
    period: str = ""
    energy: str = ""
    heating_mode: str = ""

    @cached_property
    def place(self) -> tuple[float, float] | None:
        """Longitude and latitude, when distances can be measured from there."""
        longitude, latitude = self.longitude, self.latitude
        if not self.is_exact and self.commune is not None:
            longitude, latitude = self.commune.longitude, self.commune.latitude
        if longitude is None or latitude is None:
            return None
        west, south, east, north = MAINLAND_DEGREES
        inside = west <= longitude <= east and south <= latitude <= north
        return (longitude, latitude) if inside else None

    @property
    def is_exact(self) -> bool:
        """The point is the one of the building: distances may be told."""
        return self.longitude is not None and self.latitude is not None

    @property
    def is_known(self) -> bool:
        """At least one fact can be compared."""
        facts = (self.reseau, self.place, self.lots, self.period, self.energy, self.heating_mode)
        return any(facts)

    @property
    def compared_period(self) -> str:
        return "" if self.period == ConstructionPeriod.NON_CONNUE else self.period

    @property
    def compared_energy(self) -> str:
        return self.energy if self.energy in _FORMER else ""

    def metres(self, longitude: float, latitude: float) -> float | None:
        """Straight line to a point, in metres; off by a metre or two at five kilometres."""
        if self.place is None:
            return None
        east, north = metres_per_degree(self.place[1])
        return math.hypot(
            (longitude - self.place[0]) * east,
            (latitude - self.place[1]) * north,
        )


def metres_per_degree(latitude: float) -> tuple[float, float]:
    """Length of one degree of longitude and of one of latitude, there, on the ellipsoid."""
    sine = math.sin(math.radians(latitude))
    bend = 1 - _ECCENTRICITY2 * sine * sine
    across = _AXIS / math.sqrt(bend) * math.cos(math.radians(latitude))
    along = _AXIS * (1 - _ECCENTRICITY2) / bend**1.5
    return math.radians(across), math.radians(along)


def points(profile: BuildingProfile, prefix: str = "") -> Any:
    """SQL: the points of likeness of a copropriété reached by `prefix` ("copropriete__")."""
    terms: list[Any] = [Cast(F(f"{prefix}telling"), FloatField())]
    if profile.reseau is not None:
        terms.append(_if(Q(**{f"{prefix}reseau": profile.reseau.pk}), SAME_NETWORK))
    if profile.place is not None:
        terms.append(_nearness(profile, profile.place, prefix))
    if profile.lots:
        terms.append(_if(near_size(profile.lots, prefix), SIZE))
    if profile.compared_period:
        terms.append(_if(Q(**{f"{prefix}period": profile.period}), SAME_PERIOD))
    if profile.compared_energy:
        terms.append(_if(Q(**{f"{prefix}former_energy": profile.energy}), SAME_ENERGY))
    if profile.heating_mode:
        terms.append(_if(Q(**{f"{prefix}heating_mode": profile.heating_mode}), SAME_MODE))
    total = terms[0]
    for term in terms[1:]:
        total = total + term
    return total


def most_points(profile: BuildingProfile) -> float:
    """What the building most like it would get: a bound, to know when to stop looking."""
    given = (
        (profile.reseau, SAME_NETWORK),
        (profile.place, NEARNESS),
        (profile.lots, SIZE),
        (profile.compared_period, SAME_PERIOD),
        (profile.compared_energy, SAME_ENERGY),
        (profile.heating_mode, SAME_MODE),
    )
    return MOST + sum(value for fact, value in given if fact)


def _if(condition: Any, value: float) -> Case:
    return Case(When(condition, then=Value(value)), default=Value(0.0), output_field=FloatField())


def near_size(lots: int, prefix: str = "") -> Q:
    """From half to twice as many lots, both included: people compare with what is like them."""
    return Q(**{f"{prefix}lots__gte": math.ceil(lots / 2), f"{prefix}lots__lte": lots * 2})


def _alike_in_size(lots: int, other: int) -> bool:
    return lots <= 2 * other and other <= 2 * lots


def public_place(prefix: str = "") -> tuple[Coalesce, Coalesce]:
    """SQL: longitude and latitude of what may be shown, in degrees.

    The commune is read for the rows without public cell only: a join would read it for all.
    """
    commune = Commune.objects.filter(pk=OuterRef(f"{prefix}commune")).order_by()
    return (
        Coalesce(f"{prefix}public_longitude", Subquery(commune.values("longitude"))),
        Coalesce(f"{prefix}public_latitude", Subquery(commune.values("latitude"))),
    )


def metres_from(place: tuple[float, float], prefix: str = "") -> Any:
    """SQL: straight line in metres from a WGS84 point to the public place."""
    east, north = metres_per_degree(place[1])
    longitude, latitude = public_place(prefix)
    across = Power((longitude - Value(place[0])) * Value(east), 2.0)
    along = Power((latitude - Value(place[1])) * Value(north), 2.0)
    return Sqrt(across + along, output_field=FloatField())


def _nearness(profile: BuildingProfile, place: tuple[float, float], prefix: str) -> Any:
    """20 points at 0 m, none from 5 000 m on, in a straight line between.

    From a commune to itself there is no distance to measure: 20 points.
    """
    given = NEARNESS - metres_from(place, prefix) * (NEARNESS / NUMBERS.near_m)
    measured = Coalesce(Greatest(Value(0.0), given), Value(0.0), output_field=FloatField())
    if profile.is_exact or profile.commune is None:
        return measured
    same = When(Q(**{f"{prefix}commune": profile.commune.pk}), then=Value(NEARNESS))
    return Case(same, default=measured, output_field=FloatField())


def around(place: tuple[float, float], commune: Commune | None = None, prefix: str = "") -> Q:
    """Buildings whose public cell is within five kilometres, corners of the square included, and
    those of the commune, which may have no cell."""
    east, north = metres_per_degree(place[1])
    wide, high = NUMBERS.near_m / east, NUMBERS.near_m / north
    near = Q(
        **{
            f"{prefix}public_longitude__range": (place[0] - wide, place[0] + wide),
            f"{prefix}public_latitude__range": (place[1] - high, place[1] + high),
        }
    )
    return near | Q(**{f"{prefix}commune": commune.pk}) if commune is not None else near


def reasons_of(copropriete: Copropriete, profile: BuildingProfile) -> list[str]:
    """Why this building, in words, the weightiest first. Its commune must be loaded."""
    reasons = []
    if profile.reseau is not None and copropriete.reseau_id == profile.reseau.pk:
        reasons.append("même réseau")
    reasons += _distance_in_words(copropriete, profile)
    if profile.lots and copropriete.lots and _alike_in_size(copropriete.lots, profile.lots):
        reasons.append(f"{copropriete.lots} lots contre vos {profile.lots}")
    if profile.compared_period and copropriete.period == profile.period:
        period = copropriete.get_period_display().lower()
        reasons.append(f"construction {period} comme vous")
    if profile.compared_energy and copropriete.former_energy == profile.energy:
        reasons.append(_FORMER[HeatingEnergy(profile.energy)])
    if profile.heating_mode and copropriete.heating_mode == profile.heating_mode:
        reasons.append(f"chauffage {copropriete.get_heating_mode_display().lower()} comme vous")
    if copropriete.has_verified_figures:
        reasons.append("chiffres vérifiés")
    return reasons


def _distance_in_words(copropriete: Copropriete, profile: BuildingProfile) -> list[str]:
    """To the half kilometre, from a building to a public cell; else only whether the commune is
    the same."""
    longitude, latitude = copropriete.public_longitude, copropriete.public_latitude
    if longitude is None or latitude is None or not profile.is_exact:
        same = profile.commune is not None and profile.commune.pk == copropriete.commune_id
        return ["même commune"] if same else []
    metres = profile.metres(longitude, latitude)
    if metres is None or metres >= NUMBERS.near_m:
        return []
    halves = round(metres / HALF_KM)
    if halves == 0:
        return [f"à moins de {format_far(HALF_KM)}"]
    return [f"à environ {format_far(halves * HALF_KM)}"]
