"""Adding what a web process counted, and forgetting the details of days that are over."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta

from django.db import connection, transaction
from django.db.models import Q
from django.utils import timezone

from socle.small_counts import small_below

from ..numbers import NUMBERS
from .models import PAGE_MAX, REFERRER_MAX, WITHIN, PageView

type View = tuple[date, str, str]

# The same on SQLite and PostgreSQL; processes that add at once never lose a view.
_ADD = """
INSERT INTO stats_pageview (day, page, referrer, count) VALUES (%s, %s, %s, %s)
ON CONFLICT (day, page, referrer) DO UPDATE SET count = stats_pageview.count + excluded.count
"""


@transaction.atomic
def add_views(counts: Mapping[View, int]) -> None:
    """Add these numbers of openings: {(day, page, referrer): number}."""
    _add((key[0], key[1][:PAGE_MAX], key[2][:REFERRER_MAX], counts[key]) for key in sorted(counts))


def _add(rows: Iterable[tuple[date, str, str, int]]) -> None:
    told = [(str(day), page, referrer, count) for day, page, referrer, count in rows]
    if told:
        with connection.cursor() as cursor:
            cursor.executemany(_ADD, told)


def _to_gather(today: date) -> Q:
    """Details of days that are over: too few to be told, or too old."""
    few = Q(day__lt=today - timedelta(days=NUMBERS.settling_days), count__lt=small_below())
    old = Q(day__lt=today - timedelta(days=NUMBERS.days_of_pages))
    return (few | old) & ~Q(page="", referrer__in=("", WITHIN))


def days_to_gather(now: datetime) -> list[date]:
    """Days with such details, the oldest first; a month of them at most."""
    rows = PageView.objects.filter(_to_gather(timezone.localdate(now)))
    return list(rows.order_by("day").values_list("day", flat=True).distinct()[:31])


@transaction.atomic
def gather(day: date, now: datetime) -> None:
    """Count them with the other pages of the day: its sums stay the same."""
    rows = PageView.objects.select_for_update().filter(_to_gather(timezone.localdate(now)), day=day)
    held = list(rows)
    PageView.objects.filter(pk__in=[row.pk for row in held]).delete()
    for kind in ("", WITHIN):
        total = sum(row.count for row in held if (row.referrer == WITHIN) == (kind == WITHIN))
        if total:
            _add([(day, "", kind, total)])
