"""What the clock does here: periods that are over are written down, months are counted."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db.models import Min
from django.utils import timezone

from communaute.moderation.models import Case, Decision
from socle.clock import Step

from ..numbers import TRANSPARENCY_NUMBERS
from .models import ClosedPeriod, MonthlyUsers
from .periods import ended_between, period_of
from .services import close_period, count_month, month_before


def periods_to_close(now: datetime) -> list[str]:
    """Keys of the quarters and years that are over and not written down yet."""
    starts = (
        Case.objects.aggregate(first=Min("opened_at"))["first"],
        Decision.objects.aggregate(first=Min("decided_at"))["first"],
    )
    known = [start for start in starts if start]
    if not known:
        return []
    ended = ended_between(min(known), now - timedelta(hours=TRANSPARENCY_NUMBERS.closing_hours))
    written = set(ClosedPeriod.objects.values_list("key", flat=True))
    return [period.key for period in ended if period.key not in written]


def close_one(key: str, now: datetime) -> None:
    """Write one period down: bookkeeping, which the summary of a tick does not count."""
    if period := period_of(key):
        close_period(period=period, now=now)


def months_to_count(now: datetime) -> list[date]:
    """The month that is just over, until it is counted."""
    month = month_before(timezone.localdate(now))
    return [] if MonthlyUsers.objects.filter(month=month).exists() else [month]


def count_one(month: date, now: datetime) -> None:
    """Count one month: bookkeeping as well."""
    count_month(month=month)


STEPS = (
    Step(
        key="transparency.close",
        label="Transparence : les chiffres d’un trimestre ou d’une année sont arrêtés à sa fin",
        due=periods_to_close,
        do=close_one,
    ),
    Step(
        key="transparency.users",
        label="Transparence : les personnes connectées dans le mois sont comptées à sa fin",
        due=months_to_count,
        do=count_one,
    ),
)
