"""The numbers of the clocks and of visits. `settings.MISES_EN_RELATION` may change any of them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings

PARIS = ZoneInfo("Europe/Paris")
DEFAULTS = {
    "reminder_days": 3,
    "second_reminder_days": 7,
    "agency_alert_days": 10,
    "reoffer_days": 14,
    "pause_after_unanswered": 2,
    "pause_days": 30,
    "answer_working_days": 5,
    "collectivite_alert_days": 14,
    "national_alert_days": 30,
    "survey_days": 2,
    "late_survey_days": 90,
    "visit_reminder_hours": 48,
    "visit_place_hours": 24,
    "visit_cancel_hours": 24,
    "visit_erase_days": 7,
    "visit_ahead_days": 183,
    "absences": 2,
    "absence_days": 183,
}


def limit(name: str) -> int:
    """A number of the rules, by name; KeyError for an unknown name."""
    return {**DEFAULTS, **getattr(settings, "MISES_EN_RELATION", {})}[name]


def days_after(moment: datetime, days: int) -> datetime:
    """The same hour of Paris, `days` days later, whatever the clocks did in between.

    An hour that the change to summer time skips becomes the next one that exists.
    """
    later = moment.astimezone(PARIS) + timedelta(days=days)
    return later.astimezone(UTC).astimezone(PARIS)
