"""How long each step may take; the numbers are `settings.MODERATION`."""

from datetime import datetime, timedelta

from django.conf import settings

from communaute.territoires.calendar import add_working_days

from .enums import NoticeCategory


def limit(name: str) -> int:
    """A number of the rules, by name; KeyError for an unknown name."""
    return settings.MODERATION[name]


def due_at(category: str, received_at: datetime) -> datetime:
    """When a notice of this category must be decided at the latest.

    What may be illegal: 24 hours, day and night. All else: three working days at the same hour
    of Paris.
    """
    if category == NoticeCategory.ILLEGAL:
        return received_at + timedelta(hours=limit("illegal_hours"))
    return add_working_days(received_at, limit("working_days"))


def redress_until(decided_at: datetime) -> datetime:
    """Last moment to contest a decision: six months (183 days) after it (DSA art. 20)."""
    return decided_at + timedelta(days=limit("appeal_days"))


def appeal_answer_due(filed_at: datetime) -> datetime:
    """When an appeal should be answered."""
    return filed_at + timedelta(days=limit("appeal_answer_days"))
