"""A median the database sorts, read in one query on SQLite as on PostgreSQL."""

from datetime import timedelta

from django.db.models import QuerySet
from django.db.models.expressions import Combinable


def median_of(rows: QuerySet, delay: Combinable, count: int) -> timedelta | None:
    """The middle `delay` of the `count` rows, the mean of the two middle ones when even."""
    delays = rows.annotate(delay=delay).order_by("delay", "pk").values_list("delay", flat=True)
    middle = list(delays[max(0, (count - 1) // 2) : count // 2 + 1])
    return sum(middle, timedelta()) / len(middle) if middle else None
