"""What waits in the outbox and why; all of it let go at once, for demonstrations."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from ..catalogue import Priority
from ..channels import is_night, next_morning
from ..enums import MailState
from ..models import Mail
from ..querysets import MailQuerySet


class Why(StrEnum):
    """Why a mail has not left."""

    SOON = "soon"
    NIGHT = "night"
    GATHERED = "gathered"
    AGAIN = "again"
    LATER = "later"


@dataclass(frozen=True)
class Waiting:
    """One mail that waits: what it tells, to whom, when it leaves and why not before."""

    label: str
    address: str
    leaves_at: datetime
    why: Why


def waiting(now: datetime, *, most: int) -> list[Waiting]:
    """What waits, the next to leave first; so many at most."""
    rows = _unsent().select_related("user").order_by("due_at", "pk")[:most]
    return [Waiting(row.label, row.address, row.due_at, _why(row, now)) for row in rows]


def count_waiting() -> int:
    return _unsent().count()


@transaction.atomic
def let_go() -> int:
    """Have all that waits leave now, whatever the hour; returns how many. What is gathered leaves
    one by one."""
    return _hurry(_unsent())


@transaction.atomic
def let_go_tonight() -> int:
    """Have what the night keeps leave now; returns how many. What is gathered each morning goes on
    waiting for it, and what leaves later at its hour."""
    now = timezone.now()
    kept = Q(due_at__lte=now) | Q(due_at=next_morning(now))
    return _hurry(Mail.objects.waiting().filter(kept)) if is_night(now) else 0


def _hurry(rows: MailQuerySet) -> int:
    now = timezone.now()
    return rows.update(state=MailState.WAITING, priority=Priority.SOON, planned_at=now, due_at=now)


def _unsent() -> MailQuerySet:
    return Mail.objects.filter(state__in=[MailState.WAITING, MailState.HELD])


def _why(mail: Mail, now: datetime) -> Why:
    if mail.state == MailState.HELD:
        return Why.GATHERED
    if mail.error:
        return Why.AGAIN
    if mail.due_at <= now:
        return Why.SOON
    at_seven = mail.due_at == next_morning(now)
    return Why.NIGHT if at_seven and is_night(now) else Why.LATER
