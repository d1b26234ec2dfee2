"""What waits in the outbox and why, how it goes; all of it let go at once, for demonstrations."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from ..catalogue import DIGEST, Priority, kind_of
from ..channels import after_quiet, is_night, next_morning
from ..enums import MailState
from ..models import BouncingAddress, Mail
from ..numbers import NUMBERS
from ..querysets import MailQuerySet


class Why(StrEnum):
    """Why a mail has not left."""

    SOON = "soon"
    NIGHT = "night"
    GATHERED = "gathered"
    NEXT = "next"
    AGAIN = "again"
    UNDOABLE = "undoable"
    LATER = "later"


@dataclass(frozen=True)
class Waiting:
    """One mail that waits: what it tells, to whom, when it leaves and why not before."""

    label: str
    address: str
    leaves_at: datetime
    why: Why


def to_leave(now: datetime) -> MailQuerySet:
    """The mails to come, the next to leave first: what is gathered for one person counts once, and
    none comes to an account that is closed."""
    rows = _unsent().to_open_accounts().select_related("user").order_by("due_at", "pk")
    before = Mail.objects.held().filter(user=OuterRef("user"), pk__lt=OuterRef("pk"))
    written = Mail.objects.waiting().filter(kind=DIGEST, user=OuterRef("user"))
    is_due = Q(planned_at__lte=now)
    is_with_another = Exists(before.filter(planned_at=OuterRef("planned_at"))) | (
        is_due & (Exists(before.filter(is_due)) | Exists(written))
    )
    return rows.exclude(is_with_another, state=MailState.HELD)


def described(rows: Iterable[Mail], now: datetime, to_gather: Collection[int]) -> list[Waiting]:
    """What each of these mails tells, when it leaves and why not before; `to_gather`: for whom
    (pks) the next tick gathers what waits (`digest.services.due`)."""
    return [_described(row, now, to_gather) for row in rows]


@transaction.atomic
def let_go() -> int:
    """Have all that waits leave now, whatever the hour, but what may still be undone; returns how
    many. What is gathered leaves one by one."""
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
    free = rows.exclude(not_before__gt=now)
    return free.update(state=MailState.WAITING, priority=Priority.SOON, planned_at=now, due_at=now)


def _unsent() -> MailQuerySet:
    return Mail.objects.filter(state__in=[MailState.WAITING, MailState.HELD])


def _described(mail: Mail, now: datetime, to_gather: Collection[int]) -> Waiting:
    if mail.state == MailState.HELD:
        return _gathered(mail, now, to_gather)
    leaves_at, why = max(mail.due_at, now), Why.LATER
    if mail.priority > Priority.SOON:
        leaves_at = after_quiet(kind_of(mail.kind), leaves_at)
    if leaves_at <= now:
        why = Why.SOON
    elif mail.may_be_undone_at(now):
        why = Why.UNDOABLE
    elif mail.error:
        why = Why.AGAIN
    elif is_night(now) and leaves_at == next_morning(now):
        why = Why.NIGHT
    return Waiting(mail.label, mail.address, leaves_at, why)


def _gathered(mail: Mail, now: datetime, to_gather: Collection[int]) -> Waiting:
    """One whose morning has passed leaves at the next tick, else the next morning: one mail a
    morning gathers what waits for somebody."""
    leaves_at, why = mail.planned_at, Why.GATHERED
    if leaves_at <= now:
        is_next = mail.user_id in to_gather and not is_night(now)
        leaves_at, why = (now, Why.NEXT) if is_next else (next_morning(now), Why.GATHERED)
    return Waiting(kind_of(DIGEST).label, mail.address, leaves_at, why)


@dataclass(frozen=True)
class MailCounts:
    """Mails that wait, those of them that should have left for a while, those that failed."""

    waiting: int
    late: int
    failed: int

    def __str__(self) -> str:
        return f"{self.waiting} en attente, {self.late} en retard, {self.failed} en échec"


def mail_counts() -> MailCounts:
    late = Mail.objects.late(timezone.now(), after=timedelta(minutes=NUMBERS.late_minutes))
    return MailCounts(
        waiting=Mail.objects.waiting().count(),
        late=late.count(),
        failed=Mail.objects.failed().count(),
    )


def stopped_addresses() -> int:
    """How many addresses refuse our mails so often that none leaves for them."""
    return BouncingAddress.objects.stopped(timezone.now()).count()
