"""How fast each operator and agency answers: public on their card, from five requests on."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import timedelta

from django.core.cache import cache

from socle.french import duration, number, percentage
from socle.small_counts import by_fives, small_below

from . import indicators as keys
from .models import Scope, Tally
from .numbers import NUMBERS
from .publishing import private_share, quantile

KEPT = "stats:answering"


@dataclass(frozen=True)
class Answering:
    """Of one organisation: half of its answers came within `median` hours; of `due` requests whose
    time is over, `in_time` were answered in time."""

    median: int
    due: int
    in_time: int

    @property
    def median_told(self) -> str:
        return duration(timedelta(hours=self.median))

    @property
    def share_told(self) -> str:
        """ "" when it would tell of one to four people, as `/stats/` tells none."""
        share = private_share(self.in_time, self.due)
        return "" if share is None else percentage(share)

    @property
    def count_told(self) -> str:
        """Rounded down to a multiple of five: the next request is not seen alone."""
        return number(by_fives(self.due))


def answering() -> dict[int, Answering]:
    """Of each organisation with five requests and five answers at least, by its pk.

    One query, kept as long as the table is not counted again: a page asks it for each card.
    """
    known: dict[int, Answering] | None = cache.get(KEPT)
    if known is None:
        known = _read()
        cache.set(KEPT, known, NUMBERS.kept_s)
    return known


def _read() -> dict[int, Answering]:
    hours: dict[str, Counter[int]] = defaultdict(Counter)
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    rows = Tally.objects.totals().of(Scope.ORGANISATION)
    for place, name, value in rows.values_list("place", "indicator", "value"):
        if name.startswith("attente_"):
            hours[place][keys.hours_of(name)[1]] += value
        else:
            counts[place][name.partition(":")[0]] += value
    found = {}
    for place, count in counts.items():
        median = quantile(hours[place], 50)
        if median is not None and count[keys.DUE] >= small_below():
            found[int(place)] = Answering(median, count[keys.DUE], count[keys.IN_TIME])
    return found
