"""How long each step may take; the delays are those of `numbers.py`."""

from datetime import datetime, timedelta

from socle.calendar import add_working_days

from .enums import NoticeCategory
from .numbers import NUMBERS


def due_at(category: str, received_at: datetime) -> datetime:
    """When a notice of this category must be decided at the latest.

    What may be illegal: 24 hours, day and night. All else: three working days at the same hour
    of Paris.
    """
    if category == NoticeCategory.ILLEGAL:
        return received_at + timedelta(hours=NUMBERS.illegal_hours)
    return add_working_days(received_at, NUMBERS.working_days)


def redress_until(decided_at: datetime) -> datetime:
    """Last moment to contest a decision: six months (183 days) after it (DSA art. 20)."""
    return decided_at + timedelta(days=NUMBERS.appeal_days)


def appeal_answer_due(filed_at: datetime) -> datetime:
    """When an appeal should be answered."""
    return filed_at + timedelta(days=NUMBERS.appeal_answer_days)
