"""A territory month by month: how many demandes, where they stand, how fast they are answered."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Final

from django.utils import timezone

from ambassadeurs.mises_en_relation.enums import State
from ambassadeurs.mises_en_relation.models import Demande
from ambassadeurs.mises_en_relation.querysets import CLOCK_FROM
from communaute.comptes.territories import inside
from communaute.moderation.transparency import UNPUBLISHED, mask
from socle.medians import median
from socle.small_counts import gives_away, is_small

from ..numbers import NUMBERS

if TYPE_CHECKING:
    from communaute.comptes.models import Coverage

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
    """The last months, this one included, latest first (1 query). One offered again counts once."""
    months = _months(today)
    start = timezone.make_aware(datetime.combine(months[-1], datetime.min.time()))
    rows = Demande.objects.counted_once().filter(inside(coverages), created_at__gte=start)
    states: dict[date, list[str]] = defaultdict(list)
    delays: dict[date, list[timedelta]] = defaultdict(list)
    for created, state, asked, answer in rows.order_by().values_list(
        "created_at", "state", CLOCK_FROM, "first_answer_at"
    ):
        month = timezone.localdate(created).replace(day=1)
        states[month].append(state)
        if answer is not None:
            delays[month].append(answer - asked)
    return [_month(month, states[month], delays[month]) for month in months]


def csv_rows(found: Iterable[Month]) -> Iterator[tuple[object, ...]]:
    """Titles, then a line per month, oldest first; a median that is not published is empty."""
    yield TITLES
    for month in reversed(list(found)):
        hours = "" if month.median is None else round(month.median / timedelta(hours=1))
        yield f"{month.first:%Y-%m}", month.total, *month.states, month.answered, hours


def _month(first: date, states: list[str], delays: list[timedelta]) -> Month:
    counts = {state.label: states.count(state) for state in State}
    # The total and the answers would tell how many have none: both sides are masked together.
    sides = {"oui": len(delays), "non": len(states) - len(delays)}
    is_told = gives_away(counts) or gives_away(sides)
    return Month(
        first=first,
        total=UNPUBLISHED if is_told and not is_small(len(states)) else _shown(len(states)),
        states=list(mask(counts).values()),
        answered=mask(sides)["oui"],
        median=median(delays) if delays and not is_small(len(delays)) else None,
    )


def _shown(count: int) -> str:
    return mask({"": count})[""]


def _months(today: date) -> list[date]:
    """The first days of the last months, latest first."""
    first, found = today.replace(day=1), []
    for _ in range(NUMBERS.trend_months):
        found.append(first)
        first = (first - timedelta(days=1)).replace(day=1)
    return found
