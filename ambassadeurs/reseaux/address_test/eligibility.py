"""The address test: from a point to one of eleven outcomes.

Distances are straight lines to the nearest pipe, in Lambert-93, rounded to the metre. Only
networks with a trace and open to connection compete. Thresholds: `reseaux.numbers`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

import shapely
from django.db.models import Q

from communaute.territoires.models import Commune
from socle.numbers import quantity
from socle.typography import NBSP

from ..enums import Outcome, ReseauStatus
from ..geometry import in_mainland, to_lambert
from ..models import Reseau
from ..numbers import ReseauNumbers
from ..places import nearest_commune_code
from ..spatial import Hit, SpatialIndex, get_index

ELIGIBLE_OUTCOMES = frozenset(
    {
        Outcome.PDP_EXISTANT,
        Outcome.PDP_FUTUR,
        Outcome.EXISTANT_TRES_PROCHE,
        Outcome.FUTUR_TRES_PROCHE,
        Outcome.ZONE_FUTURE,
        Outcome.EXISTANT_PROCHE,
        Outcome.FUTUR_PROCHE,
    }
)
FUTURE_OUTCOMES = frozenset(
    {
        Outcome.PDP_FUTUR,
        Outcome.FUTUR_TRES_PROCHE,
        Outcome.ZONE_FUTURE,
        Outcome.FUTUR_PROCHE,
        Outcome.FUTUR_LOIN,
    }
)


# Circles in which the nearest network is looked for when all are too far, in metres.
BEYOND_M = (2_000, 5_000, 10_000, 20_000, 50_000)
OVERSEAS = "outre_mer"
ABROAD = "etranger"


class OutsideCoverage(Exception):
    """The point is where no distance can be told: `reason` is OVERSEAS or ABROAD."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Proximity(StrEnum):
    """How a distance reads, by the thresholds of that very network."""

    TRES_PROCHE = "tres_proche"
    PROCHE = "proche"
    LOIN = "loin"


@dataclass(frozen=True)
class Candidate:
    """A network within reach of the point."""

    reseau: Reseau
    distance_m: int
    proximity: Proximity


@dataclass(frozen=True)
class Eligibility:
    """The answer to an address test.

    `reseau` is the network the outcome speaks of (None when there is none to name) and
    `distance_m` its distance in whole metres, None inside a planned zone, without trace or too
    far. `candidates` are the *other* networks within 1 km, nearest first. `commune` is the one
    given, else the one of the nearest town hall. `beyond` is the nearest network when all are too
    far, None when none is known within 50 km.
    """

    outcome: Outcome
    distance_m: int | None
    reseau: Reseau | None
    in_pdp: bool
    candidates: tuple[Candidate, ...]
    commune: Commune | None
    beyond: Candidate | None = None

    @property
    def is_eligible(self) -> bool:
        return self.outcome in ELIGIBLE_OUTCOMES

    @property
    def is_future(self) -> bool:
        return self.outcome in FUTURE_OUTCOMES


@dataclass(frozen=True)
class _Answer:
    outcome: Outcome
    reseau: Reseau | None = None
    distance_m: int | None = None


def evaluate(*, longitude: float, latitude: float, commune: Commune | None) -> Eligibility:
    """Evaluate a WGS84 point (degrees). Four queries at most, whatever the data; beyond the far
    limit, one more for each circle that holds pipes, five at most.

    Raises OutsideCoverage overseas and abroad: no distance is computed there.
    """
    x, y, nearest = _inside_coverage(longitude, latitude, commune)
    if commune is None:
        commune = Commune.objects.filter(pk=nearest).first()
    point = shapely.Point(x, y)
    view = _View(get_index(), point)
    answer = _in_pdp(view)
    in_pdp = answer is not None
    if answer is None:
        answer = _by_distance(view) or _by_commune(commune)
    return Eligibility(
        outcome=answer.outcome,
        distance_m=answer.distance_m,
        reseau=answer.reseau,
        in_pdp=in_pdp,
        candidates=tuple(
            candidate for candidate in view.candidates if candidate.reseau != answer.reseau
        ),
        commune=commune,
        beyond=view.beyond() if answer.outcome == Outcome.TROP_ELOIGNE else None,
    )


def proximity_of(reseau: Reseau, distance_m: int) -> Proximity:
    """Read a distance with the thresholds of that network."""
    very_close_m, close_m = close_limits(reseau)
    if distance_m <= very_close_m:
        return Proximity.TRES_PROCHE
    return Proximity.PROCHE if distance_m <= close_m else Proximity.LOIN


def close_limits(reseau: Reseau) -> tuple[int, int]:
    """Up to how many metres a network is very close, and close: less for two networks of Paris."""
    rules = address_rules()
    if reseau.identifiant in rules.strict_networks and reseau.status == ReseauStatus.EXISTANT:
        return rules.strict_very_close_m, rules.strict_close_m
    return rules.very_close_m, rules.close_m


def too_far() -> Q:
    """Buildings further from their `nearest_reseau` than « proche »; twin of `close_limits`."""
    rules = address_rules()
    return Q(distance_m__gt=rules.close_m) | Q(
        distance_m__gt=rules.strict_close_m,
        nearest_reseau__identifiant__in=rules.strict_networks,
        nearest_reseau__status=ReseauStatus.EXISTANT,
    )


def _inside_coverage(
    longitude: float, latitude: float, commune: Commune | None
) -> tuple[float, float, str]:
    """Lambert-93 metres of the point, and the code of the commune of the nearest town hall."""
    if commune is not None and commune.is_overseas:
        raise OutsideCoverage(OVERSEAS)
    if not in_mainland(longitude, latitude):
        raise OutsideCoverage(OVERSEAS if _near_overseas(longitude, latitude) else ABROAD)
    x, y = to_lambert(longitude, latitude)
    nearest = nearest_commune_code(x, y)
    if nearest is None:
        raise OutsideCoverage(ABROAD)
    return x, y, nearest


def _near_overseas(longitude: float, latitude: float) -> bool:
    """True within half a degree or so of an overseas town hall."""
    return (
        Commune.objects.filter(
            longitude__range=(longitude - 0.5, longitude + 0.5),
            latitude__range=(latitude - 0.5, latitude + 0.5),
        )
        .filter(code__gte="97")
        .exists()
    )


class _View:
    """What is seen from the point: networks and perimeters, with their rows read at once."""

    def __init__(self, index: SpatialIndex, point: shapely.Point) -> None:
        self.index = index
        self.point = point
        far = address_rules().far_m
        existing = index.existing.within(point, distance_m=far)
        planned = index.planned.within(point, distance_m=far)
        self.pdps = index.pdp.containing(point)
        self.zones = index.zones.containing(point)
        ids = {hit.reseau_id for hit in (*existing, *planned)}
        ids.update(pk for _, links in (*self.pdps, *self.zones) for pk in links)
        rows = Reseau.objects.for_list().select_related("space")
        self.rows: dict[int, Reseau] = rows.in_bulk(ids)
        self.existing = self._open(existing)
        self.planned = self._open(planned)

    def _open(self, hits: Iterable[Hit]) -> list[Candidate]:
        return [
            Candidate(reseau, hit.distance_m, proximity_of(reseau, hit.distance_m))
            for hit in hits
            if (reseau := self.rows.get(hit.reseau_id)) is not None and reseau.is_open
        ]

    @property
    def candidates(self) -> list[Candidate]:
        return sorted(
            [*self.existing, *self.planned], key=lambda found: (found.distance_m, found.reseau.pk)
        )

    def beyond(self) -> Candidate | None:
        """The nearest open network past the far limit, looked for in wider and wider circles."""
        for radius in BEYOND_M:
            hits = [
                hit
                for layer in (self.index.existing, self.index.planned)
                for hit in layer.within(self.point, distance_m=radius)
            ]
            unread = {hit.reseau_id for hit in hits} - self.rows.keys()
            if unread:
                rows = Reseau.objects.filter(pk__in=unread).for_list()
                self.rows |= {reseau.pk: reseau for reseau in rows}
            found = sorted(self._open(hits), key=lambda one: (one.distance_m, one.reseau.pk))
            if found:
                return found[0]
        return None

    def open_networks(self, areas: Iterable[tuple[int, list[int]]]) -> list[Reseau]:
        """Networks of these perimeters, those closed to connection left out."""
        rows = (self.rows.get(pk) for _, links in areas for pk in links)
        return [reseau for reseau in rows if reseau is not None and reseau.is_open]

    def zone_networks(self) -> list[Reseau]:
        """Planned networks whose zone holds the point."""
        return [
            reseau
            for reseau in self.open_networks(self.zones)
            if reseau.status == ReseauStatus.EN_CONSTRUCTION
        ]

    def distance_to(self, reseau: Reseau) -> int | None:
        layer = (
            self.index.planned
            if reseau.status == ReseauStatus.EN_CONSTRUCTION
            else self.index.existing
        )
        return layer.distance_to(reseau.pk, self.point)


def _in_pdp(view: _View) -> _Answer | None:
    """Inside a priority perimeter: the planned network of a zone wins, else the nearest.

    The source links few perimeters to a network; without a link the nearest one is named. A
    network closed to connection is never named: the perimeter then reads as one without link.
    """
    if not view.pdps:
        return None
    linked = view.open_networks(view.pdps)
    for reseau in view.zone_networks():
        if reseau in linked or not linked:
            return _Answer(Outcome.PDP_FUTUR, reseau, None)
    if not linked:
        nearest = next(iter(view.candidates), None)
        if nearest is None:
            return _Answer(Outcome.PDP_EXISTANT)
        return _pdp_answer(nearest.reseau, nearest.distance_m)
    far = float("inf")
    ranked = sorted(
        ((view.distance_to(reseau), reseau) for reseau in linked),
        key=lambda pair: (far if pair[0] is None else pair[0], pair[1].pk),
    )
    distance, reseau = ranked[0]
    return _pdp_answer(reseau, distance)


def _pdp_answer(reseau: Reseau, distance_m: int | None) -> _Answer:
    planned = reseau.status == ReseauStatus.EN_CONSTRUCTION
    return _Answer(Outcome.PDP_FUTUR if planned else Outcome.PDP_EXISTANT, reseau, distance_m)


def _by_distance(view: _View) -> _Answer | None:
    """Existing before planned at each step; the nearest of each family speaks for it."""
    existing = next(iter(view.existing), None)
    planned = next(iter(view.planned), None)
    steps = (
        (existing, Proximity.TRES_PROCHE, Outcome.EXISTANT_TRES_PROCHE),
        (planned, Proximity.TRES_PROCHE, Outcome.FUTUR_TRES_PROCHE),
        (None, None, Outcome.ZONE_FUTURE),
        (existing, Proximity.PROCHE, Outcome.EXISTANT_PROCHE),
        (planned, Proximity.PROCHE, Outcome.FUTUR_PROCHE),
        (existing, Proximity.LOIN, Outcome.EXISTANT_LOIN),
        (planned, Proximity.LOIN, Outcome.FUTUR_LOIN),
    )
    for candidate, proximity, outcome in steps:
        if outcome == Outcome.ZONE_FUTURE and view.zones:
            return _Answer(outcome, next(iter(view.zone_networks()), None))
        if candidate is not None and candidate.proximity == proximity:
            return _Answer(outcome, candidate.reseau, candidate.distance_m)
    return None


def _by_commune(commune: Commune | None) -> _Answer:
    if commune is not None:
        reseau = Reseau.objects.without_trace_in(commune).for_list().first()
        if reseau is not None:
            return _Answer(Outcome.COMMUNE_SANS_TRACE, reseau)
    return _Answer(Outcome.TROP_ELOIGNE)


KILOMETRE = 1000
# To how many metres a distance is told when its place is kept no more precisely.
ABOUT_M = 10


def address_rules() -> ReseauNumbers:
    """The rules in force, as one object that does not change under a computation."""
    return ReseauNumbers.current()


def format_distance(distance_m: int | None) -> str:
    """Whole metres with their unit, as read: « 93 m », « 1 000 m »; words when there is none."""
    return "une distance inconnue" if distance_m is None else quantity(distance_m, "m")


def about(distance_m: float) -> int:
    """To ten metres."""
    return int(distance_m / ABOUT_M + 0.5) * ABOUT_M


def format_about(distance_m: int) -> str:
    """A distance to ten metres: « environ 90 m »; of a kilometre or more, as `format_far`."""
    tens = about(distance_m)
    if tens >= KILOMETRE:
        return f"environ {format_far(tens)}"
    return f"environ {quantity(tens, 'm')}" if tens else f"moins de {quantity(ABOUT_M, 'm')}"


def format_far(distance_m: int) -> str:
    """A distance of which the order counts: metres below a kilometre, else « 1 km », « 3,4 km »."""
    if distance_m < KILOMETRE:
        return quantity(distance_m, "m")
    tenths = round(distance_m / 100)
    whole = tenths % 10 == 0 or tenths >= 100
    return quantity(round(tenths / 10) if whole else tenths / 10, "km").replace(" ", NBSP)
