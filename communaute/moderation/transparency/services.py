"""Writing down what will not be computed again."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from communaute.comptes.models import User
from socle.public_pages import touch_public_pages

from .agencies import figures_of_agencies
from .models import ClosedPeriod, MonthlyUsers
from .periods import Period
from .sections import figures


@transaction.atomic
def close_period(*, period: Period, now: datetime | None = None) -> bool:
    """Write the figures of a period that is over; False when they are written already."""
    if ClosedPeriod.objects.select_for_update().filter(key=period.key).exists():
        return False
    _, is_new = ClosedPeriod.objects.get_or_create(
        key=period.key,
        defaults={
            "starts_at": period.starts_at,
            "ends_at": period.ends_at,
            "figures": figures(period),
            "agencies": figures_of_agencies(period),
            "closed_at": now or timezone.now(),
        },
    )
    if is_new:
        touch_public_pages()
    return is_new


@transaction.atomic
def count_month(*, month: date) -> bool:
    """Count the people who signed in since the first of that month; False when it is done."""
    start = timezone.make_aware(datetime(month.year, month.month, 1))
    people = User.objects.filter(last_login__gte=start).count()
    _, is_new = MonthlyUsers.objects.get_or_create(month=month, defaults={"people": people})
    return is_new


def month_before(day: date) -> date:
    """The first day of the month before."""
    return (day.replace(day=1) - timedelta(days=1)).replace(day=1)
