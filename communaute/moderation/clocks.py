"""How long each step may take; the numbers are `settings.MODERATION`."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings

from .enums import NoticeCategory

PARIS = ZoneInfo("Europe/Paris")
SATURDAY = 5


def limit(name: str) -> int:
    """A number of the rules, by name; KeyError for an unknown name."""
    return settings.MODERATION[name]


def due_at(category: str, received_at: datetime) -> datetime:
    """When a notice of this category must be decided at the latest.

    What may be illegal: 24 hours, day and night. All else: three working days at the same hour
    of Paris (Saturdays and Sundays do not count; public holidays do).
    """
    if category == NoticeCategory.ILLEGAL:
        return received_at + timedelta(hours=limit("illegal_hours"))
    due = received_at.astimezone(PARIS)
    left = limit("working_days")
    while left:
        due += timedelta(days=1)
        if due.weekday() < SATURDAY:
            left -= 1
    return due


def redress_until(decided_at: datetime) -> datetime:
    """Last moment to contest a decision: six months (183 days) after it (DSA art. 20)."""
    return decided_at + timedelta(days=limit("appeal_days"))


def appeal_answer_due(filed_at: datetime) -> datetime:
    """When an appeal should be answered."""
    return filed_at + timedelta(days=limit("appeal_answer_days"))
