"""What waits in the outbox and why, how it goes; all of it let go at once, for demonstrations."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from communaute.comptes.models import Membership, Organisation, User

from ..catalogue import DIGEST, Channel, Kind, Priority, kind_of
from ..channels import after_quiet, is_night, next_morning, ways_for
from ..enums import MailState
from ..models import BouncingAddress, Mail, Notification
from ..numbers import NUMBERS
from ..querysets import MailQuerySet
from . import bounces


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
class WaitingMail:
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


def described(rows: Iterable[Mail], now: datetime, to_gather: Collection[int]) -> list[WaitingMail]:
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


def _described(mail: Mail, now: datetime, to_gather: Collection[int]) -> WaitingMail:
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
    return WaitingMail(mail.label, mail.address, leaves_at, why)


def _gathered(mail: Mail, now: datetime, to_gather: Collection[int]) -> WaitingMail:
    """One whose morning has passed leaves at the next tick, else the next morning: one mail a
    morning gathers what waits for somebody."""
    leaves_at, why = mail.planned_at, Why.GATHERED
    if leaves_at <= now:
        is_next = mail.user_id in to_gather and not is_night(now)
        leaves_at, why = (now, Why.NEXT) if is_next else (next_morning(now), Why.GATHERED)
    return WaitingMail(kind_of(DIGEST).label, mail.address, leaves_at, why)


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


# Whether a mail is still worth sending, asked as it leaves.


def is_worth_sending(mail: Mail, kind: Kind) -> bool:
    """False for what is no longer true, or that this person may not see, has read, or stopped.

    What may not be turned off leaves even when it was read on the site.
    """
    if kind.still_true is not None and not kind.still_true(mail.context):
        return False
    person = mail.user
    if person is None:
        return True
    if kind.visible_to is not None and not kind.visible_to(person, mail.context):
        return False
    if not kind.may_be_off:
        return True
    if ways_for(kind, person).mail is Channel.NONE:
        return False
    told = Notification.objects.filter(user=person, key=mail.key)
    return not told.filter(read_at__isnull=False).exists()


def bring_up_to_date(mail: Mail, kind: Kind) -> None:
    """Have a mail that is worth sending say what is true now: a text edited since is quoted so."""
    if kind.current is not None:
        mail.context = dict(mail.context) | dict(kind.current(mail.context))


def has_reached(
    person: User | None, *, keys: Collection[str], before: datetime, thread: str = ""
) -> bool:
    """Whether what has one of these keys had reached somebody by then (None: an address without
    account): its mail had left, or its line was read on the site; so had anything of its `thread`.
    What no mail says any more, long ago, had."""
    left = Q(state__in=[MailState.SENT, MailState.GATHERED], ended_at__lte=before)
    mails = Mail.objects.filter(user=person)
    if not mails.filter(key__in=keys).exclude(left).exists():
        return True
    known = Q(key__in=keys) | Q(thread=thread) if thread else Q(key__in=keys)
    if mails.filter(known, left).exists():
        return True
    if person is None:
        return False
    return Notification.objects.filter(known, user=person, read_at__lte=before).exists()


def way_of(*, key: str, address: str) -> str:
    """Where the mail of this key is: "waits", "lost" (it never left, or this address gets nothing),
    or "left", also for one of which nothing is kept."""
    if bounces.is_stopped(address, timezone.now()):
        return "lost"
    states = set(Mail.objects.filter(key=key).values_list("state", flat=True))
    if MailState.WAITING in states:
        return "waits"
    return "left" if not states or MailState.SENT in states else "lost"


def works_for(person: User, context: Mapping[str, Any]) -> bool:
    """Whether the person is of the organisation told of (`organisation_pk`); True for a mail whose
    context names none."""
    if "organisation_pk" not in context:
        return True
    return Membership.objects.filter(user=person, organisation=context["organisation_pk"]).exists()


def leads(person: User, context: Mapping[str, Any]) -> bool:
    """The same of who gives roles there."""
    if "organisation_pk" not in context:
        return True
    return Organisation.objects.led_by(person).filter(pk=context["organisation_pk"]).exists()
