"""What is counted: each section says how, and in which words it is shown.

A room above adds its own at start-up (`register`). What is kept is raw; words come when shown.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING, Any

from socle.hooks import hooked
from socle.small_counts import is_small, masked, small_below

from .periods import Period

if TYPE_CHECKING:
    from communaute.comptes.models import Organisation

SMALL = "moins de {}"
UNPUBLISHED = "non publié"
NOTHING_YET = "pas encore de données"
HOUR = 3600

Raw = dict[str, Any]
Count = Callable[[Period, "Organisation | None"], Raw]


class Unit(Enum):
    """How a number is kept and shown.

    `COUNTS`: a group of counts with its total. `DELAYS`: [how many, median in seconds]. `RATES`:
    [of how many, how many]. `PLAIN`: numbers that name nobody, shown as they are. `APART`: counts
    that are no group, each masked by itself.
    """

    COUNTS = 0
    DELAYS = 1
    RATES = 2
    PLAIN = 3
    APART = 4


@dataclass(frozen=True)
class Line:
    """One published figure: its words, and its value when it may be published."""

    key: str
    label: str
    shown: str
    value: float | None = None
    definition: str = ""


@dataclass(frozen=True)
class Section:
    """`count(period, organisation)` gives raw numbers by key (None: the whole service); `labels`
    their words; `of_agencies` whether they are counted for one agency too; `within` the section
    whose total counts all that this one counts, and more."""

    key: str
    title: str
    definition: str
    count: Count
    labels: Mapping[str, str]
    unit: Unit = Unit.COUNTS
    total: str = "Total"
    of_agencies: bool = True
    within: str = ""
    definitions: Mapping[str, str] = field(default_factory=dict)

    def lines(self, raw: dict[str, Raw]) -> list[Line]:
        """The figures as they are published, of those of all sections: small counts are masked."""
        own = raw[self.key]
        if self.unit is Unit.COUNTS:
            return list(_counts(self, own, self._gap(raw)))
        return list(_LINES[self.unit](self, own))

    def _gap(self, raw: dict[str, Raw]) -> int:
        """What the section `within` which it is counts besides, when its total is public."""
        whole = sum(raw.get(self.within, {}).values())
        return 0 if is_small(whole) else whole - sum(raw[self.key].values())


def sections() -> list[Section]:
    return [section for group in hooked("moderation.transparency") for section in group]


def figures(period: Period, organisation: Organisation | None = None) -> dict[str, Raw]:
    """Raw numbers of every section, as they are now."""
    return {
        section.key: section.count(period, organisation)
        for section in sections()
        if organisation is None or section.of_agencies
    }


def small() -> str:
    """What stands for a count that is too small to be published."""
    return SMALL.format(small_below())


def mask(values: Mapping[str, int]) -> dict[str, str]:
    """Numbers to publish: 1 to 4 become « moins de 5 », zero stays zero.

    When the total would give one of these away, the smallest others of the group are masked too.
    """
    shown = masked(values)
    return {key: _count(key, "", values[key], count).shown for key, count in shown.items()}


def _counts(section: Section, raw: Raw, gap: int) -> Iterable[Line]:
    """When the gap with the other total is small, that total is the one which is public: the gap is
    a cell to hide like the others, and this total would give it away."""
    counts = {key: int(raw.get(key, 0)) for key in section.labels}
    total = sum(counts.values())
    shown = masked(counts | {"gap": gap}) if is_small(gap) else masked(counts)
    hidden = is_small(total) or is_small(gap)
    yield _count("total", section.total, total, None if hidden else total)
    for key, label in section.labels.items():
        yield _count(key, label, counts[key], shown[key], section.definitions.get(key, ""))


def _count(key: str, label: str, count: int, shown: int | None, definition: str = "") -> Line:
    hidden = small() if is_small(count) else UNPUBLISHED
    return Line(key, label, hidden if shown is None else str(shown), shown, definition)


def _apart(section: Section, raw: Raw) -> Iterable[Line]:
    for key, label in section.labels.items():
        count = raw.get(key)
        definition = section.definitions.get(key, "")
        if count is None:
            yield Line(key, label, NOTHING_YET, definition=definition)
        else:
            yield _count(key, label, count, None if is_small(count) else count, definition)


def _delays(section: Section, raw: Raw) -> Iterable[Line]:
    for key, label in section.labels.items():
        number, seconds = raw.get(key) or (0, None)
        hours = None if seconds is None or number < small_below() else round(seconds / HOUR)
        told = f"{hours} h" if hours else "moins d’une heure"
        shown = told if hours is not None else _few(number)
        yield Line(key, label, shown, hours, section.definitions.get(key, ""))


def _rates(section: Section, raw: Raw) -> Iterable[Line]:
    for key, label in section.labels.items():
        number, found = raw.get(key) or (0, 0)
        rate = None if number < small_below() else found / number
        shown = f"{round(100 * found / number)} %" if rate is not None else _few(number)
        yield Line(key, label, shown, rate, section.definitions.get(key, ""))


def _few(number: int) -> str:
    return f"{small()} mesures" if number else NOTHING_YET


def _plain(section: Section, raw: Raw) -> Iterable[Line]:
    for key, label in section.labels.items():
        value = raw.get(key)
        shown = NOTHING_YET if value in {None, ""} else str(value)
        number = value if isinstance(value, int | float) else None
        yield Line(key, label, shown, number, section.definitions.get(key, ""))


_LINES = {
    Unit.DELAYS: _delays,
    Unit.RATES: _rates,
    Unit.PLAIN: _plain,
    Unit.APART: _apart,
}
