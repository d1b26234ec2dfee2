"""The log of moderation: one sealed row per act, in the transaction of the act."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from ..models import Case, Decision, LogHead, ModerationLog
from ..perms import acting_organisation
from ..sealing import current_key_id, seal, seal_head

if TYPE_CHECKING:
    from communaute.comptes.models import Organisation, User

    from ..enums import Act


_waiting: ContextVar[list[ModerationLog] | None] = ContextVar(
    "waiting rows of the log", default=None
)


@contextmanager
def together() -> Iterator[None]:
    """Rows recorded inside are written at its end, in their order: a service of several acts locks
    all that it needs before the head of the log. In a transaction; nothing is written when it
    fails."""
    if _waiting.get() is not None:
        yield
        return
    rows: list[ModerationLog] = []
    token = _waiting.set(rows)
    try:
        yield
    finally:
        _waiting.reset(token)
    for row in rows:
        _write(row)


def record(
    case: Case | None,
    act: Act,
    *,
    actor: User | None = None,
    detail: str = "",
    decision: Decision | None = None,
    organisation: Organisation | None = None,
) -> ModerationLog:
    """Add a row to the log, after the last one, whatever its case; None when it concerns none.

    The head of the log is the last row that a transaction locks (docs/mecanismes.md): lock
    whatever else is needed before, and do several acts `together`.
    `actor` is left empty for a notice: the log is read by people who need not know who reported.
    `detail` is a word of the service (a reason, a rule, a place), never what somebody typed nor
    what a program found in a text: a row is sealed, shown to auditors, and never erased.
    `organisation` is in whose name they act, the one that covers the case unless it is given.
    `decision` is the one this act took; its words and its statement's are sealed with the row.
    """
    if organisation is None and actor is not None and case is not None:
        organisation = acting_organisation(actor, case)
    row = ModerationLog(
        case=case,
        actor=actor,
        actor_number=actor.pk if actor else None,
        organisation=organisation,
        decision=decision,
        act=act,
        detail=detail,
        at=timezone.now(),
    )
    rows = _waiting.get()
    if rows is None:
        _write(row)
    else:
        rows.append(row)
    return row


@transaction.atomic
def _write(row: ModerationLog) -> None:
    head = _locked_head()
    row.position, row.key_id = head.position + 1, current_key_id()
    row.digest = seal(row, head.digest) or ""
    row.save()
    head.position, head.digest, head.key_id = row.position, row.digest, row.key_id
    head.seal = seal_head(head) or ""
    head.save()


def _locked_head() -> LogHead:
    """The head, locked until the end of the transaction. When it is missing from a log that has
    rows, it goes on from the last one and says since when."""
    head = LogHead.objects.select_for_update().filter(pk=LogHead.ONLY).first()
    if head is not None:
        return head
    last = ModerationLog.objects.order_by("position").last()
    position, digest = (last.position, last.digest) if last else (0, "")
    fresh = LogHead(position=position, digest=digest, since=position + 1, key_id=current_key_id())
    fresh.seal = seal_head(fresh) or ""
    # Two first writers at once: one makes it, both lock it.
    LogHead.objects.bulk_create([_numbered(fresh)], ignore_conflicts=True)
    return LogHead.objects.select_for_update().get(pk=LogHead.ONLY)


def _numbered(head: LogHead) -> LogHead:
    head.pk = LogHead.ONLY
    return head
