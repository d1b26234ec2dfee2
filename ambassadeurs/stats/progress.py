"""How far each target is, at the end of a period."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from socle.french import number, percentage

from .enums import Aim
from .models import Target
from .periods import Period
from .publishing import NOW, Figure, share
from .report import Statistics, statistics

UNKNOWN = "non publié"


@dataclass(frozen=True)
class Progress:
    """One target and what is reached; `reached` is None when that is not published, or hidden."""

    label: str
    target: int
    due: date
    reason: str
    reached: int | None
    when: str
    is_share: bool

    @property
    def target_told(self) -> str:
        return percentage(self.target) if self.is_share else number(self.target)

    @property
    def reached_told(self) -> str:
        if self.reached is None:
            return UNKNOWN
        return percentage(self.reached) if self.is_share else number(self.reached)

    @property
    def share_told(self) -> str:
        """« 80 % » of the target; a dash when nothing is published."""
        return percentage(None if self.reached is None else share(self.reached, self.target))


def progress(stats: Statistics, opening: date) -> list[Progress]:
    """Counts since the opening, shares of the period, stocks of today.

    One query without targets, three with some.
    """
    period = stats.period
    targets = Target.objects.of_period(period.first, period.last)
    if not targets:
        return []
    whole = statistics(Period(min(opening, period.last), period.last), None)
    counts = {one.key: one for one in whole.figures}
    known = {one.key: one for one in stats.figures}
    return [_progress(one, known, counts, whole) for one in targets]


def _progress(
    target: Target, known: dict[str, Figure], counts: dict[str, Figure], whole: Statistics
) -> Progress:
    aim = Aim(target.indicator)
    when = "depuis l’ouverture"
    if aim == Aim.CO2:
        reached: int | None = sum(one.tonnes for one in whole.avoided)
    else:
        figure = known.get(aim.value)
        if aim.is_share:
            when = "dans la période"
        elif figure and figure.period == NOW:
            when = NOW
        else:
            figure = counts.get(aim.value)
        reached = figure.raw if figure and not figure.is_hidden else None
    return Progress(aim.label, target.value, target.due, target.reason, reached, when, aim.is_share)
