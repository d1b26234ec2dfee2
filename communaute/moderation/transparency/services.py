"""Writing down what will not be computed again."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Min
from django.utils import timezone

from communaute.comptes.models import User
from communaute.moderation.models import Case, Decision
from socle.public_pages import touch_public_pages
from socle.scheduler import Step

from ..numbers import TRANSPARENCY_NUMBERS
from .counts import figures_of_agencies
from .models import ClosedPeriod, MonthlyUsers, ended_between, period_of
from .sections import figures


@transaction.atomic
def close_one(key: str, now: datetime) -> None:
    """Write once the figures of a period that is over: bookkeeping, which no summary of a tick
    counts."""
    period = period_of(key)
    if period is None or ClosedPeriod.objects.select_for_update().filter(key=key).exists():
        return
    _, is_new = ClosedPeriod.objects.get_or_create(
        key=key,
        defaults={
            "starts_at": period.starts_at,
            "ends_at": period.ends_at,
            "figures": figures(period),
            "agencies": figures_of_agencies(period),
            "closed_at": now,
        },
    )
    if is_new:
        touch_public_pages()


@transaction.atomic
def count_month(month: date, now: datetime) -> None:
    """Count once the people who signed in since the first of that month: bookkeeping as well."""
    start = timezone.make_aware(datetime(month.year, month.month, 1))
    people = User.objects.filter(last_login__gte=start).count()
    MonthlyUsers.objects.get_or_create(month=month, defaults={"people": people})


def month_before(day: date) -> date:
    """The first day of the month before."""
    return (day.replace(day=1) - timedelta(days=1)).replace(day=1)


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


def months_to_count(now: datetime) -> list[date]:
    """The month that is just over, until it is counted."""
    month = month_before(timezone.localdate(now))
    return [] if MonthlyUsers.objects.filter(month=month).exists() else [month]


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
        do=count_month,
    ),
)
