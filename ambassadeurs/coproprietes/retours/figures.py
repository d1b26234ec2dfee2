"""Reading the figures of retours d’expérience: one sheet in lines, a network in medians."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import QuerySet

from socle.medians import median, middle_half
from socle.numbers import quantity
from socle.typography import NBSP

from ..enums import FIGURE_UNITS, YEARLY, Again, FigureKey
from ..models import Figure, RetourExperience
from ..numbers import NUMBERS

_COSTS = FigureKey.COST_BEFORE, FigureKey.COST_AFTER
# The energy bought before and the heat delivered after are not of one meter: no change is told.
_SINGLES = (
    FigureKey.GAS_BEFORE,
    FigureKey.FUEL_BEFORE,
    FigureKey.KWH_BEFORE,
    FigureKey.KWH_AFTER,
    FigureKey.POWER,
    FigureKey.NETWORK_PRICE,
    FigureKey.WORKS_GROSS,
    FigureKey.WORKS_NET,
)
# A median before counts the buildings that also tell this one.
_AFTER = {
    FigureKey.COST_BEFORE: FigureKey.COST_AFTER,
    FigureKey.GAS_BEFORE: FigureKey.KWH_AFTER,
    FigureKey.FUEL_BEFORE: FigureKey.KWH_AFTER,
    FigureKey.KWH_BEFORE: FigureKey.KWH_AFTER,
}


@dataclass(frozen=True)
class FigureLine:
    """A figure, or a pair before and after the connection; `change_percent` is signed.

    `former` are the other years told of the same figures, the newest first.
    """

    title: str
    unit: str
    figures: list[Figure]
    change_percent: int | None = None
    former: tuple[Figure, ...] = ()


def latest(retour: RetourExperience) -> dict[str, Figure]:
    """The figure of the last year told for each key. No query when figures are prefetched."""
    return {one.key: one for one in sorted(retour.figures.all(), key=lambda one: one.year)}


def figure_lines(retour: RetourExperience) -> list[FigureLine]:
    """The figures of a sheet in the order people ask, the last year of each; half a pair is
    shown alone. No query when the figures are prefetched."""
    known = latest(retour)
    former: dict[str, list[Figure]] = {}
    for one in sorted(retour.figures.all(), key=lambda one: -one.year):
        if one != known[one.key]:
            former.setdefault(one.key, []).append(one)
    before, after = (known.get(key) for key in _COSTS)
    if before and after:
        change = round((after.value - before.value) * 100 / before.value) if before.value else None
        others = tuple(one for key in reversed(_COSTS) for one in former.get(key, ()))
        pair = [before, after]
        lines = [FigureLine("Chauffage", before.unit, pair, change, others)]
    else:
        lines = [_single(one, former) for one in (before, after) if one]
    return lines + [_single(known[key], former) for key in _SINGLES if key in known]


def _single(figure: Figure, former: dict[str, list[Figure]]) -> FigureLine:
    others = tuple(former.get(figure.key, ()))
    return FigureLine(figure.get_key_display(), figure.unit, [figure], former=others)


def figures_in_order(retour: RetourExperience) -> list[Figure]:
    """Every figure of a sheet, as its form asks them, the newest year first."""
    order = list(FigureKey.values)
    return sorted(retour.figures.all(), key=lambda one: (order.index(one.key), -one.year))


# Of a whole building on the sheet, per lot in a median.
_PER_LOT = {
    FigureKey.GAS_BEFORE: "kWh PCS par lot et par an",
    FigureKey.FUEL_BEFORE: "litres par lot et par an",
    FigureKey.KWH_BEFORE: "kWh par lot et par an",
    FigureKey.KWH_AFTER: "kWh par lot et par an",
    FigureKey.POWER: "kW par lot",
}


@dataclass(frozen=True)
class NetworkChoice:
    """What the copropriétés of a network say of their choice: how many of `count` would make it
    again, would make it otherwise, would not."""

    count: int
    yes: int
    differently: int
    no: int


@dataclass(frozen=True)
class NetworkMedian:
    """The median of one figure over `count` copropriétés of a network, in `unit`, and the range
    from the smallest to the largest.

    `years` says what the figures are about: "2023", or "2020 à 2023". `follows_winter`: the value
    also depends on how cold that year was, and is not corrected for it.
    """

    label: str
    unit: str
    value: Decimal
    lowest: Decimal
    highest: Decimal
    count: int
    years: str
    follows_winter: bool


@dataclass(frozen=True)
class NetworkTold:
    """What the published sheets of the public copropriétés of a network tell, together.

    `figures` are a value and its year for each key, the last year of each copropriété; before the
    connection, only of those that tell the same figure after. `again` counts whether they would do
    it again. What fewer than `NUMBERS.median_from` tell is not said: it would tell what one says.
    """

    figures: dict[str, list[tuple[Decimal, int]]]
    again: Counter[str]

    @property
    def medians(self) -> list[NetworkMedian]:
        """Energy is per lot: a building that does not tell its lots is not counted."""
        told = {key: self.figures.get(key, []) for key in FigureKey}
        return [
            _median_of(key, values)
            for key, values in told.items()
            if len(values) >= NUMBERS.median_from
        ]

    @property
    def choice(self) -> NetworkChoice | None:
        if self.again.total() < NUMBERS.median_from:
            return None
        return NetworkChoice(
            count=self.again.total(),
            yes=self.again[Again.YES],
            differently=self.again[Again.DIFFERENTLY],
            no=self.again[Again.NO],
        )


def told_of(coproprietes: Collection[int] | QuerySet) -> NetworkTold:
    """What these copropriétés, public ones (their keys, or the query of them), tell together; one
    query, whatever is asked of it."""
    figure = [f"figures__{name}" for name in ("key", "value", "year")]
    rows = (
        RetourExperience.objects.published()
        .filter(copropriete__in=coproprietes)
        .order_by("figures__year", "figures__pk")
        .values_list("pk", "again", "copropriete__lots", *figure)
    )
    again: dict[int, str] = {}
    told: dict[str, dict[int, tuple[Decimal, int]]] = {}
    for retour, said, lots, key, value, year in rows:
        if said:
            again[retour] = said
        if key in _PER_LOT:
            if lots:
                told.setdefault(key, {})[retour] = (value / lots, year)
        elif key:
            told.setdefault(key, {})[retour] = (value, year)
    for before, after in _AFTER.items():
        both = told.get(before, {}).keys() & told.get(after, {}).keys()
        told[before] = {
            retour: one for retour, one in told.get(before, {}).items() if retour in both
        }
    figures = {key: list(last.values()) for key, last in told.items()}
    return NetworkTold(figures, Counter(again.values()))


def _median_of(key: FigureKey, told: list[tuple[Decimal, int]]) -> NetworkMedian:
    values, years = [value for value, _ in told], [year for _, year in told]
    first, last = min(years), max(years)
    return NetworkMedian(
        label=key.label,
        unit=_PER_LOT.get(key, FIGURE_UNITS[key]),
        value=median(values),
        lowest=min(values),
        highest=max(values),
        count=len(values),
        years=str(first) if first == last else f"{first} à {last}",
        follows_winter=key in YEARLY and key != FigureKey.NETWORK_PRICE,
    )


ROUND_TO = 10


@dataclass(frozen=True)
class NeighbourCosts:
    """The middle half of what `count` copropriétés pay, in whole € TTC a lot and a year.

    Rounded to ten euros; `years` is "2024", or "2022 à 2024".
    """

    low: int
    high: int
    count: int
    years: str

    @property
    def range(self) -> str:
        """« 1 080 à 1 170 € », or « environ 1 080 € » when both ends meet."""
        if self.low == self.high:
            return f"environ {quantity(self.low, '€')}"
        return f"{quantity(self.low, '').rstrip(NBSP)} à {quantity(self.high, '€')}"


def costs_of(network: NetworkTold) -> NeighbourCosts | None:
    """The published costs of heating after the connection, the last year of each building.

    None with fewer than NUMBERS.median_from buildings: it would tell that of one.
    """
    told = network.figures.get(FigureKey.COST_AFTER, [])
    if len(told) < NUMBERS.median_from:
        return None
    first, third = middle_half(float(value) for value, _ in told)
    years = sorted({year for _, year in told})
    return NeighbourCosts(
        low=round(first / ROUND_TO) * ROUND_TO,
        high=round(third / ROUND_TO) * ROUND_TO,
        count=len(told),
        years=str(years[0]) if len(years) == 1 else f"{years[0]} à {years[-1]}",
    )
