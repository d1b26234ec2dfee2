"""Loads pages opened, so that the funnel of `/stats/` begins where people arrive: invented numbers,
those of a small service that grows, without anybody behind them."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils import timezone

from ambassadeurs.stats.audience.models import WITHIN, PageView
from ambassadeurs.stats.audience.services import add_views

from .cast import Report

DAYS = 333
# (page, site that leads to it, openings of a day of the first month): typed or found, then within.
OPENED = (
    ("/", "", 14),
    ("/", "www.google.com", 22),
    ("/", "www.ecologie.gouv.fr", 6),
    ("/guides/", WITHIN, 9),
    ("/mon-adresse/", "", 7),
    ("/mon-adresse/", WITHIN, 18),
    ("/ambassadeurs/", WITHIN, 8),
    ("/communaute/", "www.google.com", 7),
    ("/communaute/", WITHIN, 6),
)
# On a Saturday or a Sunday, of those of a day of the week.
WEEKEND_PERCENT = 40


def load_audience(report: Report, now: datetime) -> None:
    """Openings of the last eleven months, created when none was ever counted."""
    if PageView.objects.exists():
        return
    today = timezone.localdate(now)
    counts = {}
    for age in range(1, DAYS + 1):
        day = today - timedelta(days=age)
        # Twice as many at the end as at the beginning.
        percent = 200 - 100 * age // DAYS
        if day.weekday() >= 5:
            percent = percent * WEEKEND_PERCENT // 100
        for page, referrer, number in OPENED:
            counts[day, page, referrer] = max(1, number * percent // 100)
    add_views(counts)
    report.add("jour d’audience", "jours d’audience", DAYS)
