"""How long each step may take; the delays are those of `numbers.py`."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from socle.calendar import PARIS, add_working_days, days_after, end_of_day

from .enums import NoticeCategory, NoticeSource, Pace
from .numbers import NUMBERS

if TYPE_CHECKING:
    from .models import Decision

HOURS_A_DAY = 24
# Trusted flaggers and authorities come first (DSA art. 9 and 22).
FIRST = (NoticeSource.TRUSTED, NoticeSource.AUTHORITY)


def pace_of(category: str, source: str = NoticeSource.MEMBER) -> Pace:
    """Which clock a notice follows."""
    urgent = category in {NoticeCategory.DANGER, NoticeCategory.ILLEGAL} or source in FIRST
    return Pace.URGENT if urgent else Pace.ORDINARY


def due_at(category: str, received_at: datetime, source: str = NoticeSource.MEMBER) -> datetime:
    """When a notice of this category must be decided at the latest.

    Somebody in danger: an hour. What may be illegal, or comes from a trusted flagger or an
    authority: 24 hours, day and night. All else: three working days at the same hour of Paris.
    """
    if category == NoticeCategory.DANGER:
        return received_at + timedelta(hours=NUMBERS.danger_hours)
    if source in FIRST:
        return received_at + timedelta(hours=NUMBERS.first_hours)
    if category == NoticeCategory.ILLEGAL:
        return received_at + timedelta(hours=NUMBERS.illegal_hours)
    return add_working_days(received_at, NUMBERS.working_days)


def national_at(pace: str, opened_at: datetime, due: datetime) -> datetime:
    """When a case that nobody decided goes to the national team: at its due time when it is
    urgent, a day after it came when it is read before publication, else five working days after,
    and in any case after thirty days."""
    if pace == Pace.URGENT:
        return min(due, _after(opened_at))
    if pace == Pace.REVIEW:
        return opened_at + timedelta(hours=NUMBERS.review_hours)
    return min(add_working_days(opened_at, NUMBERS.national_working_days), _after(opened_at))


def _after(opened_at: datetime) -> datetime:
    return opened_at + timedelta(days=NUMBERS.national_days)


def shown_again_at(hidden_at: datetime) -> datetime:
    """When a text hidden by reports alone is shown again, if nobody decided."""
    return hidden_at + timedelta(hours=NUMBERS.hidden_hours)


def ends_after(hours: int, start: datetime) -> datetime:
    """When what lasts so many hours ends: its days are those of Paris, and the last one stops at
    the hour at which the first began, whatever the clocks did in between."""
    days, rest = divmod(hours, HOURS_A_DAY)
    return days_after(start, days).astimezone(UTC) + timedelta(hours=rest)


def hours_between(start: datetime, end: datetime) -> int:
    """How many hours were meant between two moments: twin of `ends_after`."""
    first, last = (one.astimezone(PARIS).replace(tzinfo=None) for one in (start, end))
    return round((last - first) / timedelta(hours=1))


def redress_until(decided_at: datetime) -> datetime:
    """Last moment to contest a decision: the end of the day, six months (183 days) after it (DSA
    art. 20)."""
    return end_of_day(days_after(decided_at, NUMBERS.appeal_days))


def appeal_answer_due(filed_at: datetime) -> datetime:
    """When an appeal should be answered."""
    return filed_at + timedelta(days=NUMBERS.appeal_answer_days)


def appeal_answer_limit(filed_at: datetime) -> datetime:
    """When an appeal must be answered at the very latest."""
    return filed_at + timedelta(days=NUMBERS.appeal_hard_days)


def undoable_until(decided_at: datetime) -> datetime:
    """Until when a decision may be taken back; nothing is told before."""
    return decided_at + timedelta(minutes=NUMBERS.undo_minutes)


def answering_appeal(decision: str = "") -> Exists:
    """Whether an appeal that was accepted made a decision, found at this path: nobody takes it
    back, and its author has read the answer already."""
    appeals = apps.get_model("moderation", "Appeal")._default_manager
    accepted = appeals.filter(
        upheld=True,
        decided_at=OuterRef(f"{decision}decided_at"),
        statement__decision__case=OuterRef(f"{decision}case"),
    )
    return Exists(accepted.exclude(statement__decision=OuterRef(f"{decision}pk")))


def answers_appeal(decision: Decision) -> bool:
    """Whether an appeal that was accepted made this decision; one query."""
    same = decision.case.decisions.filter(answering_appeal(), pk=decision.pk)
    return bool(same.exists())


def told_from(decision: Decision) -> datetime | None:
    """From when a decision is told; at once for what nobody takes back: what a program did, or an
    appeal that was accepted. A query at most."""
    if decision.decided_by_id is None or answers_appeal(decision):
        return None
    return undoable_until(decision.decided_at)


def is_told(decision: Decision, now: datetime) -> bool:
    """Whether people may know of a decision: what nobody was told is not told taken back either.
    A query, for what has just been decided only."""
    if decision.decided_by_id is None or undoable_until(decision.decided_at) <= now:
        return True
    return answers_appeal(decision)


def told_now() -> Q:
    """Of statements or measures, whether their decision is told (`is_told`) now."""
    undone_before = timezone.now() - timedelta(minutes=NUMBERS.undo_minutes)
    by_program = Q(decision__decided_by__isnull=True)
    is_past = Q(decision__decided_at__lte=undone_before)
    return by_program | is_past | Q(answering_appeal("decision__"))


def only_told[Rows: QuerySet[Any]](rows: Rows) -> Rows:
    """Those whose decision is told now."""
    return rows.filter(told_now())
