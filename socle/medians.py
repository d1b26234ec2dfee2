"""The one median of the house: the middle value, the mean of the two middle ones when even.

`median` for values in hand, `median_delay` for rows that the database sorts.
"""

from collections.abc import Iterable
from datetime import timedelta
from statistics import quantiles
from typing import Any

from django.db.models import QuerySet
from django.db.models.expressions import Combinable


def median[T](values: Iterable[T]) -> T:
    """The median of numbers, decimals or delays, in their type. ValueError of nothing."""
    ordered: list[Any] = sorted(values)  # type: ignore[type-var]
    if not ordered:
        raise ValueError("No median of nothing.")
    first, last = ordered[(len(ordered) - 1) // 2], ordered[len(ordered) // 2]
    return first if first == last else (first + last) / 2


def middle_half(values: Iterable[float]) -> tuple[float, float]:
    """The first and third quartiles: half of the values lie between. Two values at least."""
    first, _, third = quantiles(values, n=4, method="inclusive")
    return first, third


def median_delay(rows: QuerySet, delay: Combinable, count: int) -> timedelta | None:
    """The median `delay` of the `count` rows, in one query, on SQLite as on PostgreSQL; None of
    nothing."""
    delays = rows.annotate(delay=delay).order_by("delay", "pk").values_list("delay", flat=True)
    middle = list(delays[max(0, (count - 1) // 2) : count // 2 + 1])
    return median(middle) if middle else None
