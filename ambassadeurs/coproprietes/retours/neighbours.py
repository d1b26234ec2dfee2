"""What neighbours pay, as an order, for the page of an address: never one building’s figure."""

from __future__ import annotations

from dataclasses import dataclass

from socle.medians import middle_half
from socle.numbers import NBSP, quantity

from ..enums import FigureKey
from ..numbers import NUMBERS
from .figures import NetworkTold

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
