"""What is told of the audience: the sums of a day, the pages most opened."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q, QuerySet, Sum

from socle.small_counts import by_fives, small_below

from ..numbers import NUMBERS
from .models import PAGE_MAX, WITHIN, PageView


@dataclass(frozen=True, slots=True)
class Line:
    """A page or a site, and how many times, by fives."""

    name: str
    count: int


def views_of(day: date) -> tuple[int, int]:
    """Pages opened that day, and those of them from elsewhere. One query."""
    told = PageView.objects.filter(day=day).aggregate(
        whole=Sum("count", default=0), arrivals=Sum("count", filter=~Q(referrer=WITHIN), default=0)
    )
    return told["whole"], told["arrivals"]


def most_opened(today: date) -> list[Line]:
    """Public pages of the last weeks, the most opened first. One query."""
    return _most(_lately(today).exclude(page=""), "page")


def most_sent_from(today: date) -> list[Line]:
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


def _most(rows: QuerySet[PageView], name: str) -> list[Line]:
    summed = rows.order_by().values_list(name).annotate(total=Sum("count"))
    enough = summed.filter(total__gte=small_below()).order_by("-total", name)
    return [Line(one, by_fives(total)) for one, total in enough[: NUMBERS.pages_shown]]
