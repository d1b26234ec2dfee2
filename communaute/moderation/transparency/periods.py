"""Quarters and years, in Paris time."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.db.models import Q
from django.utils import timezone

_KEY = re.compile(r"(20\d\d)(?:-T([1-4]))?")
_ORDINAL = {1: "1er", 2: "2e", 3: "3e", 4: "4e"}


@dataclass(frozen=True)
class Period:
    """A year, or a `quarter` (1 to 4) of it. Its end is the first moment of the next one."""

    year: int
    quarter: int = 0

    @property
    def key(self) -> str:
        """« 2026-T3 » or « 2026 »: what addresses say."""
        return f"{self.year}-T{self.quarter}" if self.quarter else str(self.year)

    @property
    def label(self) -> str:
        return f"{_ORDINAL[self.quarter]} trimestre {self.year}" if self.quarter else f"{self.year}"

    @property
    def starts_at(self) -> datetime:
        return _midnight(self.year, 3 * self.quarter - 2 if self.quarter else 1)

    @property
    def ends_at(self) -> datetime:
        if self.quarter in {0, 4}:
            return _midnight(self.year + 1, 1)
        return _midnight(self.year, 3 * self.quarter + 1)

    def contains(self, field: str) -> Q:
        """Filter of rows whose `field` falls in the period."""
        return Q(**{f"{field}__gte": self.starts_at, f"{field}__lt": self.ends_at})

    def __str__(self) -> str:
        return self.label


def _midnight(year: int, month: int) -> datetime:
    return timezone.make_aware(datetime.combine(date(year, month, 1), time()))


def quarter_of(moment: datetime) -> Period:
    day = timezone.localdate(moment)
    return Period(day.year, (day.month + 2) // 3)


def period_of(key: Any) -> Period | None:
    """The period of that key; None when there is none."""
    found = _KEY.fullmatch(str(key))
    return Period(int(found[1]), int(found[2] or 0)) if found else None


def ended_between(first: datetime, last: datetime) -> list[Period]:
    """The quarters and years that hold `first` or come after it, and ended by `last`."""
    start, found = quarter_of(first), []
    period: Period = start
    while period.ends_at <= last:
        found.append(period)
        if period.quarter == 4:
            found.append(Period(period.year))
        period = quarter_of(period.ends_at)
    return found
