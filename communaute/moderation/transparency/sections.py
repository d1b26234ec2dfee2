"""What is counted: each section says how, and in which words it is shown.

A room above adds its own at start-up (`register`). What is kept is raw; words come when shown.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from communaute.comptes.models import Organisation
from socle.hooks import hooked
from socle.small_counts import UNPUBLISHED, by_fives, is_small, small, small_below

from .models import Period

NOTHING_YET = "pas encore de données"
HOUR = 3600
# A share is told to the nearest of these: of few texts, a finer one would tell how many.
PERCENTS = 5

Raw = dict[str, Any]
Count = Callable[[Period, "Organisation | None"], Raw]


class Unit(Enum):
    """How a number is kept and shown.

    `COUNTS`: a group of counts with its total. `DELAYS`: [how many, median in seconds]. `RATES`:
    [of how many, how many]. `PLAIN`: numbers that name nobody, shown as they are. `APART`: counts
    that are no group.
    """

    COUNTS = 0
    DELAYS = 1
    RATES = 2
    PLAIN = 3
    APART = 4


@dataclass(frozen=True)
class FigureLine:
    """One published figure: its words, and its value when it may be published."""

    key: str
    label: str
    shown: str
    value: float | None = None
    definition: str = ""


@dataclass(frozen=True)
class Section:
    """`count(period, organisation)` gives raw numbers by key (None: the whole service); `labels`
    their words; `of_agencies` whether they are counted for one agency too."""

    key: str
    title: str
    definition: str
    count: Count
    labels: Mapping[str, str]
    unit: Unit = Unit.COUNTS
    total: str = "Total"
    of_agencies: bool = True
    definitions: Mapping[str, str] = field(default_factory=dict)

    def lines(self, raw: dict[str, Raw]) -> list[FigureLine]:
        """The figures as they are published, of those of all sections: counts go five by five."""
        make = _counts if self.unit is Unit.COUNTS else _LINES[self.unit]
        return list(make(self, raw[self.key]))


def sections() -> list[Section]:
    return [section for group in hooked("moderation.transparency") for section in group]


def figures(period: Period, organisation: Organisation | None = None) -> dict[str, Raw]:
    """Raw numbers of every section, as they are now."""
    return {
        section.key: section.count(period, organisation)
        for section in sections()
        if organisation is None or section.of_agencies
    }


def _counts(section: Section, raw: Raw) -> Iterable[FigureLine]:
    counts = {key: int(raw.get(key, 0)) for key in section.labels}
    total = sum(counts.values())
    line = _count("total", section.total, total)
    if _is_found(counts.values(), total):
        line = FigureLine("total", section.total, UNPUBLISHED)
    yield line
    for key, label in section.labels.items():
        yield _count(key, label, counts[key], section.definitions.get(key, ""))


def _is_found(counts: Collection[int], total: int) -> bool:
    """Whether the total, even rounded, leaves a single way to fill the lines that are small."""
    if is_small(total) or not any(is_small(count) for count in counts):
        return False
    step, least = small_below(), by_fives(total)
    lows = sum(1 if is_small(count) else by_fives(count) for count in counts)
    highs = sum(by_fives(count) + step - 1 for count in counts if count)
    return lows == least + step - 1 or highs == least


def _count(key: str, label: str, count: int, definition: str = "") -> FigureLine:
    if is_small(count):
        return FigureLine(key, label, small(), None, definition)
    return FigureLine(key, label, str(by_fives(count)), by_fives(count), definition)


def _apart(section: Section, raw: Raw) -> Iterable[FigureLine]:
    for key, label in section.labels.items():
        count = raw.get(key)
        definition = section.definitions.get(key, "")
        if count is None:
            yield FigureLine(key, label, NOTHING_YET, definition=definition)
        else:
            yield _count(key, label, count, definition)


def _delays(section: Section, raw: Raw) -> Iterable[FigureLine]:
    for key, label in section.labels.items():
        number, seconds = raw.get(key) or (0, None)
        hours = None if seconds is None or number < small_below() else round(seconds / HOUR)
        told = f"{hours} h" if hours else "moins d’une heure"
        shown = told if hours is not None else _few(number)
        yield FigureLine(key, label, shown, hours, section.definitions.get(key, ""))


def _rates(section: Section, raw: Raw) -> Iterable[FigureLine]:
    for key, label in section.labels.items():
        number, found = raw.get(key) or (0, 0)
        definition = section.definitions.get(key, "")
        if number < small_below():
            yield FigureLine(key, label, _few(number), None, definition)
        elif is_small(found) or is_small(number - found):
            yield FigureLine(key, label, UNPUBLISHED, None, definition)
        else:
            percent = PERCENTS * round(100 * found / number / PERCENTS)
            yield FigureLine(key, label, f"{percent} %", percent / 100, definition)


def _few(number: int) -> str:
    return f"{small()} mesures" if number else NOTHING_YET


def _plain(section: Section, raw: Raw) -> Iterable[FigureLine]:
    for key, label in section.labels.items():
        value = raw.get(key)
        shown = NOTHING_YET if value in {None, ""} else str(value)
        number = value if isinstance(value, int | float) else None
        yield FigureLine(key, label, shown, number, section.definitions.get(key, ""))


_LINES = {
    Unit.DELAYS: _delays,
    Unit.RATES: _rates,
    Unit.PLAIN: _plain,
    Unit.APART: _apart,
}
