"""Audience: adding the pages that a web process counted as opened, telling the most opened, and
forgetting the details of days that are over."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import connection, transaction
from django.db.models import Q, QuerySet, Sum
from django.utils import timezone

from .models import PAGE_MAX, REFERRER_MAX, WITHIN, PageView
from .numbers import RoomNumbers, live
from .small_counts import by_fives, small_below

type View = tuple[date, str, str]


@dataclass(frozen=True)
class AudienceNumbers(RoomNumbers, room="audience"):
    """Small counts of a day are gathered after `settling_days`; all are, after `days_of_pages` (25
    months). The `pages_shown` most opened of the last `days_of_pages_shown` are told."""

    settling_days: int = 7
    days_of_pages: int = 760
    days_of_pages_shown: int = 30
    pages_shown: int = 10


NUMBERS = live(AudienceNumbers)

# The same on SQLite and PostgreSQL; processes that add at once never lose a view.
_ADD = """
INSERT INTO socle_pageview (day, page, referrer, count) VALUES (%s, %s, %s, %s)
ON CONFLICT (day, page, referrer) DO UPDATE SET count = socle_pageview.count + excluded.count
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


@dataclass(frozen=True, slots=True)
class AudienceLine:
    """A page or a site, and how many times, by fives."""

    name: str
    count: int


def arrivals_of(day: date) -> int:
    """Pages opened that day from elsewhere. One query."""
    rows = PageView.objects.filter(day=day).exclude(referrer=WITHIN)
    return rows.aggregate(total=Sum("count", default=0))["total"]


def most_opened(today: date) -> list[AudienceLine]:
    """Public pages of the last weeks, the most opened first. One query."""
    return _most(_lately(today).exclude(page=""), "page")


def most_sent_from(today: date) -> list[AudienceLine]:
    """Other sites that most led here. One query."""
    return _most(_lately(today).exclude(referrer__in=("", WITHIN)), "referrer")


def openings(pages: Sequence[str], today: date) -> dict[str, int]:
    """How many times each of these pages was opened lately, by fives. One query."""
    rows = _lately(today).filter(page__in=[page[:PAGE_MAX] for page in pages])
    summed = rows.order_by().values_list("page").annotate(total=Sum("count"))
    return {page: by_fives(total) for page, total in summed}


def _lately(today: date) -> QuerySet[PageView]:
    """Days that are over: the numbers of today grow under the reader's eyes."""
    first = today - timedelta(days=NUMBERS.days_of_pages_shown)
    return PageView.objects.filter(day__gte=first, day__lt=today)


def _most(rows: QuerySet[PageView], name: str) -> list[AudienceLine]:
    summed = rows.order_by().values_list(name).annotate(total=Sum("count"))
    enough = summed.filter(total__gte=small_below()).order_by("-total", name)
    return [AudienceLine(one, by_fives(total)) for one, total in enough[: NUMBERS.pages_shown]]
