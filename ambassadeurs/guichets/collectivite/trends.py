"""A territory month by month: how many demandes, where they stand, how fast they are answered."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from math import ceil
from typing import Final

from django.utils import timezone

from ambassadeurs.demandes.enums import State
from ambassadeurs.demandes.models import Demande
from ambassadeurs.demandes.querysets import CLOCK_FROM
from communaute.comptes.models import Coverage
from communaute.comptes.territories import inside
from socle.medians import median
from socle.small_counts import UNPUBLISHED, gives_away, is_small, mask

from ..numbers import NUMBERS
from .demandes import told_and_held

# Units of the drawing, which takes the width it is given.
CHART_HEIGHT: Final = 100
BAR_STEP: Final = 60
TITLES: Final = (
    "mois",
    "demandes",
    "en_attente",
    "en_cours",
    "closes",
    "premieres_reponses",
    "delai_median_heures",
)


@dataclass(frozen=True)
class Month:
    """The demandes of one month. Counts are text, small ones masked; `states` in the order of
    `State`. `median` is None when too few were answered for it to tell nobody's own.
    """

    first: date
    total: str
    states: list[str]
    answered: str
    median: timedelta | None


def trends(coverages: list[Coverage], today: date) -> list[Month]:
    """The last months, this one included, latest first (2 queries). One offered again counts once;
    what may still be taken back is not told."""
    months = _months(today)
    start = timezone.make_aware(datetime.combine(months[-1], datetime.min.time()))
    rows = Demande.objects.counted_once().filter(inside(coverages), created_at__gte=start)
    states: dict[date, list[str]] = defaultdict(list)
    delays: dict[date, list[timedelta]] = defaultdict(list)
    told, held = told_and_held(rows)
    asked_and_answered = told.order_by().values_list(
        "created_at", "state", CLOCK_FROM, "first_answer_at"
    )
    apart = [(one.created_at, one.state, one.clock_from, one.first_answer_at) for one in held]
    for created, state, asked, answer in [*asked_and_answered, *apart]:
        month = timezone.localdate(created).replace(day=1)
        states[month].append(state)
        if answer is not None:
            delays[month].append(answer - asked)
    return [_month(month, states[month], delays[month]) for month in months]


def csv_rows(found: Iterable[Month]) -> Iterator[tuple[object, ...]]:
    """Titles, then a line per month, oldest first; a median that is not published is empty."""
    yield TITLES
    for month in reversed(list(found)):
        hours = "" if month.median is None else begun_hours(month.median)
        yield f"{month.first:%Y-%m}", month.total, *month.states, month.answered, hours


def begun_hours(delay: timedelta) -> int:
    """As `impact` counts them, on the page as in the file: one at least."""
    return max(1, ceil(delay / timedelta(hours=1)))


@dataclass(frozen=True)
class Bar:
    """One month of the chart, in units of its drawing; `count` None is not published."""

    first: date
    count: int | None
    x: int
    height: int

    @property
    def y(self) -> int:
        return CHART_HEIGHT - self.height


def bars(found: Iterable[Month]) -> list[Bar]:
    """The demandes of each month, oldest first, the highest as tall as the chart; none at all when
    nothing is to draw: no count published, or only zeros."""
    months = list(found)[::-1]
    counts = [int(month.total) if month.total.isdigit() else None for month in months]
    highest = max((count or 0 for count in counts), default=0)
    if not highest:
        return []
    return [
        Bar(month.first, count, BAR_STEP * rank, round(CHART_HEIGHT * (count or 0) / highest))
        for rank, (month, count) in enumerate(zip(months, counts, strict=True))
    ]


def _month(first: date, states: list[str], delays: list[timedelta]) -> Month:
    counts, total = {state.label: states.count(state) for state in State}, len(states)
    # The total and the answers would tell how many have none: both sides are masked together.
    sides = {"oui": len(delays), "non": total - len(delays)}
    is_told = gives_away(counts) or gives_away(sides)
    return Month(
        first=first,
        total=UNPUBLISHED if is_told and not is_small(total) else mask({"": total})[""],
        states=list(mask(counts).values()),
        answered=mask(sides)["oui"],
        median=median(delays) if delays and not is_small(len(delays)) else None,
    )


def _months(today: date) -> list[date]:
    """The first days of the last months, latest first."""
    first, found = today.replace(day=1), []
    for _ in range(NUMBERS.trend_months):
        found.append(first)
        first = (first - timedelta(days=1)).replace(day=1)
    return found
