"""What the clock does here: days are counted, then counted again until they move no more."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from django.db.models import Min
from django.utils import timezone

from ambassadeurs.demandes.models import Demande
from ambassadeurs.reseaux.models import AddressTest
from communaute.questions.models import Question
from socle.audience import days_to_gather, gather
from socle.clock import Step
from socle.models import PageView

from .counting import midnight
from .models import CountedDay, Ledger
from .numbers import NUMBERS
from .services import count_day, count_stocks

ONE_DAY = timedelta(days=1)


def days_to_count(now: datetime) -> list[date]:
    """Days never counted, then those to count again: each once.

    The one that runs, those that just ended, and a few of the oldest countings: a tick costs a few
    days of acts, however long the history is.
    """
    today = timezone.localdate(now)
    counted = CountedDay.objects.order_by("day")
    missing = list(_missing(today))
    fresh = timedelta(minutes=NUMBERS.fresh_minutes)
    again = [
        *counted.filter(day=today, counted_at__lte=now - fresh),
        *counted.filter(
            day__lt=today,
            day__gte=today - timedelta(days=NUMBERS.settling_days),
            counted_at__lt=midnight(today),
        ),
        *counted.filter(day__lt=today, counted_at__lte=now - ONE_DAY).order_by("counted_at", "day")[
            : NUMBERS.again_a_tick
        ],
    ]
    return list(dict.fromkeys([*missing, *(row.day for row in again)]))


def _missing(today: date) -> Iterator[date]:
    """What came since the last day counted; then the past, a month at a time, the latest first."""
    counted = CountedDay.objects.order_by("day").values_list("day", flat=True)
    first, last = counted.first() or today, counted.last() or today - ONE_DAY
    yield from every_day(last + ONE_DAY, today)
    opening = first_day() or today
    yield from every_day(max(opening, first - timedelta(days=NUMBERS.back_a_tick)), first - ONE_DAY)


def every_day(first: date, last: date) -> Iterator[date]:
    """Both included; nothing when they are the wrong way round."""
    for number in range((last - first).days + 1):
        yield first + timedelta(days=number)


def first_day() -> date | None:
    """The day of the first act that is kept."""
    firsts = [
        rows.aggregate(first=Min("created_at"))["first"]
        for rows in (AddressTest.objects, Question.objects, Demande.objects)
    ]
    known = [timezone.localdate(moment) for moment in firsts if moment]
    opened = PageView.objects.aggregate(first=Min("day"))["first"]
    known += [opened] if opened else []
    return min(known, default=None)


def count_one(day: date, now: datetime) -> None:
    """Count one day: bookkeeping, which the summary of a tick does not count."""
    count_day(day=day, now=now)


def stocks_to_count(now: datetime) -> list[str]:
    """Once in a while: what has no day of its own."""
    at = Ledger.objects.values_list("stocks_at", flat=True).first()
    is_due = at is None or at <= now - timedelta(minutes=NUMBERS.fresh_minutes)
    return ["stocks"] if is_due else []


def count_the_rest(_item: str, now: datetime) -> None:
    """Bookkeeping as well."""
    count_stocks(now=now)


STEPS = (
    Step(
        key="stats.days",
        label="Statistiques : les actes de chaque jour sont comptés, puis recomptés",
        due=days_to_count,
        do=count_one,
    ),
    Step(
        key="stats.stocks",
        label="Statistiques : ambassadeurs, réseaux couverts et CO2 évité, comptés à ce jour",
        due=stocks_to_count,
        do=count_the_rest,
        after=("stats.days",),
    ),
    Step(
        key="stats.audience",
        label="Audience : les pages trop peu ouvertes sont comptées ensemble",
        due=days_to_gather,
        do=gather,
    ),
)
