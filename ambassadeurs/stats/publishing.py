"""What of a count may be published: private acts go five by five, so that nothing is subtracted.

A private act (a test, a demande, a visit, an opinion) is told with four others at least: since the
opening, such a count is rounded down to a multiple of five; in a period, it is the difference of
the rounded counts of its two ends. Every published number is then a multiple of five, and so is
any sum or difference of them, of two months, of two files, of a country and its parts: none ever
isolates one to four people. What is left over is told with the acts that come next.

Then the shapes in which numbers are told.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta

from socle.french import duration, number, percentage
from socle.small_counts import is_small, small_below

NOW = "aujourd’hui"


def told(count: int) -> str:
    """As people read it: « 1 250 », or « moins de 5 »."""
    return number(count) if count >= small_below() else f"moins de {small_below()}"


def share(part: int, whole: int) -> int | None:
    """Rounded percentage; None when nothing can be divided."""
    return round(part * 100 / whole) if whole else None


def private_share(part: int, whole: int) -> int | None:
    """The same of private acts: None unless both sides are large enough, or empty."""
    if whole < small_below() or is_small(part) or is_small(whole - part):
        return None
    return share(part, whole)


def quantile(hours: Counter[int], percent: int) -> int | None:
    """The response time, in hours begun, within which `percent` of the answers came.

    `hours` is {hours: answers}. None of fewer than five: it would be somebody's own.
    """
    total = hours.total()
    if total < small_below():
        return None
    wanted, seen = -(-total * percent // 100), 0
    for hour in sorted(hours):
        seen += hours[hour]
        if seen >= wanted:
            return hour
    return None


@dataclass(frozen=True)
class Figure:
    """One figure. `raw`: its value in `unit` (None: not published); hidden: « moins de 5 »."""

    key: str
    label: str
    value: str
    raw: int | None
    unit: str
    period: str
    definition: str
    is_hidden: bool = False


@dataclass(frozen=True)
class Step:
    """One step of the funnel and the width of its bar (0 to 100)."""

    figure: Figure
    bar: int


@dataclass(frozen=True)
class Delay:
    """How fast one kind of recipient answers; None where fewer than five tell it."""

    key: str
    label: str
    answers: int
    median: int | None
    slow: int | None
    in_time: int | None
    limit: str

    @property
    def median_told(self) -> str:
        return _hours(self.median)

    @property
    def slow_told(self) -> str:
        return _hours(self.slow)

    @property
    def in_time_told(self) -> str:
        return percentage(self.in_time)

    @property
    def told(self) -> str:
        """What was measured, in a sentence."""
        parts = [
            self.median is not None and f"la moitié en {self.median_told}",
            self.slow is not None and f"neuf sur dix en {self.slow_told}",
            self.in_time is not None and f"{self.in_time_told} {self.limit}",
        ]
        return ", ".join(part for part in parts if part) or "trop peu de réponses pour le dire"


@dataclass(frozen=True)
class Avoided:
    """Tonnes of CO2 avoided a year by `buildings` whose figures are of one kind."""

    key: str
    label: str
    buildings: int
    tonnes: int
    low: int
    high: int


def _hours(hours: int | None) -> str:
    return duration(None if hours is None else timedelta(hours=hours))
